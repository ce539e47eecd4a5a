import { ms, type Nanos, NEVER } from "../../engine/base/time.ts";
import type { Program, Socket } from "../../nodes/sockets/mod.ts";
import type { Expression } from "../language/mod.ts";
import type { CallHandler, CallSite, Outcome } from "./calls.ts";
import { Interest, readyBits } from "./epoll.ts";
import { NotSupported } from "./verdict.ts";

/** A socket that is asked about. */
interface Asked {
  readonly number: number;
  readonly socket: Socket | null;
  readonly events: number;
}

/** The socket of a script's descriptor, null for none. */
function socketAt(site: CallSite, number: number): Socket | null {
  const found = site.descriptors.get(number);
  return found?.kind === "socket" ? site.socketOf(found.handle) : null;
}

const timeOf = (milliseconds: number): Nanos => milliseconds < 0 ? NEVER : ms(milliseconds);

/** Waits until one of them is ready, at most so long; `bits` looks. */
function* untilReady(
  site: CallSite,
  asked: readonly Asked[],
  timeout: Nanos,
  bits: (it: Asked) => number,
): Program<number[]> {
  const deadline = site.os.now + timeout;
  while (true) {
    const found = asked.map(bits);
    if (found.some((it) => it !== 0) || site.os.now >= deadline) return found;
    const sockets = asked.filter((it) => it.socket !== null);
    const only = sockets[0];
    if (sockets.length !== 1 || only === undefined) {
      throw new NotSupported(site.args.event.place, "waiting for more than one socket");
    }
    yield* site.waitFor(only.socket!, deadline);
  }
}

function* poll(site: CallSite): Program<Outcome> {
  const { args, symbols } = site;
  args.mustBe(3);
  const records = args.list(0);
  const asked = records.map((it): Asked => {
    const number = fieldNumber(site, it, "fd");
    return { number, socket: socketAt(site, number), events: fieldNumber(site, it, "events") };
  });
  const bitsOf = ({ socket, events }: Asked): number =>
    socket === null ? symbols["POLLNVAL"]! : readyBits(socket, events, symbols);
  const found = yield* untilReady(site, asked, timeOf(args.number(2)), bitsOf);
  const differences = records.map((it, i) => differenceOf(site, it, "revents", found[i]!));
  return {
    value: found.filter((it) => it !== 0).length,
    errno: "",
    difference: differences.filter((it) => it !== "").join("; "),
  };
}

function fieldNumber(site: CallSite, record: Expression, name: string): number {
  const field = site.args.field(record, name);
  return field === null || field.kind === "ellipsis" ? 0 : site.args.numberOf(field);
}

function differenceOf(site: CallSite, record: Expression, name: string, found: number): string {
  const field = site.args.field(record, name);
  if (field === null || field.kind === "ellipsis") return "";
  const expected = site.args.numberOf(field);
  return expected === found ? "" : `${name} must be ${expected}: it is ${found}`;
}

// deno-lint-ignore require-yield
function* makeEpoll(_site: CallSite): Program<Outcome> {
  return { value: 0, errno: "", epoll: new Map() };
}

// deno-lint-ignore require-yield
function* controlEpoll(site: CallSite): Program<Outcome> {
  const { args } = site;
  args.mustBe(4);
  const epoll = site.descriptors.get(args.number(0));
  const number = args.number(2);
  if (epoll?.kind !== "epoll") return { value: -1, errno: "EBADF" };
  if (site.descriptors.get(number) === null) return { value: -1, errno: "EBADF" };
  const has = epoll.watched.has(number);
  const operation = args.word(1);
  if (operation === "EPOLL_CTL_DEL") {
    return epoll.watched.delete(number) ? { value: 0, errno: "" } : { value: -1, errno: "ENOENT" };
  }
  if (has !== (operation === "EPOLL_CTL_MOD")) {
    return { value: -1, errno: has ? "EEXIST" : "ENOENT" };
  }
  const events = fieldNumber(site, args.at(3), "events");
  const known = epoll.watched.get(number);
  if (known !== undefined) known.change(events);
  else epoll.watched.set(number, new Interest(socketAt(site, number), events, site.symbols));
  return { value: 0, errno: "" };
}

function* waitEpoll(site: CallSite): Program<Outcome> {
  const { args } = site;
  args.mustBe(4);
  const epoll = site.descriptors.get(args.number(0));
  if (epoll?.kind !== "epoll") return { value: -1, errno: "EBADF" };
  const most = args.number(2);
  if (!(most > 0)) return { value: -1, errno: "EINVAL" };
  const asked = [...epoll.watched].map(([number, { socket }]): Asked => ({
    number,
    socket,
    events: 0,
  }));
  const bitsOf = ({ number }: Asked): number => epoll.watched.get(number)!.ready();
  const found = yield* untilReady(site, asked, timeOf(args.number(3)), bitsOf);
  for (const [i, it] of asked.entries()) {
    if (found[i] !== 0) epoll.watched.get(it.number)!.reported();
  }
  const ready = asked.flatMap((it, i) => found[i] === 0 ? [] : [{ ...it, bits: found[i]! }]);
  const given = args.at(1);
  const expected = given.kind === "list" ? given.items : [given];
  const differences = ready.slice(0, expected.length).flatMap((it, i) => {
    const record = expected[i]!;
    if (record.kind !== "record") return [];
    return [
      differenceOf(site, record, "events", it.bits),
      descriptorDifference(site, record, it.number),
    ];
  });
  return {
    value: Math.min(ready.length, most),
    errno: "",
    difference: differences.filter((it) => it !== "").join("; "),
  };
}

/** `fd`, or `ptr` with the same number. */
function descriptorDifference(site: CallSite, record: Expression, number: number): string {
  const name = site.args.field(record, "fd") === null ? "ptr" : "fd";
  return differenceOf(site, record, name, number);
}

/** The calls that wait for readiness. */
export const pollCalls: Readonly<Record<string, CallHandler>> = {
  poll,
  "epoll_create": makeEpoll,
  "epoll_create1": makeEpoll,
  "epoll_ctl": controlEpoll,
  "epoll_wait": waitEpoll,
};
