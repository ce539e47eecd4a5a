import { ms, NEVER } from "../engine/base/time.ts";
import { formatIpv4, parseIpv4 } from "../engine/wire/mod.ts";
import {
  linuxErrors,
  patternBuffer,
  type Program,
  type ReceiveAmount,
  type Socket,
  type SocketCalls,
} from "../nodes/sockets/mod.ts";
import type { CallResult } from "../nodes/records.ts";
import type { CapturedCall } from "./capture.ts";

/** The sockets of one process by their names in the capture. */
export interface NamedSockets {
  handleOf(name: string): number;
  set(name: string, handle: number): void;
  /** The open socket of that name, null if none. */
  socketOf(name: string): Socket | null;
}

/** What a call came to. */
export interface CallOutcome {
  readonly error: string;
  readonly result: unknown;
  readonly total: number;
}

/** What one recv of a loop takes where the capture does not say. */
const LOOP_SIZE = 65_536;

const SHUTDOWN = { RD: "receive", WR: "send", RDWR: "both" } as const;

const plain = (it: CallResult, result: unknown = undefined): CallOutcome => ({
  error: it.error,
  result: it.error === "" ? result : undefined,
  total: it.bytes,
});

const done: CallOutcome = { error: "", result: undefined, total: 0 };

/** Makes one call of a capture, as the program that was recorded did. */
export function* performCall(
  os: SocketCalls,
  call: CapturedCall,
  sockets: NamedSockets,
): Program<CallOutcome> {
  const handle = sockets.handleOf(call.socket);
  const args = call.args ?? {};
  switch (call.call) {
    case "socket":
      sockets.set(call.socket, yield* os.socket(call.socket));
      return done;
    case "bind":
      return plain(yield* os.bind(handle, ...addressOf(args)));
    case "listen":
      return plain(yield* os.listen(handle, numberOf(args["n"])));
    case "accept":
      return yield* accept(os, handle, String(args["new"]), sockets);
    case "connect":
      return plain(yield* os.connect(handle, ...addressOf(args)));
    case "send": {
      const bytes = patternBuffer().subarray(0, numberOf(args["n"]));
      const flags = String(args["flags"] ?? "");
      const sent = flags.includes("MSG_MORE")
        ? yield* os.sendMore(handle, bytes)
        : flags.includes("MSG_OOB")
        ? yield* os.sendUrgent(handle, bytes)
        : yield* os.send(handle, bytes);
      return plain(sent, sent.value);
    }
    case "sendall":
      return plain(yield* os.sendAll(handle, patternBuffer().subarray(0, numberOf(args["n"]))));
    case "send_loop":
      return yield* sendLoop(os, handle, args);
    case "recv": {
      const got = yield* os.skip(handle, amountOf(args));
      return plain(got, got.value);
    }
    case "recv_loop":
      return yield* receiveLoop(os, handle, args);
    case "shutdown":
      return plain(yield* os.shutdown(handle, SHUTDOWN[args["how"] as keyof typeof SHUTDOWN]));
    case "close":
      return plain(yield* os.close(handle));
    case "setsockopt":
      return plain(yield* os.setsockopt(handle, String(args["opt"]), optionOf(args["val"])));
    case "setblocking":
      return plain(yield* os.setsockopt(handle, "O_NONBLOCK", args["on"] !== true));
    case "getsockopt": {
      const got = yield* os.getsockopt(handle, String(args["opt"]));
      return plain(got, got.value);
    }
    case "so_error":
      return socketError(yield* os.getsockopt(handle, "SO_ERROR"));
    case "poll":
      return yield* poll(os, handle, args, sockets.socketOf(call.socket));
    case "queues":
      return queues(sockets.socketOf(call.socket));
    default:
      return { error: `(no call "${call.call}")`, result: undefined, total: 0 };
  }
}

const numberOf = (value: unknown): number => Number(value ?? 0);

