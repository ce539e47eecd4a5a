import { invariant } from "../../engine/base/invariant.ts";

/**
 * What a call can fail with, by its POSIX name: the name inside cablepull. The
 * name and number that a program sees come from its system's {@linkcode ErrorTable}.
 */
export type ErrorName =
  | "EINTR"
  | "EBADF"
  | "EACCES"
  | "EINVAL"
  | "EPIPE"
  | "EWOULDBLOCK"
  | "EINPROGRESS"
  | "EALREADY"
  | "ENOPROTOOPT"
  | "EOPNOTSUPP"
  | "EADDRINUSE"
  | "EADDRNOTAVAIL"
  | "ENETUNREACH"
  | "ENETRESET"
  | "ECONNABORTED"
  | "ECONNRESET"
  | "ENOBUFS"
  | "EISCONN"
  | "ENOTCONN"
  | "ESHUTDOWN"
  | "ETIMEDOUT"
  | "ECONNREFUSED"
  | "EHOSTDOWN"
  | "EHOSTUNREACH"
  /** An operation that was pending has been cancelled. */
  | "ECANCELED";

/** An error as a program of one system sees it: `{ name: "ECONNRESET", code: 104 }`. */
export interface SystemError {
  readonly name: string;
  readonly code: number;
}

/**
 * One system's names and numbers, of the errors that its calls can give here:
 * each of them is given in some scenario or test (tests/nodes/sockets).
 */
export type ErrorTable = Readonly<Partial<Record<ErrorName, SystemError>>>;

/** An error as a system has it, which must be one of those that it gives. */
export function systemError(table: ErrorTable, error: ErrorName): SystemError {
  const found = table[error];
  invariant(found !== undefined, `a system gives only errors that it has: ${error}`);
  return found;
}

function table(
  codes: Readonly<Partial<Record<ErrorName, number>>>,
  rename: (name: ErrorName) => string,
): ErrorTable {
  const rows = Object.entries(codes).map(([name, code]) => [
    name,
    { name: rename(name as ErrorName), code },
  ]);
  return Object.fromEntries(rows) as ErrorTable;
}

/** POSIX allows EAGAIN and EWOULDBLOCK to be one number; both systems call it EAGAIN then. */
const posixName = (name: ErrorName): string => name === "EWOULDBLOCK" ? "EAGAIN" : name;

/** Linux: the numbers of include/uapi/asm-generic/errno.h and errno-base.h. */
export const linuxErrors: ErrorTable = table({
  EBADF: 9,
  EWOULDBLOCK: 11,
  EINVAL: 22,
  EPIPE: 32,
  ENOPROTOOPT: 92,
  EOPNOTSUPP: 95,
  EADDRINUSE: 98,
  EADDRNOTAVAIL: 99,
  ENETUNREACH: 101,
  ECONNABORTED: 103,
  ECONNRESET: 104,
  EISCONN: 106,
  ENOTCONN: 107,
  ETIMEDOUT: 110,
  ECONNREFUSED: 111,
  EHOSTUNREACH: 113,
  EALREADY: 114,
  EINPROGRESS: 115,
}, posixName);

/** FreeBSD: the numbers of sys/errno.h. */
export const freebsdErrors: ErrorTable = table({
  EBADF: 9,
  EINVAL: 22,
  EPIPE: 32,
  EWOULDBLOCK: 35,
  EINPROGRESS: 36,
  EALREADY: 37,
  ENOPROTOOPT: 42,
  EOPNOTSUPP: 45,
  EADDRINUSE: 48,
  EADDRNOTAVAIL: 49,
  ENETUNREACH: 51,
  ECONNABORTED: 53,
  ECONNRESET: 54,
  EISCONN: 56,
  ENOTCONN: 57,
  ETIMEDOUT: 60,
  ECONNREFUSED: 61,
  EHOSTDOWN: 64,
  EHOSTUNREACH: 65,
}, posixName);

/**
 * Winsock: the numbers of "Windows Sockets Error Codes". A bad handle is
 * WSAENOTSOCK; what would be EPIPE is WSAESHUTDOWN or the connection's error.
 * docs/winsock-codes.md tells of each code that the calls document whether it
 * arises here, and where.
 */
export const winsockErrors: ErrorTable = {
  ...table({
    EINTR: 10004,
    EACCES: 10013,
    EINVAL: 10022,
    EWOULDBLOCK: 10035,
    EALREADY: 10037,
    ENOPROTOOPT: 10042,
    EADDRINUSE: 10048,
    EADDRNOTAVAIL: 10049,
    ENETUNREACH: 10051,
    ENETRESET: 10052,
    ECONNABORTED: 10053,
    ECONNRESET: 10054,
    ENOBUFS: 10055,
    EISCONN: 10056,
    ENOTCONN: 10057,
    ESHUTDOWN: 10058,
    ETIMEDOUT: 10060,
    ECONNREFUSED: 10061,
    EHOSTUNREACH: 10065,
  }, (name) => `WSA${name}`),
  EBADF: { name: "WSAENOTSOCK", code: 10038 },
  // Overlapped I/O has the numbers of Windows itself.
  EINPROGRESS: { name: "WSA_IO_PENDING", code: 997 },
  ECANCELED: { name: "WSA_OPERATION_ABORTED", code: 995 },
};
