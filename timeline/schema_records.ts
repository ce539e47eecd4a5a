import { z } from "../third_party/z.ts";
import { CONGESTION_STATE_NAMES } from "../engine/tcp/mod.ts";
import { packetFields } from "./schema_packet.ts";

const common = {
  id: z.int().positive().describe("The place in the total order, from 1"),
  at: z.int().nonnegative().describe("Nanoseconds since the start of the run"),
  cause: z.int().positive().nullable().describe("The record that made this one happen"),
};
const connection = z.string().nullable().describe("The connection's name");
const host = z.string();
const note = z.string();

const segment = z.strictObject({
  ...common,
  kind: z.literal("segment"),
  event: z.enum(["sent", "received", "dropped"]),
  host: host.describe("Who sent or received it; of a dropped one, where it was last seen"),
  nic: z.string(),
  link: z.string().describe('Where it travels or was dropped; "" where it never reached a link'),
  connection,
  sent: z.int().positive().nullable().describe(
    "Of one received or dropped, the record of its sending; null where it was never sent",
  ),
  corrupted: z.boolean(),
  note: note.describe("Why it was sent or dropped"),
  ...packetFields,
}).describe("A TCP segment or an ICMP message was sent, received or dropped");

const state = z.strictObject({
  ...common,
  kind: z.literal("state"),
  host,
  connection,
  from: z.string(),
  to: z.string(),
  rule: z.string().describe("The rule that moved it"),
}).describe("A connection went from one state to another");

const timer = z.strictObject({
  ...common,
  kind: z.literal("timer"),
  event: z.enum(["set", "fired", "cancelled"]),
  host,
  connection,
  timer: z.string(),
  deadline: z.int().nonnegative().nullable().describe("When it is, or was, due"),
}).describe("A timer of a connection was set, fired or cancelled");

const tcp = z.strictObject({
  ...common,
  kind: z.literal("tcp"),
  host,
  connection,
  congestionState: z.enum(CONGESTION_STATE_NAMES).describe("By the names of Linux"),
  cwnd: z.int().nonnegative().describe("Bytes; 0 before the handshake is over"),
  ssthresh: z.int().nonnegative().describe("Bytes; 2147483647 before the first loss"),
  pipe: z.int().nonnegative().describe("Bytes presumed to be in the network; SYN and FIN are 1"),
  srtt: z.int().nonnegative().describe("Nanoseconds; 0 before the first sample"),
  rttvar: z.int().nonnegative().describe("Nanoseconds"),
  rto: z.int().nonnegative().describe("Nanoseconds, backed off"),
}).describe("What one end knows of its sending, after an event that changed something of it");

const call = z.strictObject({
  ...common,
  kind: z.literal("call"),
  event: z.enum(["started", "returned"]),
  host,
  process: z.string(),
  thread: z.string(),
  call: z.string(),
  socket: z.string(),
  connection,
  args: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  result: z.strictObject({
    value: z.number(),
    error: z.string(),
    code: z.number(),
    bytes: z.number(),
  }).nullable(),
}).describe("A thread called the socket layer, or such a call returned");

const process = z.strictObject({
  ...common,
  kind: z.literal("process"),
  event: z.enum(["started", "exited", "killed", "thread-started", "thread-ended", "signal"]),
  host,
  process: z.string(),
  thread: z.string(),
  note,
}).describe("A process or a thread started, ended, was killed or got a signal");

const fault = z.strictObject({
  ...common,
  kind: z.literal("fault"),
  event: z.string(),
  target: z.string(),
  host,
  note,
}).describe("A fault of the topology happened");

const link = z.strictObject({
  ...common,
  kind: z.literal("link"),
  event: z.enum(["pulled", "plugged"]),
  link: z.string(),
  lost: z.int().nonnegative().describe("Frames that were lost with it"),
}).describe("A cable was pulled or plugged in");

const nic = z.strictObject({
  ...common,
  kind: z.literal("nic"),
  event: z.enum([
    "disabled",
    "enabled",
    "carrier lost",
    "carrier found",
    "address removed",
    "address added",
    "neighbour incomplete",
    "neighbour reachable",
    "neighbour failed",
  ]),
  host,
  nic: z.string(),
  note,
}).describe("A network interface changed");

const hostRecord = z.strictObject({
  ...common,
  kind: z.literal("host"),
  event: z.enum(["crashed", "booted", "paused", "resumed"]),
  host,
  note,
}).describe("A host as a whole changed");

/** One record of the export; `kind` tells them apart. */
export const recordSchema = z.discriminatedUnion("kind", [
  segment,
  state,
  timer,
  tcp,
  call,
  process,
  fault,
  link,
  nic,
  hostRecord,
]);

/** One exported record. */
export type RecordJson = z.infer<typeof recordSchema>;
