import {
  type Capture,
  compare,
  type Comparison,
  parseCapture,
  reportLines,
  summaryLine,
} from "../captures/mod.ts";
import type { Command } from "./commander.ts";
import { BadInput, ExitStatus, reasonOf } from "./failure.ts";
import { parseJson } from "./json_text.ts";
import { parseOutput } from "./options.ts";
import { print, type Streams } from "./streams.ts";

/** Where the recordings are that the tests use. */
const DEFAULT_PATH = "tests/captures";

/** What `captures` was asked for. */
interface CapturesOptions {
  json?: string;
}

/** Adds the command that compares the engine with recordings. */
export function addCapturesCommand(
  program: Command,
  streams: Streams,
  onEnd: (status: ExitStatus) => void,
): void {
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
      onEnd(await capturesCommand(paths, options, streams))
    );
}

/**
 * Plays recordings of a real kernel and tells, one by one, what the engine does
 * otherwise. A path is a capture or a folder of captures.
 *
 * @throws {BadInput} if a path cannot be read, or holds no capture.
 */
async function capturesCommand(
  paths: readonly string[],
  options: CapturesOptions,
  streams: Streams,
): Promise<ExitStatus> {
  const comparisons: Comparison[] = [];
  for (const path of await filesOf(paths.length === 0 ? [DEFAULT_PATH] : paths)) {
    const comparison = compare(await readCapture(path));
    comparisons.push(comparison);
    const cause = await causeOf(path, comparison.capture.name);
    await print(streams.stdout, reportLines(comparison, cause).map((line) => `${line}\n`));
  }
  await print(streams.stdout, [`${summaryLine(comparisons)}\n`]);
  if (options.json !== undefined) await writeJson(options.json, comparisons, streams);
  const isFailed = comparisons.some((it) => it.differences.length > 0);
  return isFailed ? ExitStatus.ExpectationFailed : ExitStatus.Ok;
}

/**
 * Why a capture is known to differ: what the README.md beside it says behind
 * its name, "- `NAME`: cause"; "" where there is none.
 */
async function causeOf(path: string, name: string): Promise<string> {
  const readme = `${path.slice(0, path.lastIndexOf("/") + 1)}README.md`;
  let text: string;
  try {
    text = await Deno.readTextFile(readme);
  } catch {
    return "";
  }
  const items = text.split(/\n(?=- |\n)/).map((it) => it.trim().replaceAll(/\s+/g, " "));
  const start = `- \`${name}\`: `;
  return items.find((it) => it.startsWith(start))?.slice(start.length) ?? "";
}

/** The captures that paths stand for, those of a folder by name. */
async function filesOf(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    try {
      if ((await Deno.stat(path)).isDirectory) files.push(...await capturesIn(path));
      else files.push(path);
    } catch (error) {
      if (error instanceof BadInput) throw error;
      throw new BadInput(`${path}: cannot be read: ${reasonOf(error)}`);
    }
  }
  return files;
}

async function capturesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && name.endsWith(".json")) names.push(name);
  }
  if (names.length === 0) throw new BadInput(`${folder}: must hold captures: there is no .json`);
  return names.sort().map((name) => `${folder.replace(/\/$/, "")}/${name}`);
}

async function readCapture(path: string): Promise<Capture> {
  const text = await textOf(path);
  try {
    return parseCapture(text, path);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    parseJson(text, path); // a text that is no JSON gets the place of its mistake
    throw new BadInput(error.message);
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    throw new BadInput(`${path}: cannot be read: ${reasonOf(error)}`);
  }
}

/** One object for each capture, with all its differences. */
async function writeJson(
  path: string,
  comparisons: readonly Comparison[],
  streams: Streams,
): Promise<void> {
  const results = comparisons.map(({ capture, differences, rules, playback }) => ({
    name: capture.name,
    matches: differences.length === 0,
    rules,
    notPlayed: playback.unplayed,
    differences,
  }));
  const text = `${JSON.stringify(results, null, 2)}\n`;
  if (path === "-") return await print(streams.stdout, [text]);
  try {
    await Deno.writeTextFile(path, text);
  } catch (error) {
    throw new BadInput(`${path}: cannot be written: ${reasonOf(error)}`);
  }
}
