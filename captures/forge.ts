import { type Connection, seqAdd } from "../engine/tcp/mod.ts";
import { Flag, type Packet, parseFlags, Segment, tcpPacket } from "../engine/wire/mod.ts";
import type { Host } from "../nodes/host.ts";
import { patternBuffer } from "../nodes/sockets/mod.ts";
import {
  type Capture,
  type CapturedFault,
  type CapturedSegment,
  DIRECTION_FROM,
} from "./capture.ts";
import { type Side, SIDES } from "./capture.ts";

/** How far from its fault's time a forged segment may have been recorded, in milliseconds. */
const NEAR_MS = 3;

/** Whom a forged segment is for. */
export function victimOf(fault: CapturedFault): Side {
  return fault.to ?? (/\bto server\b/.test(fault.text ?? "") ? "server" : "client");
}

/**
 * The forged segment of an "inject" to a host, null where there is no
 * connection for it. One that is only described in words is made like the one
 * that the victim's interface saw then.
 */
export function forge(capture: Capture, fault: CapturedFault, victim: Host): Packet | null {
  const connection = victim.endpoint.connections().at(-1);
  if (connection === undefined) return null;
  const seg = new Segment();
  seg.sourcePort = connection.remotePort;
  seg.destinationPort = connection.localPort;
  seg.data = patternBuffer();
  seg.window = 501;
  if (fault.flags !== undefined) fromNumbers(seg, fault, connection);
  else {
    const seen = seenAt(capture, fault);
    if (seen === null) return null;
    fromRecord(seg, seen, connection);
  }
  return tcpPacket(connection.remoteAddress, connection.localAddress, seg);
}

function fromNumbers(seg: Segment, fault: CapturedFault, connection: Connection): void {
  const { rcv, snd } = connection.tcb;
  seg.flags = parseFlags(fault.flags ?? "");
  seg.seq = seqAdd(rcv.nxt, fault.seq?.plus ?? 0);
  if (seg.flags & Flag.Ack) seg.ack = seqAdd(snd.nxt, fault.ack?.plus ?? 0);
  seg.dataLength = fault.length ?? 0;
}

function fromRecord(seg: Segment, seen: CapturedSegment, connection: Connection): void {
  seg.flags = parseFlags(seen.flags);
  seg.seq = seqAdd(connection.irs, seen.seq);
  if (seen.ack !== undefined) seg.ack = seqAdd(connection.iss, seen.ack);
  seg.dataLength = seen.len;
}

/** The recorded segment that came to the victim nearest to the fault's time. */
function seenAt(capture: Capture, fault: CapturedFault): CapturedSegment | null {
  const victim = victimOf(fault);
  const attacker = SIDES.find((side) => side !== victim)!;
  const near = capture.segments[victim]
    .filter((it) => it.direction === DIRECTION_FROM[attacker])
    .filter((it) => Math.abs(it.atMs - fault.atMs) <= NEAR_MS)
    .sort((a, b) => Math.abs(a.atMs - fault.atMs) - Math.abs(b.atMs - fault.atMs));
  return near[0] ?? null;
}
