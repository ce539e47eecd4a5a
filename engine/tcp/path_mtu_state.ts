import { type Nanos, NEVER } from "../base/time.ts";

/** No limit but the interface's. */
const UNKNOWN = Infinity;

/** What one connection knows of the MTU of its path (RFC 1191, RFC 4821). */
export class PathMtuState {
  /** The path MTU in bytes, as routers told; Infinity where none has. */
  mtu: number = UNKNOWN;
  /** Until when that is believed: then larger segments are tried again (RFC 1191 6.3). */
  until: Nanos = NEVER;
  /** The least payload that has proved to pass, or is presumed to; Infinity where nobody looks. */
  low: number = UNKNOWN;
  /** The largest payload that may pass, while `low` is searched upwards. */
  high = 0;
  /** When `high` was set: after some minutes the search begins anew. */
  searchedAt: Nanos = 0;
  /** The payload of the probe that is out, 0 for none, and its sequence numbers. */
  probeSize = 0;
  probeStart = 0;
  probeEnd = 0;
  /** The longest packet that was acknowledged (RFC 5927 7.2: maxsizeacked). */
  acknowledged = 0;
  /** A claim that waits for a timeout, 0 for none (RFC 5927 7.2), and until when it would count. */
  claim = 0;
  claimUntil: Nanos = NEVER;
  /** After "too big" one segment is out, and nothing else before its ACK (RFC 1191 6.4). */
  isOneOut = false;
}
