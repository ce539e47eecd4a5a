import { NEVER } from "../engine/base/time.ts";
import { type Mistake, Mistakes, sortMistakes } from "./mistakes.ts";
import { applySetting } from "./overrides.ts";
import type { Places } from "./places.ts";
import { readExpectations } from "./read/expect.ts";
import { readFaults } from "./read/faults.ts";
import { withLinkMtus } from "./read/link_mtu.ts";
import { readHosts } from "./read/hosts.ts";
import { readLinks, readSwitches } from "./read/links.ts";
import { Names } from "./read/names.ts";
import { readPrograms } from "./read/programs.ts";
import { readRecord } from "./read/record.ts";
import { Reader } from "./reader.ts";
import { mustBe, unknownKey } from "./schema/forms.ts";
import { headSchemas, SECTIONS } from "./schema/topology.ts";
import { nearest } from "./suggestions.ts";
import { decodeText } from "./text.ts";
import type { Topology } from "./topology.ts";
import { readYaml } from "./yaml.ts";

/** What may be said beside the file. */
export interface LoadOptions {
  /** Values to change: `["hosts.client.os=linux"]`. */
  set?: readonly string[] | undefined;
  /** In place of the file's. */
  seed?: number | undefined;
  /** Record windows and round-trip times of all hosts, whatever the file says. */
  tcp?: boolean | undefined;
}

/** A topology, or everything that is wrong with it, in the order of the file. */
export type Loaded =
  | {
    topology: Topology;
    /** The file as plain data, changed as `set` and `seed` said; it loads as the same topology. */
    source: unknown;
    mistakes: null;
  }
  | { mistakes: Mistake[] };

/**
 * Reads a topology from YAML (or JSON), and checks all of it: the form of each
 * value, and that all names stand for something. Never throws.
 *
 * `file` is its name in messages.
 *
 * @example
 * ```ts
 * import { formatMistakes, loadTopology } from "./mod.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const loaded = loadTopology("title: One host\nhosts: { a: { os: linus } }\n", "one.yaml");
 * strictEqual(
 *   formatMistakes(loaded.mistakes ?? []),
 *   'one.yaml:2:19: hosts.a.os must be rfc9293, linux, windows or freebsd: it is "linus"' +
 *     '; did you mean "linux"?',
 * );
 * ```
 */
export function loadTopology(
  text: string | Uint8Array,
  file: string,
  options: LoadOptions = {},
): Loaded {
  const read = readTopologyFile(text, file);
  return read instanceof TopologyFile ? read.load(options) : read;
}

/** Reads the YAML of a topology, to load it more than once; or says what is wrong with it. */
export function readTopologyFile(
  text: string | Uint8Array,
  file: string,
): TopologyFile | { mistakes: Mistake[] } {
  const decoded = decodeText(text, file);
  if (typeof decoded !== "string") return { mistakes: [decoded] };
  const { document, mistakes } = readYaml(decoded, file);
  if (document === null) return { mistakes };
  return new TopologyFile(file, document.value, document.places, mistakes);
}

/** A topology's file, read once: with other settings it loads as another topology each time. */
export class TopologyFile {
  readonly #file: string;
  readonly #value: unknown;
  readonly #places: Places;
  readonly #mistakes: readonly Mistake[];

  constructor(file: string, value: unknown, places: Places, mistakes: readonly Mistake[]) {
    this.#file = file;
    this.#value = value;
    this.#places = places;
    this.#mistakes = mistakes;
  }

  /** The topology with these settings, or what is wrong with it then. */
  load(options: LoadOptions = {}): Loaded {
    const value = copyOf(this.#value);
    const places = this.#places.copy();
    const wrongSettings = applyOptions(value, places, options);
    const mistakes = new Mistakes(this.#file, places);
    const hasOtherSystems = options.set?.some((setting) => OTHER_SYSTEM.test(setting)) ?? false;
    const topology = readTopology(new Reader(mistakes), value, hasOtherSystems);
    const all = sortMistakes([...this.#mistakes, ...mistakes.sorted(), ...wrongSettings]);
    return topology === null || all.length > 0
      ? { mistakes: all }
      : { topology, source: value, mistakes: null };
  }
}

/** Plain data once more: settings change it. Its maps have no prototype, as those of the reader. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isMap(value)) return value;
  const map: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value)) map[key] = copyOf(value[key]);
  return map;
}

function applyOptions(value: unknown, places: Places, options: LoadOptions): Mistake[] {
  const wrong = (options.set ?? []).map((setting) => applySetting(value, setting, places));
  if (options.seed !== undefined && isMap(value)) {
    value["seed"] = options.seed;
    places.relabel(["seed"], `--seed ${options.seed}`);
  }
  if (options.tcp === true && isMap(value)) {
    const record = value["record"] ?? {};
    if (isMap(record)) value["record"] = { ...record, tcp: true };
    places.relabel(["record", "tcp"], "--tcp");
  }
  return wrong.filter((mistake) => mistake !== null);
}

/** A setting that gives a host another system. */
const OTHER_SYSTEM = /^hosts\.[^.]+\.os=/;

function readTopology(
  reader: Reader,
  value: unknown,
  hasOtherSystems: boolean,
): Topology | null {
  const { mistakes } = reader;
  if (!isMap(value)) {
    mistakes.atValue([], mustBe("a map with title, hosts, links and so on")({ input: value }));
    return null;
  }
  for (const key of Object.keys(value)) {
    if (!SECTIONS.includes(key)) mistakes.atUnknownKey([key], unknownKey(key, SECTIONS));
  }
  const misspelt = misspeltKeys(value);
  if (NAMING.some((section) => misspelt.has(section))) return null; // the rest needs its names
  const title = misspelt.has("title")
    ? null
    : reader.read(headSchemas.title, value["title"], ["title"]);
  const description = reader.read(headSchemas.description, value["description"], ["description"]);
  const seed = reader.read(headSchemas.seed, value["seed"], ["seed"]);
  const stopForm = reader.read(headSchemas.stop, value["stop"], ["stop"]);
  // A stop that cannot be read is there, however: nothing is after it, and nothing endless.
  const isUnclear = stopForm === null || misspelt.has("stop");
  const stop = isUnclear ? Number.MAX_SAFE_INTEGER : stopForm ?? NEVER;
  const names = new Names();
  names.hasOtherSystems = hasOtherSystems;
  const hosts = readHosts(reader, value["hosts"], names);
  const record = readRecord(reader, value["record"], names);
  const switches = readSwitches(reader, value["switches"], names);
  const links = readLinks(reader, value["links"], names);
  const programs = readPrograms(reader, value["programs"], names, hosts, stop);
  const faults = readFaults(reader, value["faults"], names, stop);
  const expect = readExpectations(reader, value["expect"], names);
  if (mistakes.count > 0 || title === null) return null;
  return {
    title,
    description: description ?? "",
    seed: seed ?? DEFAULT_SEED,
    stop,
    record,
    hosts: withLinkMtus(hosts, links, names.nicsWithoutMtu),
    switches,
    links,
    programs,
    faults,
    expect,
  };
}

const DEFAULT_SEED = 1;

/** The sections whose names others use. */
const NAMING = ["hosts", "switches", "links", "programs"];

/** The keys that are not there because another one was probably meant as them. */
function misspeltKeys(value: Record<string, unknown>): Set<string> {
  const unknown = Object.keys(value).filter((key) => !SECTIONS.includes(key));
  const meant = unknown.map((key) => nearest(key, SECTIONS));
  return new Set(meant.filter((key) => key !== "" && !Object.hasOwn(value, key)));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
