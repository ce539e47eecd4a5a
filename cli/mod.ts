import { Argument, Command, CommanderError, InvalidArgumentError } from "commander";
import type { Nanos } from "../engine/base/time.ts";
import { parseTime, VERSION } from "../topologies/mod.ts";
import { checkCommand } from "./check.ts";
import { BadInput, ExitStatus } from "./failure.ts";
import { writeChunks } from "./files.ts";
import { runCommand, type RunOptions } from "./run.ts";
import { schemaCommand, SCHEMAS } from "./schema.ts";

/**
 * The command line: does what the arguments say and returns the exit status.
 * Never throws.
 */
export async function main(args: readonly string[]): Promise<ExitStatus> {
  let status: ExitStatus = ExitStatus.Ok;
  try {
    await commands((result) => status = result).parseAsync(args, { from: "user" });
    return status;
  } catch (error) {
    return await explain(error, args);
  }
}

function commands(done: (status: ExitStatus) => void): Command {
  const program = new Command("cablepull")
    .description("Deterministic emulation of TCP, and of what goes wrong on its way")
    .version(VERSION)
    .exitOverride()
    .configureOutput({ getOutHasColors: () => false, getErrHasColors: () => false })
    .showHelpAfterError("(--help lists what there is)");
  program.command("run")
    .description("run a topology and print its timeline; exit status 1 if an expectation fails")
    .argument("<file>", "the topology, or - for standard input")
    .option("--json <file>", "write the timeline as JSON, to standard output for -")
    .option("--seed <number>", "use this seed instead of the file's", parseSeed)
    .option("--set <path=value>", "change a value: hosts.client.os=linux (repeatable)", collect)
    .option("--until <time>", "end at this point of virtual time: 5m", parseUntil)
    .option("--quiet", "print only the end of the run and its expectations")
    .option("--full", "draw every segment of bulk transfers")
    .option("--ascii", "draw in ASCII")
    .option("--width <columns>", "draw this wide; else as the terminal, or 100", parseWidth)
    .action(async (file: string, options: RunOptions) => done(await runCommand(file, options)));
  program.command("check")
    .description("check topologies without running them")
    .argument("<file...>", "the topologies, or - for standard input")
    .action(async (files: string[]) => done(await checkCommand(files)));
  program.command("schema")
    .description("print the JSON Schema of topologies or of timelines")
    .addArgument(new Argument("<which>", "of what").choices(SCHEMAS))
    .action(async (which: (typeof SCHEMAS)[number]) => done(await schemaCommand(which)));
  return program;
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
  throw new InvalidArgumentError("It must be a whole number from 0.");
}

function parseWidth(text: string): number {
  const width = Number(text);
  if (/^\d+$/.test(text) && width >= 60 && width <= 1000) return width;
  throw new InvalidArgumentError("It must be a number of columns from 60 to 1000.");
}

function parseUntil(text: string): Nanos {
  const time = parseTime(text);
  if (time !== null) return time;
  throw new InvalidArgumentError("It must be a time with a unit: 250ms, 3s, 5m, 1h.");
}

/** Tells the user what went wrong, and which status that is. */
async function explain(error: unknown, args: readonly string[]): Promise<ExitStatus> {
  if (error instanceof CommanderError) { // has already said it
    return error.exitCode === 0 ? ExitStatus.Ok : ExitStatus.BadInput;
  }
  if (error instanceof Deno.errors.BrokenPipe) return ExitStatus.Ok; // the reader had enough
  if (error instanceof BadInput) {
    await writeChunks(Deno.stderr, [`${error.message}\n`]);
    return ExitStatus.BadInput;
  }
  const what = error instanceof Error ? error.stack ?? error.message : String(error);
  await writeChunks(Deno.stderr, [
    `cablepull ${VERSION} failed at: ${
      args.join(" ")
    }\nThis is a fault of cablepull; please report it.\n${what}\n`,
  ]);
  return ExitStatus.InternalError;
}
