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
import { BadInput } from "./failure.ts";
import { OutputFile } from "./output_file.ts";

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

type Chunks = Iterable<string | Uint8Array>;

interface Export {
  readonly option: string;
  readonly path: string;
  chunks(result: RunResult): Chunks;
}

/** The exports of one run: their files are opened before it begins, and written when it is over. */
export class Exports {
  readonly #files: [OutputFile, Export][] = [];
  #toStdout: Export | null = null;

  /**
   * Opens all files. `input` is the topology's, which must stay as it is.
   *
   * @throws {BadInput} if one cannot be written, or two go to standard output.
   */
  async open(options: ExportOptions, topology: Topology, input: string): Promise<void> {
    for (const it of exportsOf(options, topology)) {
      if (it.path !== "-") {
        this.#files.push([await OutputFile.open(it.path, input, it.option), it]);
      } else if (this.#toStdout === null) {
        this.#toStdout = it;
      } else {
        const both = `${this.#toStdout.option} and ${it.option}`;
        throw new BadInput(`${both} must not both go to standard output`);
      }
    }
  }

  /** @throws {BadInput} or {Interruption} as a file's `write` does. */
  async write(result: RunResult, isInterrupted: () => boolean): Promise<void> {
    for (const [file, it] of this.#files) await file.write(it.chunks(result), isInterrupted);
  }

  /** What is to go to standard output in place of the view, null if nothing. */
  stdoutChunks(result: RunResult): Chunks | null {
    return this.#toStdout === null ? null : this.#toStdout.chunks(result);
  }

  /** Closes all files; those that are not whole are taken away. */
  async close(): Promise<void> {
    for (const [file] of this.#files) await file.close();
  }
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

function exportsOf(options: ExportOptions, topology: Topology): Export[] {
  if (options.connection !== undefined && options.packetdrill === undefined) {
    throw new BadInput("--connection must stand with --packetdrill: it is missing");
  }
  for (const name of options.nic ?? []) checkNic(name, options.pcapng, topology);
  const exports: Export[] = [];
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
