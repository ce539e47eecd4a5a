import { BadInput, reasonOf } from "./failure.ts";
import type { Streams } from "./streams.ts";

/** The most bytes that are read: the language's largest text, if each character took four. */
const LARGEST = 20_000_000;

/** A file as it was read, by the name that messages use. */
export interface Input {
  name: string;
  bytes: Uint8Array;
}

/**
 * Reads a file, or standard input for `-`, of at most `largest` bytes.
 *
 * @throws {BadInput} if it cannot be read, is a folder, or is far too large.
 */
export async function readInput(
  path: string,
  stdin: Streams["stdin"],
  largest = LARGEST,
): Promise<Input> {
  const name = path === "-" ? "<stdin>" : path;
  if (path === "") throw new BadInput("<file> must be a file's name, or - for standard input");
  try {
    return { name, bytes: await readBytes(path, name, stdin, largest) };
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`${name}: cannot be read: ${reasonOf(error)}`);
  }
}

async function readBytes(
  path: string,
  name: string,
  stdin: Streams["stdin"],
  largest: number,
): Promise<Uint8Array> {
  if (path === "-") return await readStream(stdin.readable, name, largest);
  const info = await Deno.stat(path);
  if (info.isDirectory) throw new BadInput(`${name}: must be a file: it is a folder`);
  if (info.size > largest) {
    throw tooLarge(name, largest, `has ${(info.size / 1e6).toFixed(1)} MB`);
  }
  const file = await Deno.open(path);
  return await readStream(file.readable, name, largest);
}

/** Reads to the end, which a device or a pipe may not have. */
async function readStream(
  stream: ReadableStream<Uint8Array>,
  name: string,
  largest: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > largest) throw tooLarge(name, largest, "has more");
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function tooLarge(name: string, largest: number, found: string): BadInput {
  return new BadInput(`${name}: must have at most ${largest / 1e6} MB: it ${found}`);
}
