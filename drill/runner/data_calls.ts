import { Phase, type Program } from "../../nodes/sockets/mod.ts";
import type { Expression } from "../language/mod.ts";
import {
  type CallHandler,
  type CallSite,
  checkFlags,
  countAt,
  handleAt,
  type Outcome,
  plain,
  withoutWaiting,
} from "./calls.ts";
import { controlDifference } from "./control_messages.ts";
import { NotSupported } from "./verdict.ts";

/** What writes write. */
let zeros: Uint8Array = new Uint8Array(0);

function zerosOf(length: number): Uint8Array {
  if (zeros.length < length) zeros = new Uint8Array(Math.max(length, 65_536));
  return zeros.subarray(0, length);
}

const NO_FLAGS: ReadonlySet<string> = new Set();

function* send(
  site: CallSite,
  count: number,
  flags: ReadonlySet<string>,
): Program<Outcome> {
  checkFlags(site, flags, ["MSG_DONTWAIT", "MSG_NOSIGNAL", "MSG_EOR", "MSG_MORE", "MSG_OOB"]);
  const special = (["MSG_EOR", "MSG_MORE", "MSG_OOB"] as const).filter((it) => flags.has(it));
  if (special.length > 1) throw new NotSupported(site.args.event.place, special.join(" with "));
  const handle = handleAt(site, 0);
  const fault = badPointer(site, handle, count);
  if (fault !== "") return { value: -1, errno: fault };
  const call = site.os.sendWith(handle, zerosOf(count), special[0] ?? "");
  const result = yield* withoutWaiting(site, handle, flags.has("MSG_DONTWAIT"), call);
  if (result.error === "") site.noteWrite(result.value);
  return plain(result);
}

function* receive(
  site: CallSite,
  count: number,
  flags: ReadonlySet<string>,
): Program<Outcome> {
  checkFlags(site, flags, ["MSG_DONTWAIT", "MSG_PEEK", "MSG_WAITALL", "MSG_NOSIGNAL", "MSG_TRUNC"]);
  const handle = handleAt(site, 0);
  const fault = badPointer(site, handle, count);
  if (fault !== "") return { value: -1, errno: fault };
  const amount = flags.has("MSG_PEEK")
    ? { kind: "peek", max: count } as const
    : flags.has("MSG_WAITALL")
    ? { kind: "exactly", bytes: count } as const
    : { kind: "once", max: count } as const;
  const call = site.os.skip(handle, amount);
  return plain(yield* withoutWaiting(site, handle, flags.has("MSG_DONTWAIT"), call));
}

/**
 * What a number in place of a buffer comes to: no memory is there (S: copying
 * from it fails, tcp_sendmsg). "" where the buffer is `...`, or nothing is to be
 * moved; an error of the socket itself comes first.
 */
function badPointer(site: CallSite, handle: number, count: number): string {
  const socket = site.socketOf(handle);
  if (count === 0 || socket === null || socket.phase !== Phase.Connected) return "";
  return buffersOf(site).some((it) => it.kind !== "ellipsis" && it.kind !== "text") ? "EFAULT" : "";
}

/** The places that a call is to move bytes from or to. */
function buffersOf(site: CallSite): Expression[] {
  const given = site.args.at(1);
  const vectors = given.kind === "record" ? site.args.field(given, "msg_iov") : given;
  if (vectors?.kind !== "list") return given.kind === "record" ? [] : [given];
  return vectors.items.flatMap((it) =>
    it.kind === "record" && it.fields[0] !== undefined ? [it.fields[0].value] : []
  );
}

/** The calls that move bytes. */
export const dataCalls: Readonly<Record<string, CallHandler>> = {
  *write(site) {
    site.args.mustBe(3);
    return yield* send(site, countAt(site, 2), NO_FLAGS);
  },

  *send(site) {
    site.args.mustBe(4);
    return yield* send(site, countAt(site, 2), site.args.words(3));
  },

  *sendto(site) {
    site.args.mustBe(6);
    return yield* send(site, countAt(site, 2), site.args.words(3));
  },

  *writev(site) {
    site.args.mustBe(3);
    return yield* send(site, lengthOf(site, site.args.list(1)), NO_FLAGS);
  },

  *sendmsg(site) {
    site.args.mustBe(3);
    mustHaveNoControl(site);
    return yield* send(site, messageLength(site), site.args.words(2));
  },

  *read(site) {
    site.args.mustBe(3);
    return yield* receive(site, countAt(site, 2), NO_FLAGS);
  },

  *recv(site) {
    site.args.mustBe(4);
    return yield* receive(site, countAt(site, 2), site.args.words(3));
  },

  *recvfrom(site) {
    site.args.mustBe(6);
    return yield* receive(site, countAt(site, 2), site.args.words(3));
  },

  *readv(site) {
    site.args.mustBe(3);
    return yield* receive(site, lengthOf(site, site.args.list(1)), NO_FLAGS);
  },

  *recvmsg(site) {
    site.args.mustBe(3);
    const outcome = yield* receive(site, messageLength(site), site.args.words(2));
    if (outcome.errno !== "") return outcome;
    return { ...outcome, difference: controlDifference(site, site.socketOf(handleAt(site, 0))) };
  },
};

/** The bytes of `[{..., 100}, {..., 200}]`. */
function lengthOf(site: CallSite, buffers: readonly Expression[]): number {
  let length = 0;
  for (const buffer of buffers) {
    const size = buffer.kind === "record" ? buffer.fields[1]?.value : undefined;
    if (size === undefined) throw new NotSupported(buffer.place, "buffers in this form");
    length += site.args.numberOf(size);
  }
  return length;
}

/** Control messages that are sent are not here. */
function mustHaveNoControl(site: CallSite): void {
  const control = site.args.field(site.args.at(1), "msg_control");
  if (control === null || control.kind === "ellipsis") return;
  if (control.kind === "list" && control.items.length === 0) return;
  throw new NotSupported(control.place, "control messages");
}

/** The bytes of a `msghdr`. */
function messageLength(site: CallSite): number {
  const message = site.args.at(1);
  const buffers = site.args.field(message, "msg_iov");
  if (buffers?.kind !== "list") throw new NotSupported(message.place, "a message without msg_iov");
  return lengthOf(site, buffers.items);
}
