import { formatMistakes, loadTopology } from "../topologies/mod.ts";
import { BadInput, ExitStatus } from "./failure.ts";
import { readInput, writeChunks } from "./files.ts";

/** Checks topologies without running them, and prints every mistake of all of them. */
export async function checkCommand(paths: readonly string[]): Promise<ExitStatus> {
  let isBad = false;
  for (const path of paths) {
    const complaint = await complaintAbout(path);
    if (complaint === "") {
      await writeChunks(Deno.stdout, [`${path}: ok\n`]);
    } else {
      isBad = true;
      await writeChunks(Deno.stderr, [`${complaint}\n`]);
    }
  }
  return isBad ? ExitStatus.BadInput : ExitStatus.Ok;
}

async function complaintAbout(path: string): Promise<string> {
  try {
    const { name, bytes } = await readInput(path);
    return formatMistakes(loadTopology(bytes, name).mistakes ?? []);
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
}
