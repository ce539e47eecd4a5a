import type { Nanos } from "../engine/base/time.ts";
import type { CongestionStateName } from "../engine/tcp/mod.ts";
import type { Packet } from "../engine/wire/mod.ts";

/** The place of a record in the total order of a run, from 1. 0 stands for "nothing". */
export type RecordId = number;

/** The number of a connection's end (one per host), from 1, in the order of creation. 0 is none. */
export type ConnectionId = number;

/** A TCP segment or ICMP message was sent by a host, received by one, or dropped on its way. */
export interface SegmentRecord {
  kind: "segment";
  event: "sent" | "received" | "dropped";
  /** The host that sent or received it; of a dropped one, where it was last seen. */
  host: string;
  /** The NIC of that host. */
  nic: string;
  /** The link it travels on, or was dropped on; "" where it never reached one. */
  link: string;
  connection: ConnectionId;
  /**
   * Of one that was received or dropped, the record of its sending, even where
   * a fault is its cause. 0 in a sending itself, and where it was never sent.
   */
  sent: RecordId;
  packet: Packet;
  /** Whether its bytes were corrupted on the way. */
  corrupted: boolean;
  /** Why it was sent ("retransmission: RTO", "challenge ACK") or dropped ("cable pulled"); "" if plain. */
  note: string;
}

/** A connection went from one state to another. */
export interface StateRecord {
  kind: "state";
  host: string;
  connection: ConnectionId;
  /** RFC names: "SYN-SENT". */
  from: string;
  to: string;
  /** The rule that moved it: "RFC 9293 3.10.7.4, eighth: FIN". */
  rule: string;
}

/** A timer of a connection was set (or moved), fired, or was cancelled. */
export interface TimerRecord {
  kind: "timer";
  event: "set" | "fired" | "cancelled";
  host: string;
  connection: ConnectionId;
  /** "retransmission", "delayed ACK", "persist", "keepalive", "2 MSL", "FIN-WAIT-2", "user timeout" ... */
  timer: string;
  /** When it is due; of a fired or cancelled one, when it was. */
  deadline: Nanos;
}

/**
 * What one end knows of its sending, after an event that changed something of
 * it. Recorded only where the topology asks for it.
 */
export interface TcpRecord {
  kind: "tcp";
  host: string;
  connection: ConnectionId;
  /** By the names of Linux. */
  congestionState: CongestionStateName;
  /** The congestion window in bytes; 0 before the handshake is over. */
  cwnd: number;
  /** The slow start threshold in bytes; 2147483647 before the first loss. */
  ssthresh: number;
  /** Bytes presumed to be in the network (RFC 6675); SYN and FIN count as one. */
  pipe: number;
  /** The smoothed round-trip time and its variation; 0 before the first sample. */
  srtt: Nanos;
  rttvar: Nanos;
  /** The retransmission timeout, backed off. */
  rto: Nanos;
}

/** How a call ended: a value, or an error by name and number. */
export interface CallResult {
  /** The call's return value: bytes, 0 at the end of the stream, a handle; -1 with an error. */
  value: number;
  /** "ECONNRESET", "WSAECONNRESET"; "" where the call succeeded. */
  error: string;
  /** 104, 10054; 0 where the call succeeded. */
  code: number;
  /** Of a step that repeats a call (recv until eof): all bytes it moved. Else the same as `value`. */
  bytes: number;
}

/** A thread of a process called the socket layer, or such a call returned. */
export interface CallRecord {
  kind: "call";
  event: "started" | "returned";
  host: string;
  process: string;
  thread: string;
  /** The call by its system's name: "recv", "closesocket", "setsockopt". */
  call: string;
  /** The socket by the name that the program gave it; "" where it has none yet. */
  socket: string;
  connection: ConnectionId;
  args: Readonly<Record<string, string | number | boolean>>;
  /** null in "started". */
  result: CallResult | null;
}

/** A process or one of its threads started, ended, was killed or got a signal. */
export interface ProcessRecord {
  kind: "process";
  event: "started" | "exited" | "killed" | "thread-started" | "thread-ended" | "signal";
  host: string;
  process: string;
  /** "main" or the thread's name. */
  thread: string;
  /** "exit 0", "SIGKILL", "SIGPIPE"; "" if plain. */
  note: string;
}

/** A fault of the topology happened; what follows from it names it as the cause. */
export interface FaultRecord {
  kind: "fault";
  /** The fault's verb: "pull", "plug", "disable", "enable", "kill", "crash", "boot", "drop" ... */
  event: string;
  /** What it happened to: "cable", "client.eth0", "server.web", "server". */
  target: string;
  /** The host it happened to, or "" (a cable). */
  host: string;
  note: string;
}

/** A cable was pulled or plugged in. */
export interface LinkRecord {
  kind: "link";
  event: "pulled" | "plugged";
  link: string;
  /** Frames in flight or queued that were lost with it. */
  lost: number;
}

/** A network interface changed. */
export interface NicRecord {
  kind: "nic";
  event:
    | "disabled"
    | "enabled"
    | "carrier lost"
    | "carrier found"
    | "address removed"
    | "address added"
    | "neighbour incomplete"
    | "neighbour reachable"
    | "neighbour failed";
  host: string;
  nic: string;
  /** Of a neighbour, its address. */
  note: string;
}

/** A host as a whole changed. */
export interface HostRecord {
  kind: "host";
  event: "crashed" | "booted" | "paused" | "resumed";
  host: string;
  note: string;
}

/** What is recorded; the recorder adds `id`, `at` and `cause`. */
export type RecordBody =
  | SegmentRecord
  | StateRecord
  | TimerRecord
  | TcpRecord
  | CallRecord
  | ProcessRecord
  | FaultRecord
  | LinkRecord
  | NicRecord
  | HostRecord;

/** Who a connection's end is. */
export interface ConnectionInfo {
  host: string;
  /** The name that its host's program gave its socket, "" before it has one: "conn". */
  name: string;
  localAddress: number;
  localPort: number;
  remoteAddress: number;
  remotePort: number;
  /** Initial sequence numbers, for relative ones; irs is set when the peer's SYN arrives. */
  iss: number;
  irs: number;
}

/**
 * Takes the records of a run, in order. `null` stands in its place where
 * nobody records.
 */
export interface Recorder {
  /**
   * The record that is being acted upon right now, 0 for none: every new
   * record names it as its cause. Whoever schedules something for later keeps
   * it and puts it back.
   */
  cause: RecordId;
  /** Adds a record and returns its id. */
  record(at: Nanos, body: RecordBody): RecordId;
  /**
   * As {@linkcode record}, of a segment: nearly all records are of segments and
   * timers, and without a body for each a recorder may keep them as it likes. Its
   * packet is used again once it has arrived, unless the recorder says that it
   * keeps it (`keepPacket`).
   */
  recordSegment(
    at: Nanos,
    event: SegmentRecord["event"],
    host: string,
    nic: string,
    link: string,
    connection: ConnectionId,
    sent: RecordId,
    packet: Packet,
    corrupted: boolean,
    note: string,
  ): RecordId;
  /** As {@linkcode record}, of a timer. */
  recordTimer(
    at: Nanos,
    event: TimerRecord["event"],
    host: string,
    connection: ConnectionId,
    timer: string,
    deadline: Nanos,
  ): RecordId;
  /** Registers a connection's end; `info` may be filled in later (name, irs). */
  connection(info: ConnectionInfo): ConnectionId;
}
