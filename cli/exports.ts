import {
  connectionNamed,
  connectionNames,
  htmlChunks,
  jsonChunks,
  mermaidLines,
  packetdrillLines,
  pcapngChunks,
  perfettoChunks,
  svgChunks,
} from "../timeline/mod.ts";
import type { RunResult, Topology } from "../topologies/mod.ts";
import type { Chunks, Export } from "./export_files.ts";
import { BadInput } from "./failure.ts";

/** What a run is to be exported as, and where to: files, or - for standard output. */
export interface ExportOptions {
  json?: string;
  pcapng?: string;
  mermaid?: string;
  svg?: string;
  html?: string;
  perfetto?: string;
  packetdrill?: string;
  /** The connection whose end the script is; the first without it. */
  connection?: string;
  /** The NICs that the capture is to show; all without it. */
  nic?: readonly string[];
}

type Writer = (result: RunResult, options: ExportOptions) => Chunks;

/** What each option writes, in the order in which they are written. */
const WRITERS = {
  json: ({ timeline, info, verdicts }) => jsonChunks(timeline, info, verdicts),
  pcapng: ({ timeline, info }, { nic }) =>
    pcapngChunks(timeline, info, { inPlace: true, ...(nic === undefined ? {} : { nics: nic }) }),
  mermaid: ({ timeline, info }) => mermaidLines(timeline, info.hosts).map((line) => `${line}\n`),
  svg: ({ timeline, info }) => svgChunks(timeline, info),
  html: ({ timeline, info, verdicts }) => htmlChunks(timeline, info, verdicts),
  perfetto: ({ timeline }) => perfettoChunks(timeline),
  packetdrill: scriptChunks,
} satisfies Partial<Record<keyof ExportOptions, Writer>>;

/** @throws {BadInput} if there is no such connection, or none at all. */
function* scriptChunks(
  { timeline, info }: RunResult,
  { connection }: ExportOptions,
): Generator<string> {
  const names = connectionNames(timeline.connections);
  const number = connection === undefined
    ? Math.min(1, names.length)
    : connectionNamed(names, connection);
  if (number === 0) {
    const [rule, found] = connection === undefined
      ? ["needs a connection", "there is none"]
      : [`must be one of ${names.slice(0, MOST_NAMES).join(", ")}`, `it is "${connection}"`];
    throw new BadInput(
      `${connection === undefined ? "--packetdrill" : "--connection"} ${rule}: ${found}`,
    );
  }
  for (const line of packetdrillLines(timeline, info, number)) yield `${line}\n`;
}

/** So many names stand in a message at most. */
const MOST_NAMES = 20;

/**
 * The exports that options ask for.
 *
 * @throws {BadInput} if some do not go together, or name a NIC that is not there.
 */
export function exportsOf(options: ExportOptions, topology: Topology): Export<RunResult>[] {
  if (options.connection !== undefined && options.packetdrill === undefined) {
    throw new BadInput("--connection must stand with --packetdrill: it is missing");
  }
  for (const name of options.nic ?? []) checkNic(name, options.pcapng, topology);
  const exports: Export<RunResult>[] = [];
  for (const [name, write] of Object.entries<Writer>(WRITERS)) {
    const path = options[name as keyof typeof WRITERS];
    if (path === undefined) continue;
    exports.push({ option: `--${name}`, path, chunks: (result) => write(result, options) });
  }
  return exports;
}

function checkNic(name: string, pcapng: string | undefined, topology: Topology): void {
  if (pcapng === undefined) throw new BadInput("--nic must stand with --pcapng: it is missing");
  const names = topology.hosts.flatMap((host) => host.nics.map((it) => `${host.name}.${it.name}`));
  if (names.includes(name)) return;
  throw new BadInput(`--nic must be one of ${names.join(", ")}: it is "${name}"`);
}
