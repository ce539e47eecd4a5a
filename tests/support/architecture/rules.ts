/**
 * The units of the house with their layers, from the lowest. A file imports from
 * its own unit and from units of lower layers.
 */
export const LAYERS: Readonly<Record<string, number>> = {
  "third_party": 0,
  "engine/base": 0,
  "engine/sim": 1,
  "engine/wire": 1,
  "engine/tcp": 2,
  "engine/ip": 2,
  "engine/link": 2,
  "nodes": 3,
  "topologies": 4,
  "timeline": 4,
  "captures": 4,
  "drill": 4,
  "matrix": 5,
  "peer_death": 5,
  "mod.ts": 6,
  "cli": 7,
  "main.ts": 8,
  "bench": 8,
  "tests": 9,
};

/** From this layer up, files may touch the outside world. */
export const OUTER_LAYER = LAYERS["cli"]!;

/**
 * Who may import from another unit of its layer: those that join a run with its
 * timeline, and those that say what is expected of it.
 */
export const SIDEWAYS = [{
  from: /^topologies\/(build|run|run_info|streamed_run|topology|read\/expect)\b/,
  to: "timeline",
}];

/**
 * Second doors of folders: a door loads all that is behind it, and what most of
 * those who enter do not need stands behind one of its own.
 */
export const SIDE_DOORS: Readonly<Record<string, string>> = {
  timeline: "timeline/files.ts",
  topologies: "topologies/runs.ts",
};

/** Units that never see another one, though it lies below them: they are told the time. */
export const NEVER_TOGETHER = [
  { from: "engine/tcp", to: "engine/sim" },
  { from: "engine/ip", to: "engine/sim" },
  { from: "engine/link", to: "engine/sim" },
];

/** Who may import which library: files, or folders with a slash at the end. */
export const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  "@bufbuild/protobuf": ["timeline/perfetto/trace_packets.ts", "tests/support/perfetto.ts"],
  "@noble/hashes": ["third_party/sha256.ts"],
  "commander": ["third_party/commander.ts"],
  "eventemitter3": ["third_party/node.ts"],
  "fast-check": ["tests/"],
  "playwright-core": ["tests/", "bench/"],
  "preact": ["matrix/html/page/", "timeline/html/viewer/"],
  "pure-rand": ["engine/base/rng.ts"],
  "yaml": ["third_party/yaml.ts"],
  "zod": ["third_party/zod.ts"],
  "node:crypto": ["timeline/digest_hash.ts"],
};

/** Who may import what is bundled, and thereby its types: files, or folders with a slash at the end. */
export const BUNDLED: Readonly<Record<string, readonly string[]>> = {
  "third_party/commander.min.js": ["cli/commander.ts"],
  "third_party/sha256.min.js": ["timeline/digest_hash.ts"],
  "third_party/yaml.min.js": ["topologies/yaml.ts"],
  "third_party/z.ts": ["topologies/schema/", "topologies/reader.ts", "timeline/"],
};

/** Who may import every module of the runtime (`node:`). */
export const RUNTIME_USERS = ["cli/", "main.ts", "bench/", "tests/"];

const name = (pattern: string) => new RegExp(`(?<![.\\w$])(?:${pattern})`, "g");

/** What no file below the command line may name, and why. */
export const FORBIDDEN_NAMES = [
  { pattern: name("Date\\s*\\.\\s*now\\b"), why: "reads a clock" },
  { pattern: name("new\\s+Date\\b|(?<!new\\s+)Date\\s*\\("), why: "reads a clock" },
  { pattern: name("performance\\s*\\."), why: "reads a clock" },
  { pattern: name("Temporal\\s*\\."), why: "reads a clock" },
  { pattern: name("(?:setTimeout|setInterval|setImmediate)\\b"), why: "waits for real time" },
  { pattern: name("queueMicrotask\\b"), why: "leaves the order of events" },
  { pattern: name("Math\\s*\\.\\s*random\\b"), why: "draws luck without a seed" },
  { pattern: name("crypto\\s*\\."), why: "draws luck without a seed" },
  { pattern: name("Deno\\b"), why: "touches the outside world" },
  { pattern: name("globalThis\\b"), why: "touches the outside world" },
  { pattern: name("(?:fetch|XMLHttpRequest|WebSocket|EventSource)\\s*\\("), why: "uses a network" },
  {
    pattern: name("process\\s*\\.\\s*(?:env|argv|cwd|hrtime|stdout|stderr|stdin)\\b"),
    why: "touches the outside world",
  },
  { pattern: name("console\\s*\\."), why: "prints" },
  { pattern: name("(?:eval|Function)\\s*\\("), why: "runs text as code" },
  { pattern: name("Intl\\s*\\."), why: "depends on the machine's language" },
  {
    pattern: /\.\s*(?:localeCompare|toLocale\w*String)\b/g,
    why: "depends on the machine's language",
  },
];
