import { type SocketRules, systemError } from "../../nodes/sockets/mod.ts";
import type { Symbols } from "./arguments.ts";

/** Of poll and epoll, equal on all systems that have them (Linux: uapi/asm-generic/poll.h). */
const POLL: Symbols = {
  POLLIN: 1,
  POLLPRI: 2,
  POLLOUT: 4,
  POLLERR: 8,
  POLLHUP: 16,
  POLLNVAL: 32,
  EPOLLIN: 1,
  EPOLLPRI: 2,
  EPOLLOUT: 4,
  EPOLLERR: 8,
  EPOLLHUP: 16,
  POLLRDNORM: 0x40,
  POLLWRNORM: 0x100,
  POLLRDHUP: 0x2000,
  EPOLLRDNORM: 0x40,
  EPOLLWRNORM: 0x100,
  EPOLLRDHUP: 0x2000,
  EPOLLONESHOT: 2 ** 30,
  EPOLLET: 2 ** 31,
};

/** Open modes: the same everywhere, but O_NONBLOCK (Linux: asm-generic/fcntl.h; FreeBSD: sys/fcntl.h). */
const FILES: Symbols = { O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2 };

/** Errors with the same number on all systems that have them (the first of errno.h). */
const ERRORS: Symbols = {
  EPERM: 1,
  ENOENT: 2,
  EINTR: 4,
  EIO: 5,
  EBADF: 9,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EBUSY: 16,
  EINVAL: 22,
  EMFILE: 24,
  EPIPE: 32,
};

/** The names that scripts use as numbers, with errors of that system. */
export function symbolsOf(rules: SocketRules): Symbols {
  const symbols: Record<string, number> = { ...ERRORS, ...POLL, ...FILES };
  symbols["O_NONBLOCK"] = rules.system === "linux" ? 0o4000 : 4;
  for (const [posix, { name, code }] of Object.entries(rules.errors)) {
    symbols[posix] = code;
    symbols[name] = code;
  }
  symbols["EAGAIN"] = systemError(rules.errors, "EWOULDBLOCK").code;
  return symbols;
}

/** Errors that are one and the same, by the name that calls here give. */
const ALIASES: Readonly<Record<string, string>> = {
  EWOULDBLOCK: "EAGAIN",
  ENOTSUP: "EOPNOTSUPP",
};

/** An error's name as all its spellings have it. */
export function errnoKey(name: string): string {
  const posix = name.replace(/^WSA(?=E)/, ""); // as Winsock calls the same
  return ALIASES[posix] ?? posix;
}
