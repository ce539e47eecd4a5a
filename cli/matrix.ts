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
import { ExitStatus } from "./failure.ts";
import { writeExport } from "./output_file.ts";
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
    const lines = [...pageLines((cell) => answers.answer(cell))].map((line) => `${line}\n`);
    await writeExport(options.page, "--page", lines, streams.stdout);
    return ExitStatus.Ok;
  }
  const found: Answer[] = [];
  for (const cell of cellsOf(options.os ?? SYSTEMS)) {
    if (isMeant(cell, options)) found.push(answers.answer(cell));
  }
  if (options.json !== undefined) {
    await writeExport(
      options.json,
      "--json",
      matrixJsonChunks(found, answers.digest),
      streams.stdout,
    );
    if (options.json === "-") return ExitStatus.Ok;
  }
  if (options.html !== undefined) {
    const chunks = matrixHtmlChunks(found, answers.digest);
    await writeExport(options.html, "--html", chunks, streams.stdout);
    if (options.html === "-") return ExitStatus.Ok;
  }
  await print(streams.stdout, reportLines(found, answers.digest, options));
  return ExitStatus.Ok;
}

function isMeant(cell: Cell, options: MatrixOptions): boolean {
  return AXES.every((axis) => options[axis] === undefined || options[axis] === cell[axis]);
}

function* reportLines(
  answers: readonly Answer[],
  digest: string,
  options: MatrixOptions,
): Generator<string> {
  if (AXES.some((axis) => options[axis] !== undefined)) {
    for (const answer of answers) yield `${answerLines(answer).join("\n")}\n`;
  }
  const impossible = answers.filter((it) => it.impossible !== "").length;
  const possible = groupThousands(answers.length - impossible);
  yield `${possible} cells, ${groupThousands(impossible)} impossible; digest ${digest}\n`;
}
