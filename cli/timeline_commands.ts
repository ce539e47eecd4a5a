import type { Command } from "./commander.ts";
import { diffCommand } from "./diff.ts";
import type { ExitStatus } from "./failure.ts";
import {
  parseCall,
  parseNth,
  parseOutput,
  parseRecord,
  parseSeed,
  parseSet,
  parseUntil,
} from "./options.ts";
import { reportCommand, type ReportOptions } from "./report.ts";
import type { Streams } from "./streams.ts";
import { verifyCommand, type VerifyOptions } from "./verify.ts";
import { whyCommand, type WhyOptions } from "./why.ts";

/** Adds the commands that explain and compare runs. */
export function addTimelineCommands(
  program: Command,
  streams: Streams,
  onEnd: (status: ExitStatus) => void,
): void {
  program.command("why")
    .description("tell how a record of a timeline came about")
    .argument("<file>", "a timeline that run --json wrote, or - for standard input")
    .option("--record <id>", "that record", parseRecord)
    .option(
      "--call <name>",
      "the return of that call, as client.recv or client.app.recv: the first that failed, " +
        "else the last",
      parseCall,
    )
    .option("--nth <number>", "that many-th return of the call instead", parseNth)
    .action(async (file: string, options: WhyOptions) =>
      onEnd(await whyCommand(file, options, streams))
    );
  program.command("report")
    .description("make a page of a timeline to look into it: opens in any browser")
    .argument("<file>", "a timeline that run --json wrote, or - for standard input")
    .option(
      "--html <file>",
      "the page; without it, or with -, standard output",
      parseOutput("--html"),
    )
    .action(async (file: string, options: ReportOptions) =>
      onEnd(await reportCommand(file, options, streams))
    );
  program.command("diff")
    .description("find where two timelines part; the exit status is 1 if they do")
    .argument("<one>", "a timeline that run --json wrote, or - for standard input")
    .argument("<other>", "another")
    .action(async (one: string, other: string) => onEnd(await diffCommand(one, other, streams)));
  program.command("verify")
    .description("run a topology twice; the exit status is 1 if the digests differ")
    .argument("<file>", "the topology, or - for standard input")
    .option("--seed <number>", "use this seed instead of the file's", parseSeed)
    .option("--set <path=value>", "change a value: hosts.client.os=linux (repeatable)", parseSet)
    .option("--until <time>", "end at this point of virtual time at the latest: 5m", parseUntil)
    .action(async (file: string, options: VerifyOptions) =>
      onEnd(await verifyCommand(file, options, streams))
    );
}
