import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Flag, pcapngChunks, type RunResult } from "../../../mod.ts";
import { type Captured, capturedOf } from "../../support/captured.ts";
import { runText } from "../../support/run_text.ts";
import { runScenario } from "../../support/scenarios.ts";
import { tsharkFields, type TsharkRow, tsharkTest } from "../../support/tshark.ts";
import { LOSSY_TEXT } from "./lossy_text.ts";

const RETRANSMISSION = "tcp.analysis.retransmission";
/**
 * tshark calls a segment below the highest one "out of order" in place of
 * "retransmission" where it comes sooner than a round trip after that one: a
 * fast retransmission amid a flow of new data does.
 */
const OUT_OF_ORDER = "tcp.analysis.out_of_order";
/**
 * One byte or none, one below what is next: so a keep-alive probe looks
 * (RFC 9293 3.8.4), and Linux' probe of a zero window, too, which tshark cannot
 * tell from it.
 */
const KEEP_ALIVE = "tcp.analysis.keep_alive";
const ZERO_WINDOW = "tcp.analysis.zero_window";
const DUPLICATE_ACK = "tcp.analysis.duplicate_ack";
const FIELDS = [RETRANSMISSION, OUT_OF_ORDER, KEEP_ALIVE, ZERO_WINDOW, DUPLICATE_ACK];

/** The end of a link that sends the data. */
const SENDER = "client.eth0";

interface Analysed {
  captured: Captured[];
  rows: TsharkRow[];
}

/** Lets tshark follow the connections at one NIC: both ends would show it everything twice. */
async function analyse(run: RunResult, nic = SENDER): Promise<Analysed> {
  const capture = [...pcapngChunks(run.timeline, run.info, { nics: [nic] })];
  const captured = capturedOf(run, nic);
  const rows = await tsharkFields(capture, FIELDS);
  strictEqual(rows.length, captured.length);
  return { captured, rows };
}

/** The records in which a test finds something. */
function idsWhere({ captured, rows }: Analysed, test: (it: Captured, row: TsharkRow) => boolean) {
  return captured.filter((it, i) => test(it, rows[i]!)).map(({ id }) => id);
}

function has(row: TsharkRow, ...fields: string[]): boolean {
  return fields.some((field) => (row.get(field)?.length ?? 0) > 0);
}

function isRetransmission({ body, isInbound }: Captured): boolean {
  return !isInbound && /\bretransmission: /.test(body.note);
}

function isProbe({ body, isInbound }: Captured): boolean {
  return !isInbound && /\b(zero-window|keep-alive) probe\b/.test(body.note);
}

const RUNS: [name: string, run: () => RunResult][] = [
  ["an upload over a bad line", () => runText(LOSSY_TEXT)],
  ["a cable plugged in again", () => runScenario("faults/cable-plugged-again.yaml")],
  ["a lost FIN", () => runScenario("faults/lost-fin.yaml")],
  ["a lost SYN", () => runScenario("faults/lost-syn.yaml")],
  ["a zero window", () => runScenario("faults/zero-window.yaml")],
  ["keep-alive", () => runScenario("faults/keep-alive.yaml")],
];

for (const [name, run] of RUNS) {
  tsharkTest(`${name}: tshark's retransmissions, probes and zero windows are ours`, async () => {
    const analysed = await analyse(run());
    deepStrictEqual(
      idsWhere(analysed, (it, row) => !it.isInbound && has(row, RETRANSMISSION, OUT_OF_ORDER)),
      idsWhere(analysed, isRetransmission),
    );
    deepStrictEqual(
      idsWhere(analysed, (it, row) => !it.isInbound && has(row, KEEP_ALIVE)),
      idsWhere(analysed, isProbe),
    );
    deepStrictEqual(
      idsWhere(analysed, (_, row) => has(row, ZERO_WINDOW)),
      idsWhere(analysed, ({ body }) => {
        const segment = body.packet.segment;
        // A SYN's window is not scaled yet and a RST's means nothing: tshark looks at neither.
        const plain = ((segment?.flags ?? 0) & (Flag.Syn | Flag.Rst | Flag.Fin)) === 0;
        return plain && segment?.window === 0;
      }),
    );
  });
}

/**
 * The duplicate ACKs that arrive, after RFC 5681 2: no data, neither SYN nor
 * FIN, data outstanding, and acknowledgement and window as in the last one.
 */
function duplicateAcks({ captured }: Analysed): number[] {
  const found: number[] = [];
  let [ack, window, sentUpTo] = [-1, -1, -1];
  for (const { id, body, isInbound } of captured) {
    const segment = body.packet.segment;
    if (segment === null) continue;
    const length = segment.dataLength + (segment.flags & Flag.Fin ? 1 : 0);
    if (!isInbound) {
      sentUpTo = Math.max(sentUpTo, (segment.seq >>> 0) + length);
      continue;
    }
    const isPlain = length === 0 && (segment.flags & (Flag.Syn | Flag.Rst)) === 0;
    const isSame = segment.ack >>> 0 === ack && segment.window === window;
    if (isPlain && isSame && sentUpTo > ack) found.push(id);
    [ack, window] = [segment.ack >>> 0, segment.window];
  }
  return found;
}

tsharkTest(
  "tshark's duplicate ACKs are those of RFC 5681 2, while data is outstanding",
  async () => {
    const analysed = await analyse(runText(LOSSY_TEXT));
    const ours = duplicateAcks(analysed);
    ok(ours.length > 5, "the line loses enough");
    deepStrictEqual(
      idsWhere(analysed, (it, row) => it.isInbound && has(row, DUPLICATE_ACK)),
      ours,
    );
  },
);

tsharkTest(
  "of an ACK that repeats where nothing is outstanding, tshark says duplicate: RFC 5681 does not",
  async () => {
    const analysed = await analyse(runScenario("faults/lost-last-ack.yaml"));
    const theirs = idsWhere(analysed, (it, row) => !it.isInbound && has(row, DUPLICATE_ACK));
    const again = idsWhere(analysed, ({ body }) => body.note === "ACK of FIN").slice(1);
    deepStrictEqual(theirs, again); // in TIME-WAIT, the last ACK once more for the FIN that came again
  },
);
