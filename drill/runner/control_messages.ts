import type { Socket } from "../../nodes/sockets/mod.ts";
import type { Expression } from "../language/mod.ts";
import type { CallSite } from "./calls.ts";
import { NotSupported } from "./verdict.ts";

/** The types of the message that TCP_INQ asks for, as scripts write them (V: linux/tcp.h, 36). */
const INQ: ReadonlySet<string> = new Set(["TCP_CM_INQ", "TCP_INQ"]);

/**
 * How the control messages that recvmsg gave differ from those of its script,
 * "" for nothing. Only TCP_INQ is here.
 */
export function controlDifference(site: CallSite, socket: Socket | null): string {
  const control = site.args.field(site.args.at(1), "msg_control");
  if (control === null || control.kind === "ellipsis" || socket === null) return "";
  if (control.kind !== "list") throw new NotSupported(control.place, "control messages");
  const found = site.asksForInq(socket) ? [bytesLeft(socket)] : [];
  if (control.items.length !== found.length) {
    return `msg_control must have ${control.items.length} messages: it has ${found.length}`;
  }
  return control.items.map((it, i) => difference(site, it, found[i]!)).filter((it) => it !== "")
    .join("; ");
}

/** What is left to be read; of a stream that has ended at least 1 (S: tcp_inq_hint). */
function bytesLeft({ connection }: Socket): number {
  if (connection === null) return 0;
  const end = connection.peerClosed ? 1 : 0;
  return connection.queued + end;
}

function difference(site: CallSite, message: Expression, bytes: number): string {
  const { args } = site;
  const type = args.field(message, "cmsg_type");
  if (type?.kind !== "word" || !INQ.has(type.name)) {
    throw new NotSupported(message.place, "control messages of this type");
  }
  const data = args.field(message, "cmsg_data");
  if (data === null || data.kind === "ellipsis") return "";
  const expected = args.numberOf(data);
  return expected === bytes ? "" : `cmsg_data must be ${expected}: it is ${bytes}`;
}
