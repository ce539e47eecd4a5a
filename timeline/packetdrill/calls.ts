import type { Nanos } from "../../engine/base/time.ts";
import type { CallRecord, CallResult, ConnectionId, RecordId } from "../../nodes/records.ts";
import type { Timeline } from "../timeline.ts";

/** A call as a script has it, and since when it waits where it does. */
export interface CallLine {
  readonly text: string;
  /** When it began, where it stands with its span; null where it returns at once. */
  readonly since: Nanos | null;
  /** When it returned. */
  readonly until: Nanos;
}

/** Calls that set an option; whether a socket blocks is one to scripts, too. */
const OPTION_CALLS = ["setsockopt", "fcntl", "ioctlsocket"];

/** Calls that stand where they began, with their span if they waited. */
const AT_START = ["connect", "send", "close", "closesocket", "shutdown", ...OPTION_CALLS];

/** The descriptors: of a listener or an active opener, and of what accept gives. */
const FIRST = 3;
const ACCEPTED = 4;

/** packetdrill has only the words of POSIX. */
const HOWS: Readonly<Record<string, string>> = {
  SD_RECEIVE: "SHUT_RD",
  SD_SEND: "SHUT_WR",
  SD_BOTH: "SHUT_RDWR",
};

/** Writes the calls on one connection's end. */
export class CallWriter {
  readonly #timeline: Timeline;
  readonly #connection: ConnectionId;
  /** Of each call that returned: the record of its return, by that of its start. */
  readonly #returns = new Map<RecordId, RecordId>();
  readonly #isActive: boolean;
  readonly #process: string;
  #isOpen = false;

  constructor(timeline: Timeline, connection: ConnectionId) {
    this.#timeline = timeline;
    this.#connection = connection;
    const { host } = timeline.connectionOf(connection);
    const open = new Map<string, RecordId>();
    let opener: CallRecord | null = null;
    for (let id = 1; id <= timeline.size; id++) {
      const body = timeline.bodyOf(id);
      if (body.kind !== "call" || body.host !== host) continue;
      const key = `${body.process} ${body.thread}`;
      if (body.event === "started") open.set(key, id);
      else this.#returns.set(open.get(key) ?? id, id);
      const isOpening = body.call === "connect" || body.call === "accept";
      if (opener === null && isOpening && body.connection === connection) opener = body;
    }
    this.#isActive = opener?.call === "connect";
    this.#process = opener?.process ?? "";
  }

  /** The calls before the first packet. */
  *openingLines(): Generator<string> {
    yield `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = ${FIRST}`;
    if (this.#isActive) {
      this.#isOpen = true;
      return;
    }
    yield `+0 setsockopt(${FIRST}, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0`;
    yield `+0 bind(${FIRST}, ..., ...) = 0`;
    yield `+0 listen(${FIRST}, ${this.#backlog()}) = 0`;
  }

  /** The lines that a record of a call stands for. */
  *linesOf(id: RecordId, body: CallRecord): Generator<CallLine> {
    if (AT_START.includes(body.call)) {
      if (body.event === "started") yield* this.#atStart(id, body);
      return;
    }
    if (body.event === "returned" && body.connection === this.#connection) {
      yield* this.#atReturn(id);
    }
  }

  /** What a process leaves open when it ends, its system closes. */
  *endLines(process: string): Generator<string> {
    if (process !== this.#process || !this.#isOpen) return;
    this.#isOpen = false;
    yield `close(${this.#descriptor()}) = 0`;
  }

  #descriptor(): number {
    return this.#isActive ? FIRST : ACCEPTED;
  }

  #backlog(): number {
    for (const id of this.#returns.values()) {
      const body = this.#timeline.bodyOf(id);
      if (body.kind === "call" && body.call === "listen" && body.process === this.#process) {
        return Number(body.args.backlog ?? 1);
      }
    }
    return 1;
  }

  *#atStart(id: RecordId, body: CallRecord): Generator<CallLine> {
    const returned = this.#returns.get(id);
    const since = this.#timeline.atOf(id);
    if (returned === undefined) return; // a call that never returns has no words
    if (body.args.option === "F_SETOWN") return; // nor has who is told of urgent data
    const end = this.#timeline.bodyOf(returned) as CallRecord;
    if (end.connection !== this.#connection && body.connection !== this.#connection) {
      if (!this.#isOwnOption(body)) return;
    }
    const until = this.#timeline.atOf(returned);
    const span = until > since ? since : null;
    const result = resultText(end.result);
    const fd = this.#descriptor();
    if (body.call === "close" || body.call === "closesocket") this.#isOpen = false;
    yield { text: `${callText(body, fd)} = ${result}`, since: span, until };
  }

  /** An option that is set before there is a connection. */
  #isOwnOption(body: CallRecord): boolean {
    const { name } = this.#timeline.connectionOf(this.#connection);
    return this.#isActive && OPTION_CALLS.includes(body.call) && body.process === this.#process &&
      body.socket === name;
  }

  *#atReturn(id: RecordId): Generator<CallLine> {
    const { call, result, args } = this.#timeline.bodyOf(id) as CallRecord;
    const until = this.#timeline.atOf(id);
    const line = (text: string): CallLine => ({ text, since: null, until });
    if (call === "accept") {
      this.#isOpen = true;
      yield line(`accept(${FIRST}, ..., ...) = ${ACCEPTED}`);
    } else if (call === "recv" && result !== null) {
      const fd = this.#descriptor();
      const { bytes, value, error } = result;
      if (bytes > 0) yield line(`read(${fd}, ..., ${bytes}) = ${bytes}`);
      // A step that reads to the end has both: the bytes, and how it ended.
      if (bytes === value && bytes > 0) return;
      const max = Number(args.max ?? 1);
      yield line(`read(${fd}, ..., ${max}) = ${error === "" ? value : resultText(result)}`);
    }
  }
}

function callText({ call, args }: CallRecord, fd: number): string {
  switch (call) {
    case "connect":
      return `connect(${fd}, ..., ...)`;
    case "send":
      if (args.flags !== undefined) return `send(${fd}, ..., ${args.length}, ${args.flags})`;
      return `write(${fd}, ..., ${args.length})`;
    case "shutdown":
      return `shutdown(${fd}, ${HOWS[String(args.how)] ?? args.how})`;
    case "setsockopt":
    case "fcntl":
    case "ioctlsocket":
      return optionText(args, fd);
    default:
      return `close(${fd})`;
  }
}

function optionText(args: CallRecord["args"], fd: number): string {
  const option = String(args.option);
  if (option === "O_NONBLOCK" || option === "FIONBIO") {
    return `fcntl(${fd}, F_SETFL, O_RDWR${args.value ? "|O_NONBLOCK" : ""})`;
  }
  if (option === "SO_LINGER") {
    const value = `{onoff=${args.onoff ? 1 : 0}, linger=${args.linger}}`;
    return `setsockopt(${fd}, SOL_SOCKET, SO_LINGER, ${value}, 8)`;
  }
  const level = option.startsWith("TCP_")
    ? "SOL_TCP"
    : option.startsWith("IP_")
    ? "SOL_IP"
    : "SOL_SOCKET";
  return `setsockopt(${fd}, ${level}, ${option}, [${Number(args.value)}], 4)`;
}

/** "100", "-1 ECONNRESET", "-1 WSAECONNRESET". */
function resultText(result: CallResult | null): string {
  if (result === null) return "...";
  if (result.error === "") return String(result.value);
  return `-1 ${result.error}`;
}
