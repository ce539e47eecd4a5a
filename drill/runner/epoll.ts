import type { PollEvent, Readiness } from "../../nodes/sockets/mod.ts";
import type { Symbols } from "./arguments.ts";

/** What an epoll instance watches a socket for. */
export interface Interest {
  readonly events: number;
  /** What was ready when it was reported last: with EPOLLET only news is. */
  reported: number;
}

const BITS = ["POLLIN", "POLLPRI", "POLLOUT", "POLLERR", "POLLHUP"] as const;

/** What can be asked for, by the names of both. */
const EVENTS: readonly (readonly [string, PollEvent])[] = [
  ["POLLIN", "in"],
  ["POLLOUT", "out"],
  ["POLLPRI", "urgent"],
];

/** What is ready of the events asked for, as bits. */
export function readyBits(readiness: Readiness, asked: number, symbols: Symbols): number {
  const events = EVENTS.filter(([name]) => (asked & symbols[name]!) !== 0);
  const words = readiness.text(events.map(([, event]) => event)).split(" ");
  let bits = 0;
  for (const name of BITS) if (words.includes(name)) bits |= symbols[name]!;
  return bits;
}
