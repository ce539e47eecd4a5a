import { type Nanos } from "../base/time.ts";
import type { Profile } from "./profiles/mod.ts";

/** What the user may choose for one connection; starts as the system's defaults. */
export class ConnectionOptions {
  /** Switches the Nagle algorithm off (TCP_NODELAY, RFC 9293 3.7.4). */
  noDelay = false;
  /** Holds back what fills no segment (TCP_CORK, on FreeBSD TCP_NOPUSH). */
  cork = false;
  /** Sends keep-alive probes (SO_KEEPALIVE, RFC 9293 3.8.4). */
  keepalive: boolean;
  /** Silence before the first keep-alive probe (TCP_KEEPIDLE). */
  keepaliveIdle: Nanos;
  /** Time between keep-alive probes (TCP_KEEPINTVL). */
  keepaliveInterval: Nanos;
  /** Unanswered keep-alive probes that end the connection (TCP_KEEPCNT). */
  keepaliveProbes: number;
  /** User timeout (RFC 9293 3.10.8, TCP_USER_TIMEOUT); 0 stands for the system's own limits. */
  userTimeout: Nanos = 0;
  /** Any ICMP unreachable ends the opening (TCP_FAIL_CONNECT_ON_ICMP_ERROR). */
  failOnIcmp = false;
  /** The last octet of urgent data stays in the stream (SO_OOBINLINE). */
  oobInline: boolean;
  /** Bytes of the receive buffer (SO_RCVBUF). */
  receiveBuffer: number;
  /** Bytes of the send buffer (SO_SNDBUF). */
  sendBuffer: number;
  /** The largest segments to announce and to send, without options (TCP_MAXSEG); 0: as the path has them. */
  maxSegment = 0;
  /** How often a SYN is sent again (TCP_SYNCNT); 0 stands for the system's own number. */
  synRetries = 0;
  /** Unsent bytes from which on a SEND waits (TCP_NOTSENT_LOWAT); 0 stands for the system's own. */
  notSentLimit = 0;
  /** Whether the user chose a buffer's size, which is then not tuned. */
  isReceiveBufferFixed = false;
  isSendBufferFixed = false;
  /** The TOS byte of what is sent (IP_TOS); its two low bits are ECN's and ignored (RFC 3168 5). */
  tos = 0;
  /** MTU of the interface that the connection leaves by, in bytes. */
  mtu = 1500;

  constructor(profile: Profile) {
    this.keepalive = profile.keepaliveDefault;
    this.keepaliveIdle = profile.keepaliveIdle;
    this.keepaliveInterval = profile.keepaliveInterval;
    this.keepaliveProbes = profile.keepaliveProbes;
    this.oobInline = profile.urgentInline;
    this.receiveBuffer = profile.receiveBuffer;
    this.sendBuffer = profile.sendBuffer;
  }
}
