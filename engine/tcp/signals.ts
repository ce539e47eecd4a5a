/**
 * What a connection tells its owner after input: bits that
 * `Connection.takeSignals` returns and clears.
 */
export const Signal = {
  /** Bytes, the end of the stream, or an error can be read now. */
  Readable: 1,
  /** Room in the send buffer, or an error. */
  Writable: 2,
  /** ESTABLISHED was reached. */
  Connected: 4,
  /** The peer's FIN, and everything before it, has arrived. */
  PeerClosed: 8,
  /** CLOSED was reached; `endReason` says why. */
  Closed: 16,
  /** Every byte and the FIN have been acknowledged (what a lingering close waits for). */
  Drained: 32,
  /** Urgent data is announced (RFC 9293 3.8.5). */
  Urgent: 64,
  /** The last octet of urgent data is here. */
  UrgentOctet: 128,
  /** An ICMP error was believed that ends nothing (RFC 9293 3.9.1.8). */
  SoftError: 256,
  /**
   * R1 is reached, again with each timeout after it (RFC 9293 3.8.3), or a
   * segment could not be sent at all.
   */
  Trouble: 512,
} as const;

/** Why a connection ended. The socket layer makes each system's error of it. */
export const EndReason = {
  /** It has not ended. */
  None: 0,
  /** Both sides closed. */
  Closed: 1,
  /** The peer sent an acceptable reset. */
  Reset: 2,
  /** The peer reset the opening (RFC 9293 3.10.7.3, 3.10.7.4 second). */
  Refused: 3,
  /** Retransmissions or the user timeout ran out (RFC 9293 3.10.8). */
  TimedOut: 4,
  /** No answer to keep-alive probes (RFC 9293 3.8.4). */
  KeepaliveTimedOut: 5,
  /** The local user aborted (RFC 9293 3.10.5). */
  Aborted: 6,
  /** This side sent a reset because data came that nobody will read. */
  ResetSent: 7,
  /** The interface under it went away and the system aborts its connections then. */
  LinkDown: 8,
  /** An ICMP error made it impossible (RFC 9293 3.9.2.2). */
  Unreachable: 9,
  /** The host crashed: nobody is told. */
  Crashed: 10,
} as const;
export type EndReason = (typeof EndReason)[keyof typeof EndReason];
