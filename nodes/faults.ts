import type { Nanos } from "../engine/base/time.ts";

/** When a fault happens. */
export type FaultTrigger =
  | { kind: "at"; at: Nanos }
  /** Every so often, first after one period. */
  | { kind: "every"; period: Nanos; times: number }
  /** When a connection ("client.conn") enters a state ("FIN-WAIT-1"), the n-th time, then `after`. */
  | { kind: "enters"; connection: string; state: string; nth: number; after: Nanos }
  /** When a call ("server.web.accept") starts or returns, the n-th time, then `after`. */
  | { kind: "call"; call: string; event: "started" | "returned"; nth: number; after: Nanos }
  /** When the n-th matching segment is sent or received, then `after`. */
  | { kind: "segment"; match: SegmentMatch; event: "sent" | "received"; nth: number; after: Nanos };

/** Which segments are meant; null and "" match all. */
export interface SegmentMatch {
  /** The link that it travels on, or "". */
  link: string;
  /** The host that sent it, or "". */
  from: string;
  /** Letters of S A F R P U E C that must be set; "" any. */
  flags: string;
  /** Letters that must not be set; "" any. */
  without: string;
  /** Whether it must (true) or must not (false) carry payload; null either. */
  data: boolean | null;
  /** Whether ICMP messages are meant in place of segments. */
  icmp: boolean;
}

/** What a fault does. `duration` Infinity: for good; else it is undone after that time. */
export type FaultAction =
  | { do: "pull"; link: string; duration: Nanos }
  | { do: "plug"; link: string }
  /** Loses without a word what `from` sends on a link, or both ends where it is "". */
  | { do: "partition"; link: string; from: string; duration: Nanos }
  | { do: "heal"; link: string; from: string }
  /** Holds at its far end what `from` sends on a link, until it is released. */
  | { do: "hold"; link: string; from: string; duration: Nanos }
  | { do: "release"; link: string; from: string }
  | { do: "disable"; host: string; nic: string; duration: Nanos }
  | { do: "enable"; host: string; nic: string }
  /** The host does not go by the NIC's address any more; the NIC stays up. */
  | { do: "removeAddress"; host: string; nic: string; duration: Nanos }
  | { do: "addAddress"; host: string; nic: string }
  | { do: "kill"; host: string; process: string }
  /** The host loses everything at once; after `duration` it boots, without its programs unless `restart`. */
  | { do: "crash"; host: string; duration: Nanos; restart: boolean }
  | { do: "boot"; host: string; restart: boolean }
  | { do: "pause"; host: string; duration: Nanos }
  | { do: "resume"; host: string };

/** What a link does to the n-th matching segments that enter it: a fault without a time. */
export interface LinkRule {
  action: "drop" | "delay" | "duplicate" | "corrupt" | "mark";
  match: SegmentMatch;
  /** The first one it applies to, from 1. */
  nth: number;
  /** To how many from there on; Infinity for all. */
  count: number;
  /** Of "delay": how much later it arrives. */
  delay: Nanos;
}

/** A forwarding host answers the n-th matching segments with a RST, and does not pass them on. */
export interface RejectRule {
  host: string;
  match: SegmentMatch;
  /** The first one it applies to, from 1. */
  nth: number;
  /** To how many from there on; Infinity for all. */
  count: number;
}

/** One fault of a topology. */
export type Fault =
  | { kind: "action"; trigger: FaultTrigger; action: FaultAction }
  | { kind: "rule"; rule: LinkRule }
  | { kind: "reject"; rule: RejectRule };
