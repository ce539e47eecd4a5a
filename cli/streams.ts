import { BadInput, reasonOf } from "./failure.ts";

/** Where the command line writes to. */
export interface Output {
  write(bytes: Uint8Array): Promise<number>;
  isTerminal(): boolean;
}

/** The three streams of a command: `Deno` has them, and tests bring their own. */
export interface Streams {
  readonly stdin: { readonly readable: ReadableStream<Uint8Array> };
  readonly stdout: Output;
  readonly stderr: Output;
}

/** So much text is written at once: a write for each line would take longer than the run. */
const PIECE = 1 << 16;

/** The system refused to write; `message` says why. Other errors are of who made the text. */
export class WriteFailure extends Error {
  override name = "WriteFailure";
}

/**
 * Writes text in pieces of about 64 kB, each whole; bytes as they are.
 *
 * @throws {WriteFailure} if a piece cannot be written.
 */
export async function writeText(
  output: Pick<Output, "write">,
  texts: Iterable<string | Uint8Array>,
): Promise<void> {
  let piece = "";
  for (const text of texts) {
    if (typeof text === "string") piece += text;
    if (typeof text === "string" && piece.length < PIECE) continue;
    if (piece !== "") await writePiece(output, new TextEncoder().encode(piece));
    piece = "";
    if (typeof text !== "string") await writePiece(output, text);
  }
  if (piece !== "") await writePiece(output, new TextEncoder().encode(piece));
}

async function writePiece(output: Pick<Output, "write">, piece: Uint8Array): Promise<void> {
  let bytes = piece;
  try {
    while (bytes.length > 0) bytes = bytes.subarray(await output.write(bytes));
  } catch (cause) {
    throw new WriteFailure(reasonOf(cause), { cause });
  }
}

/**
 * Writes text or bytes to standard output; a reader that had enough, like `head`, is no failure.
 *
 * @throws {BadInput} if it cannot be written for another reason.
 */
export async function print(
  stdout: Output,
  texts: Iterable<string | Uint8Array>,
): Promise<void> {
  try {
    await writeText(stdout, texts);
  } catch (error) {
    if (!(error instanceof WriteFailure)) throw error;
    if (error.cause instanceof Deno.errors.BrokenPipe) return;
    throw new BadInput(`<stdout>: cannot be written: ${error.message}`);
  }
}

/** Says something on standard error, if anybody hears it. */
export async function tell(stderr: Output, message: string): Promise<void> {
  try {
    await writeText(stderr, [`${message}\n`]);
  } catch { // nowhere is left to say so
  }
}
