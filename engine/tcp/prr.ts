/**
 * Proportional Rate Reduction (RFC 9937): during recovery the sending rate
 * falls in proportion to what is delivered, until the flight has shrunk to
 * ssthresh. Counts bytes.
 */
export class Prr {
  /** FlightSize when recovery began. */
  private recoverFs = 0;
  /** Delivered since then. */
  private delivered = 0;
  /** Sent since then; output adds to it. */
  sent = 0;

  /** What the share is rounded up to: 1 byte, or a segment where the system counts in segments. */
  private unit = 1;

  begin(flightSize: number, unit: number): void {
    this.unit = unit;
    this.recoverFs = Math.max(flightSize, 1);
    this.delivered = 0;
    this.sent = 0;
  }

  /**
   * How much may be sent on this ACK, beyond `pipe`, the bytes in flight.
   * `mayGrow`: SND.UNA advanced and no new loss was found (RFC 9937 6.2).
   */
  allowance(
    delivered: number,
    pipe: number,
    ssthresh: number,
    smss: number,
    mayGrow: boolean,
  ): number {
    this.delivered += delivered;
    let allowed: number;
    if (pipe > ssthresh) {
      const share = (this.delivered * ssthresh) / this.recoverFs;
      allowed = Math.ceil(share / this.unit) * this.unit - this.sent;
    } else {
      const limit = Math.max(this.delivered - this.sent, delivered) + (mayGrow ? smss : 0);
      allowed = Math.min(ssthresh - pipe, limit);
    }
    const least = this.sent === 0 ? smss : 0; // one retransmission goes at once
    return Math.max(allowed, least);
  }
}
