import { connectionNamed, connectionNames } from "../timeline/mod.ts";
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

/** What writes the forms: 70 modules, which a run loads only where it is asked for one. */
type Files = typeof import("../timeline/files.ts");

type Writer = (files: Files, result: RunResult, options: ExportOptions) => Chunks;

/** What each option writes, in the order in which they are written. */
const WRITERS = {
  json: (files, { timeline, info, verdicts }) => files.jsonChunks(timeline, info, verdicts),
  pcapng: (files, { timeline, info }, { nic }) =>
    files.pcapngChunks(timeline, info, {
      inPlace: true,
      ...(nic === undefined ? {} : { nics: nic }),
    }),
  mermaid: (files, { timeline, info }) =>
    files.mermaidLines(timeline, info.hosts).map((line) => `${line}\n`),
  svg: (files, { timeline, info }) => files.svgChunks(timeline, info),
  html: (files, { timeline, info, verdicts }) => files.htmlChunks(timeline, info, verdicts),
  perfetto: (files, { timeline }) => files.perfettoChunks(timeline),
  packetdrill: scriptChunks,
} satisfies Partial<Record<keyof ExportOptions, Writer>>;

/** @throws {BadInput} if there is no such connection, or none at all. */
function* scriptChunks(
  { packetdrillLines }: Files,
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
export async function exportsOf(
  options: ExportOptions,
  topology: Topology,
): Promise<Export<RunResult>[]> {
  if (options.connection !== undefined && options.packetdrill === undefined) {
    throw new BadInput("--connection must stand with --packetdrill: it is missing");
  }
  for (const name of options.nic ?? []) checkNic(name, options.pcapng, topology);
  const exports: Export<RunResult>[] = [];
  for (const [name, write] of Object.entries<Writer>(WRITERS)) {
    const path = options[name as keyof typeof WRITERS];
    if (path === undefined) continue;
    const files = await import("../timeline/files.ts");
    exports.push({ option: `--${name}`, path, chunks: (result) => write(files, result, options) });
  }
  return exports;
}

function checkNic(name: string, pcapng: string | undefined, topology: Topology): void {
  if (pcapng === undefined) throw new BadInput("--nic must stand with --pcapng: it is missing");
  const names = topology.hosts.flatMap((host) => host.nics.map((it) => `${host.name}.${it.name}`));
  if (names.includes(name)) return;
  throw new BadInput(`--nic must be one of ${names.join(", ")}: it is "${name}"`);
}
