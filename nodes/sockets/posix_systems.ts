import { NEIGHBOUR_DOWN } from "../../engine/tcp/mod.ts";
import { TTL_EXCEEDED, UnreachableCode } from "../../engine/wire/mod.ts";
import { type ErrorName, type ErrorTable, freebsdErrors, linuxErrors } from "./errors.ts";

/** Where the POSIX systems differ. */
export interface PosixSystem {
  readonly system: string;
  readonly errors: ErrorTable;
  /** A reset in CLOSE-WAIT. Linux: EPIPE (S: tcp_reset; measured). FreeBSD: ECONNRESET (S). */
  readonly resetInCloseWait: ErrorName;
  /** A reset in CLOSING, LAST-ACK or TIME-WAIT; RFC 9293 3.10.7.4, second: nobody is told. */
  readonly resetWhileClosing: ErrorName | "";
  /** This side has sent a reset for data that nobody reads. Linux: measured; FreeBSD: S tcp_drop. */
  readonly resetSent: ErrorName;
  /** recv at the end of the stream gives a pending error first (S: soreceive; Linux SOCK_DONE first). */
  readonly errorBeforeEnd: boolean;
  /** send gives a pending error before EPIPE (Linux, measured); FreeBSD looks at SBS_CANTSENDMORE first. */
  readonly errorBeforePipe: boolean;
  readonly sendUnconnected: ErrorName;
  readonly sendConnecting: ErrorName;
  readonly connectListening: ErrorName;
  readonly connectEnded: ErrorName;
  /** A failed connect leaves the socket as new (Linux: measured, then recv ENOTCONN, send EPIPE). */
  readonly failedConnectIsFresh: boolean;
  /** The first connect after one that ended well meanwhile succeeds (S: inet_stream_connect). */
  readonly secondConnectSucceeds: boolean;
  /** shutdown(SHUT_RD) ends listening (S: inet_shutdown). */
  readonly shutdownEndsListening: boolean;
  readonly acceptReset: ErrorName | "";
  readonly acceptInheritsNonblocking: boolean;
  readonly tupleTaken: ErrorName;
  /** connect after SO_SNDTIMEO (V: socket(7)); FreeBSD's soconnect waits on. */
  readonly connectedInVain: ErrorName | "";
  /** accept after SO_RCVTIMEO (V: socket(7)); FreeBSD's solisten_dequeue waits on. */
  readonly acceptedInVain: ErrorName | "";
  /** A recv that finds only the out-of-band octet goes past the mark (S: tcp_recvmsg_locked). */
  readonly receivePassesMark: boolean;
  /** recv with MSG_OOB once the connection was cut off (S: tcp_recv_urg, tcp_usr_rcvoob). */
  readonly urgentAfterEnd: ErrorName;
  /** poll gives POLLPRI only once the octet is here and until it is taken (S: tcp_poll, sopoll). */
  readonly pollsUrgentOctet: boolean;
  /** poll gives POLLOUT and POLLHUP for a socket that was never connected (S: tcp_poll, sopoll_generic). */
  readonly pollsUnconnected: boolean;
  /** poll gives POLLERR where there is an error (S: tcp_poll); FreeBSD only says ready (S: sopoll_generic). */
  readonly pollsErrors: boolean;
  /** FIONREAD counts up to the mark (S: tcp_inq), or all that is queued (S: soo_ioctl). */
  readonly countsToMark: boolean;
  /**
   * How soft errors are told while a connection goes on, where IP_RECVERR is
   * on: the next call fails (Linux), or only poll and SO_ERROR tell (RFC 9293
   * 3.9.1.8), or there is no such option.
   */
  readonly softErrors: "fail" | "tell" | "never";
  /** What an ICMP unreachable of that code means to the program. */
  readonly unreachable: (code: number) => ErrorName;
}

/** Linux 6: read in its source or measured. */
export const LINUX: PosixSystem = {
  system: "linux",
  errors: linuxErrors,
  resetInCloseWait: "EPIPE",
  resetWhileClosing: "ECONNRESET",
  resetSent: "ECONNRESET",
  errorBeforeEnd: false,
  errorBeforePipe: true,
  sendUnconnected: "EPIPE",
  sendConnecting: "EWOULDBLOCK",
  connectListening: "EISCONN",
  connectEnded: "EISCONN",
  failedConnectIsFresh: true,
  secondConnectSucceeds: true,
  shutdownEndsListening: true,
  acceptReset: "",
  acceptInheritsNonblocking: false,
  tupleTaken: "EADDRNOTAVAIL",
  connectedInVain: "EINPROGRESS",
  acceptedInVain: "EWOULDBLOCK",
  receivePassesMark: true,
  urgentAfterEnd: "ENOTCONN",
  pollsUrgentOctet: true,
  pollsUnconnected: true,
  pollsErrors: true,
  countsToMark: true,
  softErrors: "fail", // S: tcp_v4_err: sk_err; V: ip(7) IP_RECVERR
  unreachable: linuxUnreachable,
};

/** From memory, fairly sure, where no other source stands above: soreceive, sosend, soisdisconnected. */
export const FREEBSD: PosixSystem = {
  system: "freebsd",
  errors: freebsdErrors,
  resetInCloseWait: "ECONNRESET",
  resetWhileClosing: "ECONNRESET",
  resetSent: "ECONNABORTED",
  errorBeforeEnd: true,
  errorBeforePipe: false,
  sendUnconnected: "ENOTCONN",
  sendConnecting: "ENOTCONN",
  connectListening: "EOPNOTSUPP",
  connectEnded: "EINVAL",
  failedConnectIsFresh: false,
  secondConnectSucceeds: false,
  shutdownEndsListening: false,
  acceptReset: "ECONNABORTED",
  acceptInheritsNonblocking: true,
  tupleTaken: "EADDRINUSE",
  connectedInVain: "",
  acceptedInVain: "",
  receivePassesMark: false,
  urgentAfterEnd: "ECONNRESET",
  pollsUrgentOctet: false,
  pollsUnconnected: false,
  pollsErrors: false,
  countsToMark: false,
  softErrors: "never", // S: tcp_notify: t_softerror, without a wakeup
  unreachable: freebsdUnreachable,
};

/** The RFC has no error numbers: those of Linux are a choice, as is everything but the end of LAST-ACK. */
export const RFC9293: PosixSystem = {
  ...LINUX,
  system: "rfc9293",
  resetInCloseWait: "ECONNRESET",
  resetWhileClosing: "",
  errorBeforeEnd: true,
  softErrors: "tell",
};

/** S: icmp_err_convert; the port's, the host's and the filter's were measured (10). */
function linuxUnreachable(code: number): ErrorName {
  switch (code) {
    case UnreachableCode.Net:
    case UnreachableCode.NetProhibited:
      return "ENETUNREACH";
    case UnreachableCode.Protocol:
      return "ENOPROTOOPT";
    case UnreachableCode.Port:
      return "ECONNREFUSED";
    case UnreachableCode.SourceRouteFailed:
      return "EOPNOTSUPP";
    default:
      return "EHOSTUNREACH";
  }
}

/** S: inetctlerrmap; arpresolve_full for a neighbour, which is EHOSTUNREACH for a gateway. */
function freebsdUnreachable(code: number): ErrorName {
  switch (code) {
    case NEIGHBOUR_DOWN:
      return "EHOSTDOWN";
    case UnreachableCode.Net:
    case UnreachableCode.Host:
    case UnreachableCode.SourceRouteFailed:
    case TTL_EXCEEDED:
      return "EHOSTUNREACH";
    default:
      return "ECONNREFUSED";
  }
}
