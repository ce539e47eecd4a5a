import type { Nanos } from "../base/time.ts";
import type { Ipv4 } from "../wire/mod.ts";
import { halfSipHash } from "./half_sip_hash.ts";

/** One tick of the sequence clock M: 4 microseconds (RFC 9293 3.4.1, MUST-8). */
const TICK: Nanos = 4_000;

/**
 * Chooses initial sequence numbers: ISN = M + F(local address, local port,
 * remote address, remote port, secret) (RFC 9293 3.4.1, SHLD-1; RFC 6528 3).
 *
 * M is a clock of virtual time with ticks of 4 microseconds (MUST-8), so a new
 * incarnation of a connection starts above its predecessor. F is a keyed hash
 * (MUST-9); the two words of the secret come from the host's random numbers.
 *
 * @example
 * ```ts
 * import { IssGenerator } from "./iss.ts";
 * import { seqDiff } from "./seq.ts";
 * import { us } from "../base/time.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const iss = new IssGenerator(0x01234567, 0x89abcdef);
 * const first = iss.next(0x0a000001, 49152, 0x0a000002, 80, 0);
 * const later = iss.next(0x0a000001, 49152, 0x0a000002, 80, us(400));
 * strictEqual(seqDiff(later, first), 100);
 * ```
 */
export class IssGenerator {
  readonly #key0: number;
  readonly #key1: number;

  constructor(key0: number, key1: number) {
    this.#key0 = key0 | 0;
    this.#key1 = key1 | 0;
  }

  /** The initial sequence number of a connection that opens now, int32. */
  next(
    localAddress: Ipv4,
    localPort: number,
    remoteAddress: Ipv4,
    remotePort: number,
    now: Nanos,
  ): number {
    const ports = (localPort << 16) | remotePort;
    const hash = halfSipHash(this.#key0, this.#key1, localAddress | 0, remoteAddress | 0, ports);
    return (hash + Math.floor(now / TICK)) | 0;
  }
}
