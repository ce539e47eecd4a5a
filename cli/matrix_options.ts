import { ACTIONS, DATA, LOSSES, STATES, SYSTEMS } from "../matrix/mod.ts";
import type { Command } from "./commander.ts";
import type { ExitStatus } from "./failure.ts";
import { matrixCommand, type MatrixOptions } from "./matrix.ts";
import { parseOs, parseOutput, parseWord } from "./options.ts";
import type { Streams } from "./streams.ts";

/** Adds the command that answers how connections end. */
export function addMatrixCommand(
  program: Command,
  streams: Streams,
  onEnd: (status: ExitStatus) => void,
): void {
  program.command("matrix")
    .description(
      "answer how a connection ends: every action, state, data, loss and pair of systems",
    )
    .option("--os <name>", "only these systems on both sides: linux (repeatable)", parseOs(SYSTEMS))
    .option("--action <action>", "only this action, and print it", parseWord("--action", ACTIONS))
    .option("--state <state>", "only in this state, and print it", parseWord("--state", STATES))
    .option("--data <data>", "only with this unfinished", parseWord("--data", DATA))
    .option("--loss <segment>", "only with this lost", parseWord("--loss", LOSSES))
    .option("--json <file>", "write all answers as JSON; - for stdout", parseOutput("--json"))
    .option("--html <file>", "write all answers as a page to choose from", parseOutput("--html"))
    .option("--page <file>", "write the reference page (Markdown)", parseOutput("--page"))
    .action(async (options: MatrixOptions) => onEnd(await matrixCommand(options, streams)));
}
