import type { Command } from "./commander.ts";
import { BadInput, ExitStatus } from "./failure.ts";
import { loadFile } from "./load.ts";
import { print, type Streams, tell } from "./streams.ts";

/** Adds the command that checks topologies. */
export function addCheckCommand(
  program: Command,
  streams: Streams,
  onEnd: (status: ExitStatus) => void,
): void {
  program.command("check")
    .description("check topologies without running them")
    .argument("<file...>", "the topologies, or - for standard input")
    .action(async (files: string[]) => onEnd(await checkCommand(files, streams)));
}

/**
 * Checks topologies without running them, and prints every mistake of all of them.
 *
 * @throws {BadInput} if standard input is there twice.
 */
async function checkCommand(
  paths: readonly string[],
  streams: Streams,
): Promise<ExitStatus> {
  if (paths.filter((path) => path === "-").length > 1) {
    throw new BadInput("<stdin>: can be read only once: - is there more than once");
  }
  let status: ExitStatus = ExitStatus.Ok;
  for (const path of paths) {
    const complaint = await complaintAbout(path, streams.stdin);
    if (complaint === "") {
      await print(streams.stdout, [`${path === "-" ? "<stdin>" : path}: ok\n`]);
    } else {
      status = ExitStatus.BadInput;
      await tell(streams.stderr, complaint);
    }
  }
  return status;
}

async function complaintAbout(path: string, stdin: Streams["stdin"]): Promise<string> {
  try {
    await loadFile(path, stdin);
    return "";
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
}
