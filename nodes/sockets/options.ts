import { ms, type Nanos, NEVER, seconds } from "../../engine/base/time.ts";
import { ConnectionOptions, DEFAULT_MSS, type Profile } from "../../engine/tcp/mod.ts";
import { ECN_MASK } from "../../engine/wire/mod.ts";
import { INFO_NAMES } from "./info_call.ts";
import type { Socket } from "./socket.ts";

/** Values of `setsockopt`: numbers, switches, and the pair of SO_LINGER in seconds. */
export type OptionValue = number | boolean | { readonly onoff: boolean; readonly linger: number };

/** The systems that know an option. */
type Systems = readonly ("linux" | "freebsd" | "windows" | "rfc9293")[];

interface Option {
  readonly systems: Systems;
  /** Whether that value may be set; without it any that is not negative. */
  readonly allows?: (value: number, socket: Socket) => boolean;
  readonly get: (socket: Socket) => number;
  readonly set: (socket: Socket, value: number) => void;
}

const ALL: Systems = ["linux", "freebsd", "windows", "rfc9293"];
const POSIX: Systems = ["linux", "freebsd", "rfc9293"];
/** What TCP_MAXSEG may be (S: TCP_MIN_MSS, MAX_TCP_WINDOW). */
const LEAST_MAXSEG = 88;
const MOST_MAXSEG = 32_767;
const SECOND = seconds(1);
const MILLISECOND = ms(1);

/** What Linux takes for keep-alive (S: MAX_TCP_KEEPIDLE, MAX_TCP_KEEPINTVL, MAX_TCP_KEEPCNT). */
const MOST_KEEPALIVE_SECONDS = 32_767;
const MOST_KEEPALIVE_PROBES = 127;

/** A range that Linux alone holds to; what others refuse is not known. */
const upTo = (most: number) => (value: number, { rules }: Socket): boolean =>
  rules.system !== "linux" || (value >= 1 && value <= most);

const flag = (value: boolean): number => value ? 1 : 0;

const limitIn = (time: Nanos): number => time === NEVER ? 0 : time / MILLISECOND;
const limitOf = (value: number): Nanos => value === 0 ? NEVER : ms(value);

/** Linux doubles what is set, for its own overhead, and gives the double (V: socket(7)). */
const overhead = (socket: Socket): number => socket.rules.system === "linux" ? 2 : 1;

/** What there is before a connection: what was chosen, with its overhead, or the default as it is. */
function sendBufferOf({ options, rules }: Socket): number {
  const isDoubled = rules.system === "linux" && options.isSendBufferFixed;
  return isDoubled ? 2 * options.sendBuffer : options.sendBuffer;
}

/** On Linux it also lets go what a cork holds back just then (S: __tcp_sock_set_nodelay). */
function setNoDelay(socket: Socket, value: number): void {
  socket.options.noDelay = value !== 0;
  if (value !== 0 && socket.rules.system === "linux") socket.connection?.pushQueued();
}

