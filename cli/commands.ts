import { Command, type CommanderError } from "commander";
import { VERSION } from "../topologies/mod.ts";
import { capturesCommand, type CapturesOptions } from "./captures.ts";
import { checkCommand } from "./check.ts";
import { addDrillCommand } from "./drill.ts";
import type { ExitStatus } from "./failure.ts";
import {
  parseConnection,
  parseEvery,
  parseFrom,
  parseNic,
  parseOutput,
  parseSchemaName,
  parseSeed,
  parseSet,
  parseUntil,
  parseWidth,
} from "./options.ts";
import { addPeerDeathCommand } from "./peer_death.ts";
import { profileCommand, type ProfileOptions } from "./profile.ts";
import { runCommand, type RunOptions } from "./run.ts";
import { schemaCommand, type SchemaName } from "./schema.ts";
import { addMatrixCommand } from "./matrix_options.ts";
import type { Streams } from "./streams.ts";
import { addSweepCommand } from "./sweep.ts";
import { addTimelineCommands } from "./timeline_commands.ts";

/** Who hears what the commands bring. */
export interface Listener {
  onEnd(status: ExitStatus): void;
  onHelp(text: string): void;
}

/** The commands with their arguments and options, as commander has them. */
export function commands(streams: Streams, listener: Listener): Command {
  const hear = (text: string): void => listener.onHelp(text);
  const program = new Command("cablepull")
    .description("Deterministic emulation of TCP, and of what goes wrong on its way")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this")
    .helpCommand("help [command]", "print what a command takes")
    .exitOverride()
    .configureOutput({
      writeOut: hear,
      writeErr: hear,
      outputError: () => {}, // said from the error itself
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    });
  program.command("run")
    .description(
      "run a topology and print its timeline; the exit status is 1 if an expectation fails",
    )
    .argument("<file>", "the topology, or - for standard input")
    .option(
      "--json <file>",
      "write the timeline as JSON; - writes it to standard output",
      parseOutput("--json"),
    )
    .option(
      "--pcapng <file>",
      "write the packets as a capture for Wireshark and tshark; - writes to standard output",
      parseOutput("--pcapng"),
    )
    .option(
      "--ndjson <file>",
      "write each record as it happens, a line of JSON each, and keep none; - writes to standard output",
      parseOutput("--ndjson"),
    )
    .option("--nic <name>", "only this NIC in the capture: client.eth0 (repeatable)", parseNic)
    .option(
      "--mermaid <file>",
      "write a sequence diagram for a README, in Mermaid",
      parseOutput("--mermaid"),
    )
    .option("--svg <file>", "write the ladder as an SVG for documents", parseOutput("--svg"))
    .option(
      "--html <file>",
      "write a page to look into the run: opens in any browser",
      parseOutput("--html"),
    )
    .option(
      "--perfetto <file>",
      "write a trace for Perfetto (ui.perfetto.dev)",
      parseOutput("--perfetto"),
    )
    .option(
      "--packetdrill <file>",
      "write the first connection as a packetdrill script",
      parseOutput("--packetdrill"),
    )
    .option("--connection <name>", "write this one: client.conn", parseConnection)
    .option("--seed <number>", "use this seed instead of the file's", parseSeed)
    .option("--set <path=value>", "change a value: hosts.client.os=linux (repeatable)", parseSet)
    .option("--tcp", "record windows and round-trip times whenever they change")
    .option("--until <time>", "end at this point of virtual time at the latest: 5m", parseUntil)
    .option("--from <time>", "begin the ladder at this point of virtual time: 100ms", parseFrom)
    .option("--states", "print how many connections are in each state over time")
    .option("--every <time>", "count them so often: 500ms; without it about ten times", parseEvery)
    .option("--quiet", "print only the end of the run and its expectations")
    .option("--full", "draw every segment of bulk transfers")
    .option("--ascii", "draw in ASCII")
    .option("--width <columns>", "draw this wide; else as the terminal, or 100", parseWidth)
    .action(async (file: string, options: RunOptions) =>
      listener.onEnd(await runCommand(file, options, streams))
    );
  program.command("check")
    .description("check topologies without running them")
    .argument("<file...>", "the topologies, or - for standard input")
    .action(async (files: string[]) => listener.onEnd(await checkCommand(files, streams)));
  addTimelineCommands(program, streams, (status) => listener.onEnd(status));
  program.command("schema")
    .description("print the JSON Schema of topologies or of timelines")
    .argument("<schema>", "topology or timeline", parseSchemaName)
    .action(async (name: SchemaName) => listener.onEnd(await schemaCommand(name, streams)));
  program.command("captures")
    .description(
      "play recordings of a real Linux and compare; the exit status is 1 if one comes out otherwise",
    )
    .argument("[path...]", "recordings, or folders of them; without one, tests/captures")
    .option(
      "--json <file>",
      "write the differences as JSON; - writes them to standard output",
      parseOutput("--json"),
    )
    .action(async (paths: string[], options: CapturesOptions) =>
      listener.onEnd(await capturesCommand(paths, options, streams))
    );
  program.command("profile")
    .description(
      "print what a system's TCP does, knob by knob, with sources and how sure they are",
    )
    .argument("[name...]", "profiles to compare: rfc9293, linux, windows, freebsd")
    .option(
      "--json <file>",
      "write the table as JSON; - writes it to standard output",
      parseOutput("--json"),
    )
    .action(async (names: string[], options: ProfileOptions) =>
      listener.onEnd(await profileCommand(names, options, streams))
    );
  addDrillCommand(program, streams, (status) => listener.onEnd(status));
  addSweepCommand(program, streams, (status) => listener.onEnd(status));
  addMatrixCommand(program, streams, (status) => listener.onEnd(status));
  addPeerDeathCommand(program, streams, (status) => listener.onEnd(status));
  return program;
}

/**
 * What commander found wrong, in the form of all our messages: not "error:
 * unknown option '--jsn'" and a line with its suggestion.
 */
export function usageMessage({ message }: CommanderError): string {
  const [found = "", suggestion = ""] = message.replace(/^error: /, "").split("\n");
  const plain = found
    .replace(/\.$/, "")
    .replace(/\. ([A-Z])/, (_, letter: string) => `: ${letter.toLowerCase()}`)
    .replace(/'([^']*)'/g, '"$1"');
  const meant = /^\(Did you mean (.*)\?\)$/.exec(suggestion)?.[1];
  const help = meant === undefined ? "--help tells what there is" : `did you mean "${meant}"?`;
  return `${plain}; ${help}`;
}
