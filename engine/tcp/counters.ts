import type { Nanos } from "../base/time.ts";

/** What a connection has counted since its first segment; RFC 4898 and the systems' own reports name them. */
export class Counters {
  /** When the handshake was over. */
  establishedAt: Nanos = 0;
  /** Segments of any kind, with data, and with SYN. */
  segmentsOut = 0;
  segmentsIn = 0;
  dataSegmentsOut = 0;
  dataSegmentsIn = 0;
  synsOut = 0;
  synsIn = 0;
  /** Bytes of payload sent, those sent again included, and these alone. */
  bytesSent = 0;
  bytesSentAgain = 0;
  /** Segments sent again, SYN and loss probes included. */
  sentAgain = 0;
  /** How far SND.UNA and RCV.NXT have moved: SYN and FIN count one each. */
  acknowledged = 0;
  received = 0;
  /** Times that the retransmission timer fired; series of them without progress. */
  timeouts = 0;
  timeoutSeries = 0;
  fastRetransmits = 0;
  duplicateAcks = 0;
  /** D-SACKs (RFC 2883). */
  duplicateSacks = 0;
  /** Segments that ACKs with ECE delivered (RFC 3168). */
  deliveredWithEcho = 0;
  /** Segments with data that arrived behind a gap. */
  outOfOrder = 0;
  /** Segments that offered no window. */
  zeroWindowsOut = 0;
}
