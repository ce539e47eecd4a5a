import { jsonChunks, mermaidLines, pcapngChunks, svgChunks } from "../timeline/mod.ts";
import type { RunResult, Topology } from "../topologies/mod.ts";
import { BadInput } from "./failure.ts";
import { OutputFile } from "./output_file.ts";

/** What a run is to be exported as, and where to: files, or - for standard output. */
export interface ExportOptions {
  json?: string;
  pcapng?: string;
  mermaid?: string;
  svg?: string;
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

function exportsOf({ json, pcapng, nic, ...drawn }: ExportOptions, topology: Topology): Export[] {
  const exports: Export[] = [];
  if (json !== undefined) {
    exports.push({
      option: "--json",
      path: json,
      chunks: ({ timeline, info, verdicts }) => jsonChunks(timeline, info, verdicts),
    });
  }
  if (pcapng !== undefined) {
    const options = nic === undefined ? {} : { nics: nic };
    exports.push({
      option: "--pcapng",
      path: pcapng,
      chunks: ({ timeline, info }) => pcapngChunks(timeline, info, options),
    });
  }
  exports.push(...drawingsOf(drawn));
  for (const name of nic ?? []) checkNic(name, pcapng, topology);
  return exports;
}

/** The exports for documents. */
function drawingsOf({ mermaid, svg }: Pick<ExportOptions, "mermaid" | "svg">): Export[] {
  const exports: Export[] = [];
  if (mermaid !== undefined) {
    exports.push({
      option: "--mermaid",
      path: mermaid,
      chunks: ({ timeline, info }) => mermaidLines(timeline, info.hosts).map((line) => `${line}\n`),
    });
  }
  if (svg !== undefined) {
    exports.push({
      option: "--svg",
      path: svg,
      chunks: ({ timeline, info }) => svgChunks(timeline, info),
    });
  }
  return exports;
}

function checkNic(name: string, pcapng: string | undefined, topology: Topology): void {
  if (pcapng === undefined) throw new BadInput("--nic must stand with --pcapng: it is missing");
  const names = topology.hosts.flatMap((host) => host.nics.map((it) => `${host.name}.${it.name}`));
  if (names.includes(name)) return;
  throw new BadInput(`--nic must be one of ${names.join(", ")}: it is "${name}"`);
}
