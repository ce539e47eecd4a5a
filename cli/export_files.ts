import { BadInput } from "./failure.ts";
import { OutputFile } from "./output_file.ts";

/** A text, or bytes, piece by piece. */
export type Chunks = Iterable<string | Uint8Array>;

/** A form in which a result is to be written, and where to. */
export interface Export<Result> {
  /** The option that asked for it. */
  readonly option: string;
  /** A file, or - for standard output. */
  readonly path: string;
  chunks(result: Result): Chunks;
}

/** The exports of one result: the files of long work are opened before it begins, and written after it. */
export class ExportFiles<Result> {
  readonly #files: [OutputFile, Export<Result>][] = [];
  #toStdout: Export<Result> | null = null;

  /**
   * Opens all files. `inputs` are what the command reads, each a `what`, and must stay as they are.
   *
   * @throws {BadInput} if one cannot be written, or two go to one file or to standard output.
   */
  async open(
    exports: readonly Export<Result>[],
    inputs: readonly string[],
    what = "topology",
  ): Promise<void> {
    for (const it of exports) {
      if (it.path !== "-") {
        await this.#mustBeAnother(it);
        this.#files.push([await OutputFile.open(it.path, inputs, it.option, what), it]);
      } else if (this.#toStdout === null) {
        this.#toStdout = it;
      } else {
        const both = `${this.#toStdout.option} and ${it.option}`;
        throw new BadInput(`${both} must not both go to standard output`);
      }
    }
  }

  async #mustBeAnother({ path, option }: Export<Result>): Promise<void> {
    for (const [file, other] of this.#files) {
      if (!await file.isAlso(path)) continue;
      throw new BadInput(`${path}: ${other.option} and ${option} must not both go to one file`);
    }
  }

  /** @throws {BadInput} or {Interruption} as a file's `write` does. */
  async write(result: Result, isInterrupted: () => boolean): Promise<void> {
    for (const [file, it] of this.#files) await file.write(it.chunks(result), isInterrupted);
  }

  /**
   * Writes a result that is there already: opens all files and closes them again.
   *
   * @throws {BadInput} as {@linkcode open} and {@linkcode write} do.
   */
  async writeAll(
    exports: readonly Export<Result>[],
    result: Result,
    inputs: readonly string[] = [],
    what = "topology",
  ): Promise<void> {
    try {
      await this.open(exports, inputs, what);
      await this.write(result, () => false);
    } finally {
      await this.close();
    }
  }

  /** What is to go to standard output in place of the view, null if nothing. */
  stdoutChunks(result: Result): Chunks | null {
    return this.#toStdout === null ? null : this.#toStdout.chunks(result);
  }

  /** Closes all files; those that are not whole are taken away. */
  async close(): Promise<void> {
    for (const [file] of this.#files) await file.close();
  }
}
