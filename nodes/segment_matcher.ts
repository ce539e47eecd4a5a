import { type Packet, parseFlags } from "../engine/wire/mod.ts";
import type { SegmentMatch } from "./faults.ts";
import type { Network } from "./network.ts";

/** Tells which segments a {@linkcode SegmentMatch} means. ICMP is never meant. */
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
    const segment = packet.segment;
    if (segment === null) return false;
    if ((segment.flags & this.#set) !== this.#set || (segment.flags & this.#clear) !== 0) {
      return false;
    }
    const { match } = this;
    if (match.data !== null && match.data !== segment.dataLength > 0) return false;
    if (match.link !== "" && match.link !== link) return false;
    return match.from === "" || match.from === sender ||
      match.from === network.hostOf(packet.source);
  }
}
