import type { Answer } from "./answer.ts";
import { callsText, timeWaitText } from "./answer_text.ts";
import { decidingGuesses } from "./guesses.ts";
import {
  ACTIONS,
  type Cell,
  DATA,
  type Data,
  LOSSES,
  type State,
  STATES,
  SYSTEMS,
} from "./cell.ts";

/** Answers a cell; the page asks for those that it shows. */
export type Ask = (cell: Cell) => Answer;

const HEAD = `# How a connection ends: the truth table

Written by \`deno task matrix --page docs/matrix.md\`; do not edit. Each row is an action at the *local*
side of a connection and what is unfinished at that moment; the columns are the systems, here the
same on both sides. \`deno task matrix\` has every cell: all pairs of systems, all losses.

How to read a cell:

- **Wire**: the segments from the action on; \`>\` from the local side, \`<\` from its peer. Both sides then
  behave like ordinary programs: they read to the end, and close half a second after the action at
  the earliest.
- **TIME-WAIT**: who is in it, and for how long.
- **Local**, **Peer**: what calls return, in a run of its own in which both sides go on: each reads
  to the end and twice more, and sends 10 bytes 2 s, 4 s and 6 s after the action. The peer waits in
  its recv when the action happens. \`waits\` is a call that never returns; \`3x\` the same three times.

The two sides are 10 ms apart. *Unread data*: 1,000 bytes have arrived that the program has not read.
*Unsent data*: 100,000 bytes were just written. *Zero window*: of 100,000 bytes written, the peer takes
what fits into its buffer and begins to read 10 s after the action. *linger* is \`close\` with
\`SO_LINGER\` set. A process that is killed or exits has its sockets closed by its system. NIC, cable and
host stay as they are after the action.
`;

/** The reference page: Markdown, as lines. */
export function* pageLines(ask: Ask): Generator<string> {
  yield* HEAD.split("\n");
  yield* guessLines();
  for (const state of STATES) {
    yield `## In ${state}`;
    yield "";
    yield* table(rowsOf(state), ask);
  }
  yield "## ESTABLISHED, and a segment is lost";
  yield "";
  yield* table(lossRows(), ask);
}

/** What of all this rests on guesses. */
function* guessLines(): Generator<string> {
  yield "Some settings of the profiles are guesses, and what follows from them is one too";
  yield "(`deno task profile` has each with its source):";
  yield "";
  for (const system of SYSTEMS) {
    const guesses = decidingGuesses(system).map((knob) => `\`${knob}\``);
    yield `- ${NAMES[system]}: ${guesses.length === 0 ? "none" : guesses.join(", ")}.`;
  }
  yield "";
}

/** A row: the same question to each system. */
type Row = Omit<Cell, "local" | "peer">;

/** What is unfinished changes little but where all is open: elsewhere the table has only nothing. */
function rowsOf(state: State): Row[] {
  const data: readonly Data[] = state === "ESTABLISHED" ? DATA : ["nothing"];
  return ACTIONS.flatMap((action) =>
    data.map((data): Row => ({ action, state, data, loss: "none" }))
  );
}

function lossRows(): Row[] {
  const actions = ["close", "shutdown send", "linger 0", "kill"] as const;
  return actions.flatMap((action) =>
    LOSSES.slice(1).map((loss): Row => ({ action, state: "ESTABLISHED", data: "nothing", loss }))
  );
}

function* table(rows: readonly Row[], ask: Ask): Generator<string> {
  const impossible: string[] = [];
  yield `| Action | ${SYSTEMS.map((it) => NAMES[it]).join(" | ")} |`;
  yield `| --- | ${SYSTEMS.map(() => "---").join(" | ")} |`;
  for (const row of rows) {
    const answers = SYSTEMS.map((system) => ask({ ...row, local: system, peer: system }));
    const [first] = answers;
    if (answers.every((it) => it.impossible !== "")) {
      impossible.push(`${rowText(row)}: ${first?.impossible}`);
      continue;
    }
    yield `| ${rowText(row)} | ${answers.map(cellMarkdown).join(" | ")} |`;
  }
  yield "";
  for (const line of grouped(impossible)) yield line;
  if (impossible.length > 0) yield "";
}

const NAMES = { linux: "Linux", windows: "Windows", freebsd: "FreeBSD" } as const;

function rowText({ action, data, loss }: Row): string {
  const unfinished = data === "nothing" ? "" : `, ${data}`;
  return `**${action}**${unfinished}${loss === "none" ? "" : `, ${loss} lost`}`;
}

function cellMarkdown(answer: Answer): string {
  if (answer.impossible !== "") return `*${answer.impossible}*`;
  return [
    `Wire: ${wireMarkdown(answer)}`,
    `TIME-WAIT: ${timeWaitText(answer)}`,
    `Local: ${callsText(answer.local)}`,
    `Peer: ${callsText(answer.peer)}`,
  ].join("<br>");
}

/** Segments as code, so that no arrow is read as markup. */
function wireMarkdown({ segments }: Answer): string {
  return segments.length === 0 ? "nothing" : segments.map((it) => `\`${it}\``).join(" ");
}

/** Why rows are missing, those of one reason together. */
function grouped(reasons: readonly string[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const line of reasons) {
    const [row = "", reason = ""] = line.split(": ", 2);
    byReason.set(reason, [...(byReason.get(reason) ?? []), row]);
  }
  return [...byReason].map(([reason, rows]) => `Not there: ${rows.join(", ")}: ${reason}.`);
}
