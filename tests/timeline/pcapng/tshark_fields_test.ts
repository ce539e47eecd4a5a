import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { pcapngChunks, type RecordId, type RunResult, type SegmentRecord } from "../../../mod.ts";
import { type Captured, capturedOf } from "../../support/captured.ts";
import { runScenario, scenarioPaths } from "../../support/scenarios.ts";
import { runText } from "../../support/run_text.ts";
import { tsharkFields, type TsharkRow, tsharkTest } from "../../support/tshark.ts";
import { LOSSY_TEXT } from "./lossy_text.ts";

const FIELDS = [
  "frame.interface_name",
  "frame.time_epoch",
  "frame.packet_flags_direction",
  "ip.src",
  "ip.ttl",
  "ip.id",
  "ip.len",
  "tcp.srcport",
  "tcp.dstport",
  "tcp.seq",
  "tcp.ack",
  "tcp.flags",
  "tcp.window_size_value",
  "tcp.len",
  "tcp.options.mss_val",
  "tcp.options.timestamp.tsval",
  "ip.checksum.status",
  "tcp.checksum.status",
  "_ws.malformed",
  "frame.comment",
];
const PREFERENCES = [
  "tcp.relative_sequence_numbers:FALSE",
  "tcp.check_checksum:TRUE",
  "ip.check_checksum:TRUE",
];

/** What tshark must show of a record, field by field; "" for none. */
function expected(run: RunResult, { id, body, nic, isInbound }: Captured): string[] {
  const { segment, ttl, id: identification, length, source } = body.packet;
  ok(segment !== null, "it is a segment");
  const at = run.timeline.atOf(id);
  const { mss, hasTimestamps, timestampValue } = segment.options;
  return [
    nic,
    `${Math.floor(at / 1e9)}.${String(at % 1e9).padStart(9, "0")}`,
    isInbound ? "0x00000001" : "0x00000002",
    [24, 16, 8, 0].map((shift) => (source >>> shift) & 255).join("."),
    String(ttl),
    `0x${identification.toString(16).padStart(4, "0")}`,
    String(length),
    String(segment.sourcePort),
    String(segment.destinationPort),
    String(segment.seq >>> 0),
    String(segment.ack >>> 0),
    `0x${segment.flags.toString(16).padStart(4, "0")}`,
    String(segment.window),
    String(segment.dataLength),
    mss > 0 ? String(mss) : "",
    hasTimestamps ? String(timestampValue >>> 0) : "",
    "1",
  ];
}

function shown(row: TsharkRow): string[] {
  return FIELDS.slice(0, 17).map((field) => row.get(field)?.join() ?? "");
}

/** Whether it is an ICMP error: tshark shows the packet that it quotes too, so that each field of IP is there twice. */
function isError(row: TsharkRow): boolean {
  return (row.get("ip.src")?.length ?? 0) > 1;
}

/** Whether a copy of a packet was hit on its way and then dropped. */
function wasHit(run: RunResult, sending: Captured): boolean {
  for (let id = 1; id <= run.timeline.size; id++) {
    const other = run.timeline.bodyOf(id);
    if (other.kind === "segment" && other.corrupted && other.sent === sending.id) return true;
  }
  return false;
}

tsharkTest(
  "tshark reads of every scenario what its records say, and nothing malformed",
  async () => {
    // One file may have many sections, each with its own interfaces: draft-ietf-opsawg-pcapng 3.
    const runs = scenarioPaths().map((path) => runScenario(path));
    const capture = runs.flatMap(({ timeline, info }) => [...pcapngChunks(timeline, info)]);
    const packets = await tsharkFields(capture, FIELDS, PREFERENCES);
    const rows = packets.filter((row) => !isError(row));
    const all = runs.flatMap((run) =>
      capturedOf(run).filter(({ body }) => body.packet.icmp === null).map((it) => expected(run, it))
    );
    // tshark 4.0 numbers interfaces within the first section only: their names are looked at below.
    deepStrictEqual(rows.map((row) => shown(row).slice(1)), all.map((fields) => fields.slice(1)));
    ok(packets.every((row) => row.get("_ws.malformed")?.length === 0), "malformed packets");
    ok(rows.every((row) => row.get("tcp.checksum.status")?.join() === "1"), "wrong checksums");
  },
);

tsharkTest("every NIC is an interface with its name: three hosts at a switch", async () => {
  const run = runScenario("faults/three-hosts.yaml");
  const rows = await tsharkFields([...pcapngChunks(run.timeline, run.info)], FIELDS, PREFERENCES);
  deepStrictEqual(rows.map(shown), capturedOf(run).map((it) => expected(run, it)));
  const names = new Set(rows.map((row) => row.get("frame.interface_name")?.join()));
  deepStrictEqual([...names].sort(), ["far.eth0", "near.eth0", "server.eth0"]);
});

tsharkTest(
  "tshark finds a wrong checksum where a frame was corrupted, and only there",
  async () => {
    const run = runText(LOSSY_TEXT);
    const capture = [...pcapngChunks(run.timeline, run.info)];
    const rows = await tsharkFields(capture, FIELDS, PREFERENCES);
    const captured = capturedOf(run);
    strictEqual(rows.length, captured.length);
    let hits = 0;
    captured.forEach((it, i) => {
      const row = rows[i]!;
      const status = `${row.get("ip.checksum.status")}${row.get("tcp.checksum.status")}`;
      const isHit = !it.isInbound && wasHit(run, it);
      strictEqual(status === "11", !isHit, `record ${it.id}: ${status}`);
      deepStrictEqual(row.get("_ws.malformed"), []);
      if (isHit) hits++;
    });
    ok(hits > 0, "some were corrupted");
  },
);

tsharkTest("every packet has comments: why it was sent, sent again, and lost", async () => {
  const run = runText(LOSSY_TEXT);
  const capture = [...pcapngChunks(run.timeline, run.info)];
  const rows = await tsharkFields(capture, FIELDS);
  const dropped = new Map<RecordId, SegmentRecord>();
  for (let id = 1; id <= run.timeline.size; id++) {
    const body = run.timeline.bodyOf(id);
    if (body.kind === "segment" && body.event === "dropped") dropped.set(body.sent, body);
  }
  const seen = { again: 0, lost: 0 };
  capturedOf(run).forEach(({ id, body, isInbound }, i) => {
    const comments = rows[i]!.get("frame.comment") ?? [];
    match(comments[0] ?? "", new RegExp(`^Record ${id}(, [a-z.]+)?: (sent |received; sent by )`));
    if (isInbound) return;
    const isAgain = body.note.startsWith("retransmission: ");
    strictEqual(comments.some((it) => it.startsWith("Retransmission, because of: ")), isAgain);
    const loss = dropped.get(id);
    const told = comments.filter((it) => it.startsWith("Dropped: ")).join();
    strictEqual(told !== "", loss !== undefined, `record ${id}: ${told}`);
    if (loss !== undefined) ok(told.includes(loss.note), told);
    seen.again += isAgain ? 1 : 0;
    seen.lost += loss === undefined ? 0 : 1;
  });
  ok(seen.again > 0 && seen.lost > 0, "some were lost and sent again");
});
