import { groupThousands } from "../timeline/mod.ts";
import {
  type Action,
  type Answer,
  answerLines,
  Answers,
  type Cell,
  cellsOf,
  type Data,
  type Loss,
  matrixHtmlChunks,
  matrixJsonChunks,
  pageLines,
  type State,
  type System,
  SYSTEMS,
} from "../matrix/mod.ts";
import { type Export, ExportFiles } from "./export_files.ts";
import { ExitStatus } from "./failure.ts";
import { print, type Streams } from "./streams.ts";

/** What `matrix` was asked for: which cells, and where the answers go. */
export interface MatrixOptions {
  os?: readonly System[];
  action?: Action;
  state?: State;
  data?: Data;
  loss?: Loss;
  json?: string;
  html?: string;
  page?: string;
}

/** The answers that were asked for, and the digest of all runs. */
interface Found {
  readonly answers: readonly Answer[];
  readonly digest: string;
}

/** The axes that an option narrows to one value. */
const AXES = ["action", "state", "data", "loss"] as const;

/**
 * Answers what becomes of a connection for every action, state and loss; prints
 * the answers that an axis was narrowed to, else only their number.
 *
 * @throws {BadInput} if a file cannot be written.
 */
export async function matrixCommand(
  options: MatrixOptions,
  streams: Streams,
): Promise<ExitStatus> {
  const answers = new Answers();
  if (options.page !== undefined) {
    await writePage(options.page, answers, streams);
    return ExitStatus.Ok;
  }
  const found: Answer[] = [];
  for (const cell of cellsOf(options.os ?? SYSTEMS)) {
    if (isMeant(cell, options)) found.push(answers.answer(cell));
  }
  const result = { answers: found, digest: answers.digest };
  const exports = new ExportFiles<Found>();
  await exports.writeAll(exportsOf(options), result);
  await print(streams.stdout, exports.stdoutChunks(result) ?? reportLines(result, options));
  return ExitStatus.Ok;
}

async function writePage(path: string, answers: Answers, streams: Streams): Promise<void> {
  const lines = [...pageLines((cell) => answers.answer(cell))].map((line) => `${line}\n`);
  const exports = new ExportFiles<string[]>();
  await exports.writeAll([{ option: "--page", path, chunks: (lines) => lines }], lines);
  await print(streams.stdout, exports.stdoutChunks(lines) ?? []);
}

function exportsOf({ json, html }: MatrixOptions): Export<Found>[] {
  const exports: Export<Found>[] = [];
  if (json !== undefined) {
    const chunks = ({ answers, digest }: Found) => matrixJsonChunks(answers, digest);
    exports.push({ option: "--json", path: json, chunks });
  }
  if (html !== undefined) {
    const chunks = ({ answers, digest }: Found) => matrixHtmlChunks(answers, digest);
    exports.push({ option: "--html", path: html, chunks });
  }
  return exports;
}

function isMeant(cell: Cell, options: MatrixOptions): boolean {
  return AXES.every((axis) => options[axis] === undefined || options[axis] === cell[axis]);
}

function* reportLines({ answers, digest }: Found, options: MatrixOptions): Generator<string> {
  if (AXES.some((axis) => options[axis] !== undefined)) {
    for (const answer of answers) yield `${answerLines(answer).join("\n")}\n`;
  }
  const impossible = answers.filter((it) => it.impossible !== "").length;
  const possible = groupThousands(answers.length - impossible);
  yield `${possible} cells, ${groupThousands(impossible)} impossible; digest ${digest}\n`;
}
