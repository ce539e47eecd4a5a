import { VERSION } from "../topologies/mod.ts";
import { CommanderError } from "./commander.ts";
import { commands, usageMessage } from "./commands.ts";
import { BadInput, ExitStatus, Interruption } from "./failure.ts";
import { print, type Streams, tell } from "./streams.ts";

export { ExitStatus } from "./failure.ts";
export type { Output, Streams } from "./streams.ts";

/**
 * The command line: does what the arguments say and returns the exit status.
 * Never throws.
 */
export async function main(
  args: readonly string[],
  streams: Streams = Deno,
): Promise<ExitStatus> {
  try {
    return await perform(args, streams);
  } catch (error) {
    const { message, status } = explain(error, args);
    await tell(streams.stderr, message);
    return status;
  }
}

async function perform(args: readonly string[], streams: Streams): Promise<ExitStatus> {
  let status: ExitStatus = ExitStatus.Ok;
  let help = "";
  const program = await commands(args, streams, {
    onEnd: (result) => status = result,
    onHelp: (text) => help += text,
  });
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new BadInput(help.trimEnd() || usageMessage(error));
    await print(streams.stdout, [help]);
  }
  return status;
}

/** What to tell the user, and which status it is. */
function explain(
  error: unknown,
  args: readonly string[],
): { message: string; status: ExitStatus } {
  if (error instanceof BadInput) return { message: error.message, status: ExitStatus.BadInput };
  if (error instanceof Interruption) {
    return { message: error.message, status: ExitStatus.Interrupted };
  }
  const what = error instanceof Error ? error.stack ?? error.message : String(error);
  const message =
    `This is a fault of cablepull ${VERSION}: please report it with the topology and these lines\n` +
    `cablepull ${args.join(" ")}\n${what}`;
  return { message, status: ExitStatus.InternalError };
}
