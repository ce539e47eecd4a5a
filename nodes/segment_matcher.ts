import { type Packet, parseFlags, type Segment } from "../engine/wire/mod.ts";
import type { SegmentMatch } from "./faults.ts";
import type { Network } from "./network.ts";

/** Tells which segments, or ICMP messages, a {@linkcode SegmentMatch} means. */
export class SegmentMatcher {
  readonly match: SegmentMatch;
  #set: number;
  #clear: number;

  /** @throws {SyntaxError} if `flags` or `without` is not of flags. */
  constructor(match: SegmentMatch) {
    this.match = match;
    this.#set = parseFlags(match.flags);
    this.#clear = parseFlags(match.without);
  }

  /**
   * Whether a packet on `link` is meant. `sender` is the node that put it
   * there; the host that has the packet's source address counts as its sender
   * too, so that "from: server" holds on every link of the way.
   */
  matches(network: Network, packet: Packet, link: string, sender: string): boolean {
    const { match } = this;
    const { segment } = packet;
    if (match.icmp !== (segment === null)) return false;
    if (segment !== null && !this.#isLike(segment)) return false;
    if (match.link !== "" && match.link !== link) return false;
    return match.from === "" || match.from === sender ||
      match.from === network.hostOf(packet.source);
  }

  #isLike({ dataLength, flags }: Segment): boolean {
    if ((flags & this.#set) !== this.#set || (flags & this.#clear) !== 0) return false;
    return this.match.data === null || this.match.data === dataLength > 0;
  }
}
