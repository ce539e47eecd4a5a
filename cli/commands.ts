import { VERSION } from "../topologies/mod.ts";
import { Command, type CommanderError } from "./commander.ts";
import type { ExitStatus } from "./failure.ts";
import type { Streams } from "./streams.ts";

/** Adds a command, or some that belong together, to the program. */
type Adder = (
  program: Command,
  streams: Streams,
  onEnd: (status: ExitStatus) => void,
) => void;

/**
 * The commands in the order of the help, and where they are. A module, and all
 * that it needs, is loaded only where its command is asked for: to load them all
 * takes longer than most of them run.
 */
const GROUPS: readonly { readonly names: readonly string[]; load(): Promise<Adder> }[] = [
  { names: ["run"], load: async () => (await import("./run_options.ts")).addRunCommand },
  { names: ["check"], load: async () => (await import("./check.ts")).addCheckCommand },
  {
    names: ["why", "report", "diff", "verify"],
    load: async () => (await import("./timeline_commands.ts")).addTimelineCommands,
  },
  { names: ["schema"], load: async () => (await import("./schema.ts")).addSchemaCommand },
  { names: ["captures"], load: async () => (await import("./captures.ts")).addCapturesCommand },
  { names: ["profile"], load: async () => (await import("./profile.ts")).addProfileCommand },
  { names: ["drill"], load: async () => (await import("./drill.ts")).addDrillCommand },
  { names: ["sweep"], load: async () => (await import("./sweep.ts")).addSweepCommand },
  { names: ["matrix"], load: async () => (await import("./matrix_options.ts")).addMatrixCommand },
  {
    names: ["peer-death"],
    load: async () => (await import("./peer_death.ts")).addPeerDeathCommand,
  },
];

/** Who hears what the commands bring. */
export interface Listener {
  onEnd(status: ExitStatus): void;
  onHelp(text: string): void;
}

/**
 * The commands with their arguments and options, as commander has them: the one
 * that the first argument names, or all of them where it names none.
 */
export async function commands(
  args: readonly string[],
  streams: Streams,
  listener: Listener,
): Promise<Command> {
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
  const asked = GROUPS.filter(({ names }) => names.includes(args[0] ?? ""));
  for (const { load } of asked.length > 0 ? asked : GROUPS) {
    const add = await load();
    add(program, streams, (status) => listener.onEnd(status));
  }
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
