import { moduleOf, PROJECT } from "../built.ts";
import { byValue, medianOf } from "../measure.ts";
import { isChosen } from "../options.ts";
import { onProcessor } from "../processor.ts";
import type { Took } from "../stopwatch.ts";
import { V8_FLAGS } from "../v8_flags.ts";
import { type Match, matches } from "./matches.ts";

/** What one side of one run came to, and what the run itself took, without building the network. */
export interface Side extends Took {
  /** Of the first run in a process; the same where nothing is compiled on the way. */
  cold: number;
  /** Payload that was read. */
  bytes: number;
  closed: number;
  peakMB: number;
}

/** Our side, and the processor that it was kept on: -1 for any. */
export interface OurSide extends Side {
  processor: number;
}

const FOLDER = new URL("./ns3/", import.meta.url);

/**
 * Runs the same work here and in ns-3, by turns, each in a process of its own and
 * both of a turn on the same processor, where `taskset` is installed. Checks that
 * both moved the same bytes and closed the same connections, and gives lines of a
 * table: how many times as long ns-3 took as our run once it is warm, turn by turn,
 * and as our first one (cold). Memory is that of one run.
 *
 * `NS3_BUILD` names a folder with an optimized build of ns-3; without it the
 * package of the system is used, which has logging compiled in.
 *
 * @throws {Error} if a side fails, or did not do the whole work.
 */
export function* againstNs3(
  runs: number,
  texts: readonly string[],
  isBuilt: boolean,
): Generator<string> {
  const build = Deno.env.get("NS3_BUILD");
  const makeArgs = build === undefined ? [] : [`NS3_BUILD=${build}`];
  command("make", ["-s", "against", ...makeArgs]);
  const folder = build === undefined ? FOLDER.pathname : `${build}/cablepull/`;
  yield `ns-3: ${build === undefined ? "the system's package libns3-dev" : `the build ${build}`}`;
  yield row([
    "work",
    "cold ms",
    "ours ms",
    "ns-3 ms",
    "ratio",
    "lowest",
    "highest",
    "cpu ratio",
    "cold ratio",
    "ours MB",
    "ns-3 MB",
  ]);
  for (const match of matches.filter((it) => isChosen(it.name, texts))) {
    const ours: Side[] = [];
    const theirs: Side[] = [];
    for (let i = 0; i < runs; i++) {
      const our = checked(match, "cablepull", runOurs(match, isBuilt));
      ours.push(our);
      theirs.push(checked(match, "ns-3", runNs3(match, folder, our.processor)));
    }
    const ratios = theirs.map((it, i) => it.milliseconds / ours[i]!.milliseconds).sort(byValue);
    yield row([
      match.name,
      median(ours.map((it) => it.cold)).toFixed(0),
      median(ours.map((it) => it.milliseconds)).toFixed(0),
      median(theirs.map((it) => it.milliseconds)).toFixed(0),
      ...[medianOf(ratios), ratios[0]!, ratios.at(-1)!].map((it) => it.toFixed(1)),
      median(theirs.map((it, i) => it.processorMs / ours[i]!.processorMs)).toFixed(1),
      median(theirs.map((it, i) => it.milliseconds / ours[i]!.cold)).toFixed(1),
      median(ours.map((it) => it.peakMB)).toFixed(0),
      median(theirs.map((it) => it.peakMB)).toFixed(0),
    ]) + (match.remark === "" ? "" : `  (${match.remark})`);
  }
}

function checked<S extends Side>(match: Match, who: string, side: S): S {
  if (side.bytes === match.bytes && side.closed === match.closed) return side;
  throw new Error(
    `Cannot compare ${match.name}: both sides must move ${match.bytes} bytes and close ` +
      `${match.closed} connections: ${who} had ${side.bytes} and ${side.closed}`,
  );
}

/** With all permissions, for Deno gives /proc/self/status to no less. */
function runOurs(match: Match, isBuilt: boolean): OurSide {
  const args = [
    "run",
    `--v8-flags=${V8_FLAGS}`,
    "--no-prompt",
    "--no-check",
    "--allow-all",
    moduleOf("ours", isBuilt),
  ];
  return JSON.parse(command(Deno.execPath(), [...args, match.name], PROJECT)) as OurSide;
}

function runNs3(match: Match, folder: string, processor: number): Side {
  const [program, ...args] = onProcessor(processor, folder + match.program, match.args);
  return ns3Side(command(program!, args));
}

/** Reads the line that a program of ns-3 prints. */
export function ns3Side(line: string): Side {
  const field = (name: string): string =>
    new RegExp(`(?:^| )${name}=([^ \\n]*)`).exec(line)?.[1] ?? "";
  const [clients, servers] = field("closed").split("/").map(Number);
  const milliseconds = Number(field("wall")) * 1e3;
  return {
    milliseconds,
    processorMs: Number(field("cpu")) * 1e3,
    cold: milliseconds,
    bytes: Number(field("rx")),
    closed: Math.min(clients ?? 0, servers ?? 0),
    peakMB: Number(field("rssMB")),
  };
}

function command(program: string, args: readonly string[], cwd: URL = FOLDER): string {
  const { code, stdout, stderr } = new Deno.Command(program, { args: [...args], cwd }).outputSync();
  if (code === 0) return new TextDecoder().decode(stdout);
  throw new Error(
    `Cannot run ${program}: it ended with ${code}:\n${new TextDecoder().decode(stderr)}`,
  );
}

function median(values: readonly number[]): number {
  return medianOf([...values].sort(byValue));
}

function row(cells: readonly string[]): string {
  return cells.map((it, i) => i === 0 ? it.padEnd(12) : it.padStart(11)).join("");
}
