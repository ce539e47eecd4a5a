import { BadInput } from "./failure.ts";

/** The largest topology that is read; the language's own limit is below it. */
const LARGEST = 16 * 1024 * 1024;

/** A file as it was read, by the name that messages use. */
export interface Input {
  name: string;
  bytes: Uint8Array;
}

/**
 * Reads a file, or standard input for `-`.
 *
 * @throws {BadInput} if it cannot be read, is a folder, or is far too large.
 */
export async function readInput(path: string): Promise<Input> {
  if (path === "-") return { name: "<stdin>", bytes: await readStandardInput() };
  try {
    const info = await Deno.stat(path);
    if (info.isDirectory) throw new BadInput(`${path}: must be a file: it is a folder`);
    if (info.size > LARGEST) {
      const size = (info.size / 1e6).toFixed(1);
      throw new BadInput(`${path}: must be at most 16 MiB: it is ${size} MB`);
    }
    return { name: path, bytes: await Deno.readFile(path) };
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`${path}: cannot be read: ${reasonOf(error)}`);
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of Deno.stdin.readable) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LARGEST) throw new BadInput("<stdin>: must be at most 16 MiB: it is longer");
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * Opens a file to write to, before the work that fills it begins.
 *
 * @throws {BadInput} if it cannot be written.
 */
export async function openOutput(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, { write: true, create: true, truncate: true });
  } catch (error) {
    throw new BadInput(`${path}: cannot be written: ${reasonOf(error)}`);
  }
}

/** Writes text in pieces, each whole. */
export async function writeChunks(
  file: { write(bytes: Uint8Array): Promise<number> },
  chunks: Iterable<string>,
): Promise<void> {
  const encoder = new TextEncoder();
  for (const chunk of chunks) {
    let bytes = encoder.encode(chunk);
    while (bytes.length > 0) bytes = bytes.subarray(await file.write(bytes));
  }
}

/** Why the system refused, in words. */
export function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file or folder";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  if (error instanceof Deno.errors.NotCapable) return "Deno was not given the permission to";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (error instanceof Deno.errors.NotADirectory) return "a part of its path is no folder";
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/ \(os error \d+\).*$/s, "");
}