const options: Readonly<Record<string, Option>> = {
  SO_REUSEADDR: {
    systems: ALL,
    get: (socket) => flag(socket.reuseAddress),
    set: (socket, value) => socket.reuseAddress = value !== 0,
  },
  SO_EXCLUSIVEADDRUSE: {
    systems: ["windows"],
    get: (socket) => flag(socket.exclusiveAddress),
    set: (socket, value) => socket.exclusiveAddress = value !== 0,
  },
  SO_RCVBUF: {
    systems: ALL,
    get: (socket) =>
      socket.connection?.tcb.space.size ?? socket.options.receiveBuffer * overhead(socket),
    set: (socket, value) => {
      socket.options.receiveBuffer = value;
      socket.options.isReceiveBufferFixed = true;
    },
  },
  SO_SNDBUF: {
    systems: ALL,
    get: (socket) => socket.connection?.tcb.sendBuffer.capacity ?? sendBufferOf(socket),
    set: (socket, value) => {
      socket.options.sendBuffer = value;
      socket.options.isSendBufferFixed = true;
    },
  },
  /** Milliseconds, as on Windows (POSIX: a struct timeval); 0 is for ever. */
  SO_RCVTIMEO: {
    systems: ALL,
    get: (socket) => limitIn(socket.receiveTimeout),
    set: (socket, value) => socket.receiveTimeout = limitOf(value),
  },
  SO_SNDTIMEO: {
    systems: ALL,
    get: (socket) => limitIn(socket.sendTimeout),
    set: (socket, value) => socket.sendTimeout = limitOf(value),
  },
  SO_OOBINLINE: {
    systems: ALL,
    get: (socket) => flag(socket.options.oobInline),
    set: (socket, value) => socket.options.oobInline = value !== 0,
  },
  SO_KEEPALIVE: {
    systems: ALL,
    get: (socket) => flag(socket.options.keepalive),
    set: (socket, value) => socket.options.keepalive = value !== 0,
  },
  TCP_KEEPIDLE: {
    systems: ALL,
    get: (socket) => socket.options.keepaliveIdle / SECOND,
    set: (socket, value) => socket.options.keepaliveIdle = seconds(value),
    allows: upTo(MOST_KEEPALIVE_SECONDS),
  },
  TCP_KEEPINTVL: {
    systems: ALL,
    get: (socket) => socket.options.keepaliveInterval / SECOND,
    set: (socket, value) => socket.options.keepaliveInterval = seconds(value),
    allows: upTo(MOST_KEEPALIVE_SECONDS),
  },
  TCP_KEEPCNT: {
    systems: ALL,
    get: (socket) => socket.options.keepaliveProbes,
    set: (socket, value) => socket.options.keepaliveProbes = value,
    allows: upTo(MOST_KEEPALIVE_PROBES),
  },
  /** The two low bits are ECN's (RFC 3168 5; S: __ip_sock_set_tos). */
  IP_TOS: {
    systems: ALL,
    get: (socket) => socket.options.tos,
    set: (socket, value) => socket.options.tos = value & ~ECN_MASK & 0xff,
  },
  /** V: ip(7); in the RFC's profile it is on, and switches the reports of 3.9.1.8 off (SHLD-20). */
  IP_RECVERR: {
    systems: ["linux", "rfc9293"],
    get: (socket) => flag(socket.tellsSoftErrors),
    set: (socket, value) => socket.tellsSoftErrors = value !== 0,
  },
  TCP_NODELAY: {
    systems: ALL,
    get: (socket) => flag(socket.options.noDelay),
    set: setNoDelay,
  },
  /** V: tcp(7). Milliseconds that it holds are those of a probe's timer (S: tcp_check_probe_timer). */
  TCP_CORK: {
    systems: ["linux", "rfc9293"],
    get: (socket) => flag(socket.options.cork),
    set: (socket, value) => socket.options.cork = value !== 0,
  },
  /** The same on FreeBSD (V: tcp(4)). */
  TCP_NOPUSH: {
    systems: ["freebsd"],
    get: (socket) => flag(socket.options.cork),
    set: (socket, value) => socket.options.cork = value !== 0,
  },
  /** Before there is a connection the default of RFC 9293 3.7.1; a range by system (S: do_tcp_setsockopt). */
  TCP_MAXSEG: {
    systems: POSIX,
    get: ({ connection, options }) =>
      connection !== null ? connection.segmentSize : options.maxSegment || DEFAULT_MSS,
    set: (socket, value) => socket.options.maxSegment = value,
    allows: (value) => value === 0 || (value >= LEAST_MAXSEG && value <= MOST_MAXSEG),
  },
  /** V: tcp(7); at most MAX_TCP_SYNCNT (S). */
  TCP_SYNCNT: {
    systems: ["linux", "rfc9293"],
    get: (socket) => socket.options.synRetries || socket.profile.synRetries,
    set: (socket, value) => socket.options.synRetries = value,
    allows: (value) => value >= 1 && value <= 127,
  },
  /** V: ip-sysctl tcp_notsent_lowat. */
  TCP_NOTSENT_LOWAT: {
    systems: ["linux", "rfc9293"],
    get: (socket) => socket.options.notSentLimit,
    set: (socket, value) => socket.options.notSentLimit = value,
  },
  /** Milliseconds (V: tcp(7)); in the RFC's profile it is its user timeout, in the same unit by choice. */
  TCP_USER_TIMEOUT: {
    systems: ["linux", "rfc9293"],
    get: (socket) => socket.options.userTimeout / MILLISECOND,
    set: (socket, value) => socket.options.userTimeout = ms(value),
  },
  /** V: IPPROTO_TCP socket options: connect then gives WSAEHOSTUNREACH. */
  TCP_FAIL_CONNECT_ON_ICMP_ERROR: {
    systems: ["windows"],
    get: (socket) => flag(socket.options.failOnIcmp),
    set: (socket, value) => socket.options.failOnIcmp = value !== 0,
  },
  /** Seconds (V: IPPROTO_TCP socket options). */
  TCP_MAXRT: {
    systems: ["windows"],
    get: (socket) => socket.options.userTimeout / SECOND,
    set: (socket, value) => socket.options.userTimeout = seconds(value),
  },
  /** Of fcntl: whether this process gets SIGURG; {@linkcode setOption} knows which process that is. */
  F_SETOWN: {
    systems: POSIX,
    get: (socket) => flag(socket.signalTarget !== null),
    set: (socket) => socket.signalTarget = null,
  },
  /** Of fcntl; on Windows it is ioctlsocket with FIONBIO. */
  O_NONBLOCK: {
    systems: POSIX,
    get: (socket) => flag(socket.nonblocking),
    set: (socket, value) => socket.nonblocking = value !== 0,
  },
  FIONBIO: {
    systems: ALL,
    get: (socket) => flag(socket.nonblocking),
    set: (socket, value) => socket.nonblocking = value !== 0,
  },
};