/** What a recv takes, by its length and flags. */
function amountOf(args: Readonly<Record<string, unknown>>): ReceiveAmount {
  const [size, flags] = [numberOf(args["n"]), String(args["flags"] ?? "")];
  if (flags.includes("MSG_WAITALL")) return { kind: "exactly", bytes: size };
  return { kind: flags.includes("MSG_PEEK") ? "peek" : "once", max: size };
}

function addressOf(args: Readonly<Record<string, unknown>>): [number, number] {
  const [address, port] = args["addr"] as [string, number];
  return [parseIpv4(address), port];
}

function optionOf(value: unknown): number | { onoff: boolean; linger: number } {
  if (!Array.isArray(value)) return numberOf(value);
  return { onoff: numberOf(value[0]) !== 0, linger: numberOf(value[1]) };
}

function* accept(
  os: SocketCalls,
  handle: number,
  name: string,
  sockets: NamedSockets,
): Program<CallOutcome> {
  const made = yield* os.accept(handle, name);
  if (made.error !== "") return plain(made);
  sockets.set(name, made.value);
  const connection = sockets.socketOf(name)?.connection;
  const peer = connection === null || connection === undefined
    ? undefined
    : [formatIpv4(connection.remoteAddress), connection.remotePort];
  return { error: "", result: peer, total: 0 };
}

/** Sends `count` times, each at its time or, where that is past, at once. */
function* sendLoop(
  os: SocketCalls,
  handle: number,
  args: Readonly<Record<string, unknown>>,
): Program<CallOutcome> {
  const start = os.now;
  const bytes = patternBuffer().subarray(0, numberOf(args["size"]));
  const interval = ms(numberOf(args["intervalMs"]));
  let total = 0;
  for (let i = 0; i < numberOf(args["count"]); i++) {
    yield* os.sleepUntil(start + i * interval);
    const sent = yield* os.send(handle, bytes);
    if (sent.error !== "") return { error: sent.error, result: undefined, total };
    total += sent.value;
  }
  return { error: "", result: undefined, total };
}

/** Receives until the end of the stream, an error, or `total` bytes. */
function* receiveLoop(
  os: SocketCalls,
  handle: number,
  args: Readonly<Record<string, unknown>>,
): Program<CallOutcome> {
  const max = numberOf(args["size"] ?? LOOP_SIZE);
  const wanted = numberOf(args["total"] ?? Infinity);
  let total = 0;
  while (total < wanted) {
    const got = yield* os.skip(handle, { kind: "once", max });
    if (got.error !== "") return { error: got.error, result: undefined, total };
    if (got.value === 0) break;
    total += got.value;
  }
  return { error: "", result: undefined, total };
}

function socketError(it: CallResult): CallOutcome {
  if (it.error !== "" || it.value === 0) return plain(it, 0);
  const name = Object.values(linuxErrors).find(({ code }) => code === it.value)?.name;
  return { error: "", result: name ?? it.value, total: 0 };
}

/** The words of Python's poll, which the program asks for all at once. */
function* poll(
  os: SocketCalls,
  handle: number,
  args: Readonly<Record<string, unknown>>,
  socket: Socket | null,
): Program<CallOutcome> {
  const wanted = (args["events"] as string[] | undefined) ?? ["IN", "OUT"];
  const events = wanted.map((it) => it === "IN" ? "in" : "out");
  const timeout = args["timeoutMs"];
  const time = timeout === undefined ? 0 : timeout === null ? NEVER : ms(numberOf(timeout));
  const it = yield* os.poll(handle, events, time);
  if (it.error !== "" || socket === null) return plain(it);
  const found = socket.rules.readiness(socket).text(["in", "out"]).split(" ").map((word) =>
    word.slice(4)
  );
  const told = ["ERR", "HUP", "RDHUP", ...wanted];
  return { error: "", result: found.filter((word) => told.includes(word)), total: 0 };
}

/** SIOCINQ and SIOCOUTQ. */
function queues(socket: Socket | null): CallOutcome {
  const connection = socket?.connection;
  if (connection === null || connection === undefined) return done;
  const result = { inq: connection.readable, outq: connection.unacknowledged };
  return { error: "", result, total: 0 };
}
