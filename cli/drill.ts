import type { DrillOptions, Verdict } from "../drill/mod.ts";
import { profileNames } from "../engine/tcp/mod.ts";
import type { Command } from "./commander.ts";
import { type DrillJob, type DrillResult, drillWork } from "./drill_jobs.ts";
import { drillSummary, junitText, verdictLines } from "./drill_report.ts";
import { type Export, ExportFiles } from "./export_files.ts";
import { BadInput, ExitStatus, reasonOf } from "./failure.ts";
import { CountProgress } from "./progress.ts";
import { parseOutput } from "./options.ts";
import { runJobs } from "./pool.ts";
import { print, type Streams } from "./streams.ts";

/** The longest script: larger files are something else. */
const LONGEST_SCRIPT = 1_000_000;

/** What `drill` was asked for. */
interface DrillCommandOptions {
  readonly profile?: string;
  readonly relaxedPsh?: boolean;
  readonly define?: ReadonlyMap<string, string>;
  readonly json?: string;
  readonly junit?: string;
  readonly jobs?: number;
}

/** Adds the command `drill` to the program. */
export function addDrillCommand(
  program: Command,
  streams: Streams,
  onEnd: (status: ExitStatus) => void,
): void {
  program.command("drill")
    .description(
      "run packetdrill scripts in virtual time; the exit status is 1 if one fails",
    )
    .argument("<path...>", "scripts, or folders of them (.pkt)")
    .option(
      "--profile <name>",
      "the system under test; else the one that the script's dialect asks for",
      parseProfile,
    )
    .option("--relaxed-psh", "do not check PSH in the middle of a write")
    .option("--define <name=value>", "what stands for a word of scripts (repeatable)", parseDefine)
    .option(
      "--json <file>",
      "write the verdicts as JSON; - writes them to standard output",
      parseOutput("--json"),
    )
    .option(
      "--junit <file>",
      "write the verdicts as JUnit's XML; - writes them to standard output",
      parseOutput("--junit"),
    )
    .option("--jobs <number>", "run on so many cores at most", parseJobs)
    .action(async (paths: string[], options: DrillCommandOptions) =>
      onEnd(await drillCommand(paths, options, streams))
    );
}

function parseProfile(text: string): string {
  if ((profileNames as readonly string[]).includes(text)) return text;
  throw new BadInput(`--profile must be one of ${profileNames.join(", ")}: it is "${text}"`);
}

function parseDefine(
  text: string,
  before: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const match = /^([A-Za-z_]\w*)=(.*)$/.exec(text);
  if (match === null) throw new BadInput(`--define must be NAME=value: it is "${text}"`);
  return new Map([...before, [match[1]!, match[2]!]]);
}

function parseJobs(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new BadInput(`--jobs must be a whole number from 1 to 999: it is "${text}"`);
}

async function drillCommand(
  paths: readonly string[],
  options: DrillCommandOptions,
  streams: Streams,
): Promise<ExitStatus> {
  const drill: DrillOptions = {
    profile: options.profile ?? "",
    relaxedPush: options.relaxedPsh ?? false,
    defines: options.define ?? new Map(),
  };
  const jobs: DrillJob[] = [];
  for (const path of await scriptsAt(paths)) {
    jobs.push({ path, text: await readScript(path), options: drill });
  }
  const progress = new CountProgress(streams.stderr, jobs.length, "scripts");
  const most = options.jobs ?? navigator.hardwareConcurrency;
  const onDone = (done: number): Promise<void> => progress.show(done);
  const results = (await runJobs(jobs, drillWork, { most, onDone })).filter((it) => it !== null);
  await progress.clear();
  const verdicts = results.map((it) => it.verdict);
  const isToStdout = options.json === "-" || options.junit === "-";
  const report = isToStdout ? streams.stderr : streams.stdout;
  await print(report, verdicts.flatMap(verdictLines).map((line) => `${line}\n`));
  await print(report, [`${drillSummary(verdicts)}\n`]);
  const exports = new ExportFiles<readonly Verdict[]>();
  await exports.writeAll(exportsOf(options), verdicts, jobs.map((it) => it.path), "script");
  await print(streams.stdout, exports.stdoutChunks(verdicts) ?? []);
  return statusOf(results);
}

function exportsOf({ json, junit }: DrillCommandOptions): Export<readonly Verdict[]>[] {
  const exports: Export<readonly Verdict[]>[] = [];
  if (json !== undefined) exports.push({ option: "--json", path: json, chunks: jsonChunks });
  if (junit !== undefined) {
    exports.push({ option: "--junit", path: junit, chunks: (verdicts) => [junitText(verdicts)] });
  }
  return exports;
}

function jsonChunks(verdicts: readonly Verdict[]): string[] {
  return [`${JSON.stringify(verdicts, null, 2)}\n`];
}

function statusOf(results: readonly DrillResult[]): ExitStatus {
  const fault = results.find((it) => it.fault !== "");
  if (fault !== undefined) throw new Error(`${fault.verdict.path}: ${fault.fault}`);
  if (results.some((it) => it.isUnreadable)) return ExitStatus.BadInput;
  const isFailed = results.some((it) => it.verdict.status === "failed");
  return isFailed ? ExitStatus.ExpectationFailed : ExitStatus.Ok;
}

/** The scripts that paths stand for, those of folders by name, at any depth. */
async function scriptsAt(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    try {
      if (!(await Deno.stat(path)).isDirectory) {
        files.push(path);
        continue;
      }
      const found = (await scriptsBelow(path.replace(/\/$/, ""))).sort();
      if (found.length === 0) throw new BadInput(`${path}: must hold scripts: there is no .pkt`);
      files.push(...found);
    } catch (error) {
      if (error instanceof BadInput) throw error;
      throw new BadInput(`${path}: cannot be read: ${reasonOf(error)}`);
    }
  }
  return files;
}

async function scriptsBelow(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) files.push(...await scriptsBelow(path));
    else if (name.endsWith(".pkt")) files.push(path);
  }
  return files;
}

async function readScript(path: string): Promise<string> {
  try {
    const { size } = await Deno.stat(path);
    if (size > LONGEST_SCRIPT) {
      throw new BadInput(`${path}: must have at most 1 MB: it has ${size} bytes`);
    }
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`${path}: cannot be read: ${reasonOf(error)}`);
  }
}
