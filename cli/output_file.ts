import { BadInput, Interruption, reasonOf } from "./failure.ts";
import { type Output, WriteFailure, writeText } from "./streams.ts";
import { Turns } from "./turns.ts";

/**
 * A file that is opened before the work that fills it begins, so that a place
 * that cannot be written is known at once. What stood in it is kept until the
 * first byte is written, and a file that does not get whole does not stay.
 */
export class OutputFile {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  /** Whether it can be emptied and taken away again: a device cannot. */
  readonly #isRegular: boolean;
  /** Takes what is written. */
  readonly #target: Pick<Output, "write">;
  #isNew: boolean;
  #isBegun = false;

  private constructor(path: string, file: Deno.FsFile, isRegular: boolean, isNew: boolean) {
    this.#path = path;
    this.#file = file;
    this.#isRegular = isRegular;
    this.#target = isRegular ? atOnce(file) : file;
    this.#isNew = isNew;
  }

  /**
   * Opens a file that is none of `inputs`, nor one of them by another path.
   * `option` is the one that names it, for messages, and `what` is what an input is.
   *
   * @throws {BadInput} if it cannot be written.
   */
  static async open(
    path: string,
    inputs: readonly string[],
    option = "--json",
    what = "topology",
  ): Promise<OutputFile> {
    if (path === "") {
      throw new BadInput(`${option} must be a file's name, or - for standard output`);
    }
    for (const input of inputs) {
      if (!await areSame(path, input)) continue;
      throw new BadInput(`${path}: ${option} must be another file than the ${what}`);
    }
    try {
      const isNew = !(await exists(path));
      const file = await Deno.open(path, { write: true, create: true });
      const { isFile } = await file.stat();
      return new OutputFile(path, file, isFile, isNew);
    } catch (error) {
      throw new BadInput(`${path}: cannot be written: ${reasonOf(error)}`);
    }
  }

  /** Whether that path leads to this file, too, and what is written to one would replace the other. */
  async isAlso(path: string): Promise<boolean> {
    return this.#isRegular && await areSame(this.#path, path);
  }

  /**
   * Writes all of it in place of what stood there.
   *
   * @throws {BadInput} if it cannot be written to its end.
   * @throws {Interruption} as soon as `isInterrupted` says so.
   */
  async write(
    texts: Iterable<string | Uint8Array>,
    isInterrupted: () => boolean,
  ): Promise<void> {
    this.#isBegun = true;
    const left = this.#isRegular ? "is taken away, since it is not whole" : "is not whole";
    try {
      await this.#empty();
      await writeText(this.#target, untilInterrupted(texts, isInterrupted));
    } catch (error) {
      if (error instanceof Interruption) {
        throw new Interruption(`Interrupted: ${this.#path} ${left}`);
      }
      if (!(error instanceof WriteFailure)) throw error;
      throw new BadInput(`${this.#path}: cannot be written: ${error.message}; it ${left}`);
    }
    this.#isBegun = false;
    this.#isNew = false;
  }

  /**
   * Writes more at its end, the first time in place of what stood there. Until
   * {@linkcode keep} says otherwise, it is not whole.
   *
   * @throws {BadInput} if it cannot be written.
   */
  async append(texts: Iterable<string | Uint8Array>): Promise<void> {
    const isFirst = !this.#isBegun;
    this.#isBegun = true;
    try {
      if (isFirst) await this.#empty();
      await writeText(this.#target, texts);
    } catch (error) {
      if (!(error instanceof WriteFailure)) throw error;
      const left = this.#isRegular ? "is taken away, since it is not whole" : "is not whole";
      throw new BadInput(`${this.#path}: cannot be written: ${error.message}; it ${left}`);
    }
  }

  /** Says that what was appended is whole. */
  keep(): void {
    this.#isBegun = false;
    this.#isNew = false;
  }

  async #empty(): Promise<void> {
    try {
      if (this.#isRegular) await this.#file.truncate();
    } catch (cause) {
      throw new WriteFailure(reasonOf(cause), { cause });
    }
  }

  /** Closes it, and takes it away if it is not whole or was never written. */
  async close(): Promise<void> {
    this.#file.close();
    if (this.#isRegular && (this.#isBegun || this.#isNew)) await Deno.remove(this.#path);
  }
}

/**
 * Writes to a regular file in this thread: to wait for another one takes longer
 * than the writing. Signals come in now and then.
 */
function atOnce(file: Deno.FsFile): Pick<Output, "write"> {
  const turns = new Turns();
  return {
    write: async (bytes) => {
      const written = file.writeSync(bytes);
      await turns.takeIfDue();
      return written;
    },
  };
}

function* untilInterrupted<T>(
  texts: Iterable<T>,
  isInterrupted: () => boolean,
): Generator<T> {
  for (const text of texts) {
    if (isInterrupted()) throw new Interruption();
    yield text;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch {
    return false; // or not to be seen: opening it will tell
  }
}

/** Whether two paths lead to one file, by links of either kind, too. */
async function areSame(path: string, other: string): Promise<boolean> {
  try {
    const [one, two] = [await Deno.stat(path), await Deno.stat(other)];
    if (one.ino !== null && one.ino !== 0) return one.ino === two.ino && one.dev === two.dev;
    return await Deno.realPath(path) === await Deno.realPath(other);
  } catch {
    return false; // one of them is not there
  }
}
