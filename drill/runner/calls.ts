import type { Nanos } from "../../engine/base/time.ts";
import type { Ipv4 } from "../../engine/wire/mod.ts";
import type { CallResult } from "../../nodes/records.ts";
import { type Program, type Socket, type SocketCalls } from "../../nodes/sockets/mod.ts";
import type { Expression } from "../language/mod.ts";
import type { Arguments, Symbols } from "./arguments.ts";
import type { Descriptors } from "./descriptors.ts";
import type { Interest } from "./epoll.ts";
import type { Settings } from "./settings.ts";
import { Failure, NotSupported } from "./verdict.ts";

/** What a call came to. */
export interface Outcome {
  readonly value: number;
  /** "" where it succeeded. */
  readonly errno: string;
  /** The value is a descriptor: the script's number for it is its own. */
  readonly handle?: number;
  /** The value is a descriptor of an epoll instance that watches these. */
  readonly epoll?: Map<number, Interest>;
  /** What it gave back otherwise than the script says, "" for nothing. */
  readonly difference?: string;
}

/** What calls need of the script's run. */
export interface CallSite {
  readonly os: SocketCalls;
  readonly args: Arguments;
  readonly symbols: Symbols;
  readonly settings: Settings;
  readonly descriptors: Descriptors;
  /** "linux", "freebsd", "windows" or "rfc9293". */
  readonly system: string;
  socketOf(handle: number): Socket | null;
  /** Whether TCP_INQ is on; only Linux knows it, and only for recvmsg. */
  asksForInq(socket: Socket): boolean;
  setInq(socket: Socket, isOn: boolean): void;
  /** So many bytes were written at the end of the stream. */
  noteWrite(bytes: number): void;
  /** Waits until something about the socket changes, or until then. */
  waitFor(socket: Socket, deadline: Nanos): Program;
}

/** Makes one call. */
export type CallHandler = (site: CallSite) => Program<Outcome>;

/** No handle has this number: a call on it fails with EBADF. */
const BAD_HANDLE = -1;

/** The real handle of a script's descriptor. */
export function handleAt(site: CallSite, index: number): number {
  const found = site.descriptors.get(site.args.number(index));
  return found?.kind === "socket" ? found.handle : BAD_HANDLE;
}

/** A call's result as it is. */
export const plain = ({ value, error }: CallResult): Outcome => ({ value, errno: error });

/** Whether the socket does not block; a bad handle does not matter. */
const isNonblocking = (site: CallSite, handle: number): boolean =>
  site.socketOf(handle)?.nonblocking ?? true;

/** Calls with MSG_DONTWAIT: as on a socket that does not block. */
export function* withoutWaiting<T>(
  site: CallSite,
  handle: number,
  applies: boolean,
  call: Program<T>,
): Program<T> {
  const socket = site.socketOf(handle);
  if (!applies || socket === null) return yield* call;
  const before = isNonblocking(site, handle);
  socket.nonblocking = true;
  const result = yield* call;
  socket.nonblocking = before;
  return result;
}

/** An address of a script with its port. */
export function endpointOf(
  site: CallSite,
  index: number,
  address: Ipv4,
  port: number,
): { readonly address: Ipv4; readonly port: number } {
  const given = site.args.at(index);
  if (given.kind === "ellipsis") return { address, port };
  const numberOf = (name: string, otherwise: number): number => {
    const field = site.args.field(given, name);
    if (field === null || field.kind === "ellipsis") return otherwise;
    return isAnyAddress(field) ? 0 : site.args.numberOf(field);
  };
  return { address: numberOf("sin_addr", address), port: numberOf("sin_port", port) };
}

const isAnyAddress = (it: Expression): boolean => it.kind === "word" && it.name === "INADDR_ANY";

/** Only these flags of a call are known. */
export function checkFlags(
  site: CallSite,
  flags: ReadonlySet<string>,
  known: readonly string[],
): void {
  for (const flag of flags) {
    if (!known.includes(flag)) throw new NotSupported(site.args.event.place, `the flag ${flag}`);
  }
}

/** The most that one call may move: 32 MiB. */
const MOST_BYTES = 2 ** 25;

/** How many bytes a call is to move. */
export function countAt(site: CallSite, index: number): number {
  const count = site.args.number(index);
  if (Number.isInteger(count) && count >= 0 && count <= MOST_BYTES) return count;
  const { event } = site.args;
  throw new Failure(
    event.place,
    `${event.name} must move 0 to ${MOST_BYTES} bytes: it says ${count}`,
  );
}
