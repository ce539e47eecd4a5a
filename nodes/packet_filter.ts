import type { Nanos } from "../engine/base/time.ts";
import { type Profile, resetForNobody } from "../engine/tcp/mod.ts";
import { type Packet, tcpPacket } from "../engine/wire/mod.ts";
import { enterCause, leaveCause } from "./cause.ts";
import type { RejectRule } from "./faults.ts";
import type { Firewall } from "./firewall.ts";
import type { Network } from "./network.ts";
import type { ConnectionId } from "./records.ts";
import { recordDeparture } from "./segment_record.ts";
import { SegmentMatcher } from "./segment_matcher.ts";

/** What a filter needs of the host that it stands on. */
export interface FilteringHost {
  readonly name: string;
  readonly network: Network;
  readonly profile: Profile;
  sendPacket(packet: Packet, connection: ConnectionId, note: string, now: Nanos): boolean;
}

/** A rule and how many segments it has met. */
interface ActiveReject {
  readonly rule: RejectRule;
  readonly matcher: SegmentMatcher;
  met: number;
}

/**
 * Decides what a host passes on between its NICs: rules of the topology that
 * answer for the receiver with a RST (as iptables' REJECT does with
 * tcp-reset), and a firewall that knows connections. Both speak to the sender
 * of a segment only: the other side hears nothing.
 */
export class PacketFilter {
  /** null where the host keeps no track of connections. */
  firewall: Firewall | null = null;
  readonly #rejects: ActiveReject[] = [];

  addReject(rule: RejectRule): void {
    this.#rejects.push({ rule, matcher: new SegmentMatcher(rule.match), met: 0 });
  }

  /** Whether a packet passes. One that does not is recorded as dropped, and perhaps answered. */
  passes(host: FilteringHost, packet: Packet, now: Nanos): boolean {
    return !this.#isRejected(host, packet, now) && this.#isKnown(host, packet, now);
  }

  #isRejected(host: FilteringHost, packet: Packet, now: Nanos): boolean {
    for (const active of this.#rejects) {
      if (!active.matcher.matches(host.network, packet, "", "")) continue;
      active.met++;
      const { nth, count } = active.rule;
      if (active.met < nth || active.met >= nth + count) continue;
      const { name } = host;
      const cause = enterCause(
        host.network,
        { kind: "fault", event: "reject", target: name, host: name, note: `match ${active.met}` },
        now,
      );
      refuse(host, packet, "rejected by the firewall", true, now);
      leaveCause(host.network, cause);
      return true;
    }
    return false;
  }

  #isKnown(host: FilteringHost, packet: Packet, now: Nanos): boolean {
    if (this.firewall === null) return true;
    const why = this.firewall.refusal(packet, now);
    if (why === "") return true;
    const { unknown } = this.firewall.settings;
    const note = `the firewall does not know the connection: ${why}`;
    refuse(host, packet, note, unknown === "reset", now);
    return false;
  }
}

function refuse(
  host: FilteringHost,
  packet: Packet,
  note: string,
  answers: boolean,
  now: Nanos,
): void {
  const { network, name } = host;
  const cause = network.recorder?.cause ?? 0;
  recordDeparture(network, { host: name, name: "", link: "" }, "dropped", packet, 0, note, now);
  leaveCause(network, cause);
  const seg = packet.segment;
  const reset = answers && seg !== null ? resetForNobody(seg) : null;
  if (reset === null) return;
  const answer = tcpPacket(packet.destination, packet.source, reset, host.profile.ttl);
  host.sendPacket(answer, 0, `reset: ${note}`, now);
}