/** The names of options that can be read only. */
export const readOnlyOptions: readonly string[] = ["SO_ERROR", "IP_PKTOPTIONS", ...INFO_NAMES];

/** The names of all options that some system knows, those with values of their own included. */
export const optionNames: readonly string[] = [
  "SO_LINGER",
  ...readOnlyOptions,
  ...Object.keys(options),
];

/** The option of that name, null where the socket's system does not know it. */
export function optionOf(socket: Socket, name: string): Option | null {
  if (!Object.hasOwn(options, name)) return null;
  const option = options[name];
  if (option === undefined) return null;
  return (option.systems as readonly string[]).includes(socket.rules.system) ? option : null;
}

/** A copy, for one of the connections that a listener takes. */
export function copyOfOptions(from: ConnectionOptions, profile: Profile): ConnectionOptions {
  const to = new ConnectionOptions(profile);
  to.noDelay = from.noDelay;
  to.cork = from.cork;
  to.oobInline = from.oobInline;
  to.keepalive = from.keepalive;
  to.keepaliveIdle = from.keepaliveIdle;
  to.keepaliveInterval = from.keepaliveInterval;
  to.keepaliveProbes = from.keepaliveProbes;
  to.userTimeout = from.userTimeout;
  to.receiveBuffer = from.receiveBuffer;
  to.sendBuffer = from.sendBuffer;
  to.isReceiveBufferFixed = from.isReceiveBufferFixed;
  to.isSendBufferFixed = from.isSendBufferFixed;
  to.maxSegment = from.maxSegment;
  to.synRetries = from.synRetries;
  to.notSentLimit = from.notSentLimit;
  to.tos = from.tos;
  to.mtu = from.mtu;
  return to;
}
