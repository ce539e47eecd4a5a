import {
  ecnOf,
  Flag,
  flagsText,
  type IcmpMessage,
  type Segment,
  type TcpOptions,
} from "../../engine/wire/mod.ts";
import type { SegmentRecord } from "../../nodes/records.ts";
import type { Flow } from "../flows.ts";
import { icmpName } from "./icmp_names.ts";
import { always, type Part, printable } from "./parts.ts";
import { Style } from "./style.ts";

/** The ECN field of a packet, by its number (RFC 3168 5). */
const ECN_WORDS = ["", "ECT(1)", "ECT(0)", "CE"] as const;

/** What a record says of its segment: "FIN,ACK seq=101 ack=201 len=0". */
export function segmentParts(body: SegmentRecord, flow: Flow | null): Part[] {
  const { segment, icmp } = body.packet;
  const parts = segment === null ? icmpParts(icmp) : tcpParts(segment, flow);
  const dscp = body.packet.tos >> 2;
  if (dscp !== 0) parts.push({ text: ` dscp=${dscp}`, keep: 5 });
  const mark = ECN_WORDS[ecnOf(body.packet)];
  if (mark !== "") parts.push({ text: ` ${mark}`, keep: mark === "CE" ? 9 : 1 });
  if (body.corrupted) parts.push(always(" corrupted"));
  if (body.event !== "dropped" && body.note !== "") {
    const note = printable(body.note);
    const gist = note.slice(0, note.includes(":") ? note.lastIndexOf(":") : note.length);
    parts.push({ text: ` (${note})`, keep: 8, short: ` (${gist})` });
  }
  return parts;
}

function tcpParts(segment: Segment, flow: Flow | null): Part[] {
  const seq = (segment.seq - (flow?.seq ?? 0)) >>> 0;
  const ack = (segment.ack - (flow?.ack ?? 0)) >>> 0;
  const flags = flagsText(segment.flags);
  const parts = [always(flags === "" ? "no flags" : flags), always(` seq=${seq}`)];
  if ((segment.flags & Flag.Ack) !== 0) parts.push({ text: ` ack=${ack}`, keep: 9 });
  parts.push({ text: ` len=${segment.dataLength}`, keep: 7 });
  if ((segment.flags & Flag.Urg) !== 0) {
    parts.push({ text: ` urg=${segment.urgentPointer}`, keep: 6 });
  }
  const says = (segment.flags & Flag.Syn) !== 0;
  if (says || (segment.window === 0 && (segment.flags & Flag.Rst) === 0)) {
    parts.push({ text: ` win=${segment.window}`, keep: says ? 4 : 9 });
  }
  optionParts(parts, segment.options, flow);
  return parts;
}

function optionParts(parts: Part[], options: TcpOptions, flow: Flow | null): void {
  if (options.mss > 0) parts.push({ text: ` mss=${options.mss}`, keep: 3 });
  if (options.windowScale >= 0) parts.push({ text: ` wscale=${options.windowScale}`, keep: 2 });
  if (options.sackPermitted) parts.push({ text: " sackOK", keep: 2 });
  if (options.hasTimestamps && options.mss > 0) parts.push({ text: " ts", keep: 2 });
  if (options.userTimeout >= 0) parts.push({ text: ` uto=${options.userTimeout}`, keep: 5 });
  if (options.sack === null) return;
  const base = flow?.ack ?? 0;
  const edges = Array.from(options.sack, (edge) => (edge - base) >>> 0);
  const blocks: string[] = [];
  for (let i = 0; i + 1 < edges.length; i += 2) blocks.push(`${edges[i]}..${edges[i + 1]}`);
  parts.push({ text: ` sack=${blocks.join(",")}`, keep: 6 });
}

function icmpParts(icmp: IcmpMessage | null): Part[] {
  return [always(icmp === null ? "packet" : `ICMP ${icmpName(icmp)}`)];
}

/** The style of a segment, by what it does to its connection. */
export function segmentStyle(body: SegmentRecord): Style {
  const flags = body.packet.segment?.flags ?? 0;
  if ((flags & Flag.Rst) !== 0 || body.packet.icmp !== null) return Style.Reset;
  if ((flags & Flag.Syn) !== 0) return Style.Syn;
  return (flags & Flag.Fin) !== 0 ? Style.Fin : Style.Data;
}
