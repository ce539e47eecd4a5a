import { type ProfileName, profileNames } from "../engine/tcp/mod.ts";
import type { Command } from "./commander.ts";
import { BadInput, ExitStatus, reasonOf } from "./failure.ts";
import { parseOutput } from "./options.ts";
import { profileJson, profileList, profileTable } from "./profile_table.ts";
import { print, type Streams } from "./streams.ts";

/** What `profile` was asked for. */
interface ProfileOptions {
  json?: string;
}

/** Adds the command that prints what systems do. */
export function addProfileCommand(
  program: Command,
  streams: Streams,
  onEnd: (status: ExitStatus) => void,
): void {
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
      onEnd(await profileCommand(names, options, streams))
    );
}

/**
 * Prints what makes systems differ: every knob of the profiles with its value,
 * its source and how sure it is; without a name, which profiles there are.
 *
 * @throws {BadInput} if a name is no profile's, or the file cannot be written.
 */
async function profileCommand(
  words: readonly string[],
  options: ProfileOptions,
  streams: Streams,
): Promise<ExitStatus> {
  const names = [...new Set(words.map(profileName))];
  if (options.json !== undefined) {
    await writeJson(options.json, names.length === 0 ? profileNames : names, streams);
    if (options.json === "-") return ExitStatus.Ok;
  }
  const lines = names.length === 0 ? profileList() : profileTable(names);
  await print(streams.stdout, lines.map((line) => `${line}\n`));
  return ExitStatus.Ok;
}

function profileName(word: string): ProfileName {
  const name = profileNames.find((name) => name === word);
  if (name === undefined) {
    throw new BadInput(`[name...] must be of ${profileNames.join(", ")}: it is "${word}"`);
  }
  return name;
}

async function writeJson(
  path: string,
  names: readonly ProfileName[],
  streams: Streams,
): Promise<void> {
  const text = `${JSON.stringify(profileJson(names), null, 2)}\n`;
  if (path === "-") return await print(streams.stdout, [text]);
  try {
    await Deno.writeTextFile(path, text);
  } catch (error) {
    throw new BadInput(`${path}: cannot be written: ${reasonOf(error)}`);
  }
}
