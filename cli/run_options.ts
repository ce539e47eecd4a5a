import type { Command } from "./commander.ts";
import type { ExitStatus } from "./failure.ts";
import {
  parseConnection,
  parseEvery,
  parseFrom,
  parseNic,
  parseOutput,
  parseSeed,
  parseSet,
  parseUntil,
  parseWidth,
} from "./options.ts";
import { runCommand, type RunOptions } from "./run.ts";
import type { Streams } from "./streams.ts";

/** Adds the command that runs a topology. */
export function addRunCommand(
  program: Command,
  streams: Streams,
  onEnd: (status: ExitStatus) => void,
): void {
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
      onEnd(await runCommand(file, options, streams))
    );
}
