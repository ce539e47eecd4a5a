import { Phase, type PollEvent, type Socket } from "../../nodes/sockets/mod.ts";
import type { Symbols } from "./arguments.ts";

const BITS = ["POLLIN", "POLLPRI", "POLLOUT", "POLLERR", "POLLHUP"] as const;

/** What can be asked for, by the names of both. */
const EVENTS: readonly (readonly [string, PollEvent])[] = [
  ["POLLIN", "in"],
  ["POLLOUT", "out"],
  ["POLLPRI", "urgent"],
];

/** What is ready of the events asked for, as bits. */
export function readyBits(socket: Socket, asked: number, symbols: Symbols): number {
  const readiness = socket.rules.readiness(socket);
  const events = EVENTS.filter(([name]) => (asked & symbols[name]!) !== 0);
  const words = readiness.text(events.map(([, event]) => event)).split(" ");
  let bits = 0;
  for (const name of BITS) if (words.includes(name)) bits |= symbols[name]!;
  if (readiness.in) bits |= asked & symbols["POLLRDNORM"]!;
  if (readiness.out) bits |= asked & symbols["POLLWRNORM"]!;
  if (isReadingOver(socket)) bits |= asked & symbols["POLLRDHUP"]!;
  if (!readiness.out) socket.wantsRoom = true;
  return bits;
}

/** Whether the peer sends no more, or this side takes no more (Linux RCV_SHUTDOWN). */
function isReadingOver({ connection, phase, receiveShut }: Socket): boolean {
  return receiveShut || (connection?.peerClosed ?? false) ||
    (connection !== null && phase === Phase.Ended);
}

/** One socket that an epoll instance watches (Linux's struct epitem). */
export class Interest {
  readonly socket: Socket | null;
  readonly #symbols: Symbols;
  #events = 0;
  #readNews = 0;
  #writeNews = 0;
  /** Whether it is worth looking at: on the ready list. */
  #isListed = false;

  constructor(socket: Socket | null, events: number, symbols: Symbols) {
    this.socket = socket;
    this.#symbols = symbols;
    this.change(events);
  }

  /** EPOLL_CTL_ADD and EPOLL_CTL_MOD: what is ready then counts as news. */
  change(events: number): void {
    this.#events = events;
    this.#noteNews();
    this.#isListed = true;
  }

  /** What is to be reported now: with EPOLLET only where there is news of what it asks for. */
  ready(): number {
    const { socket } = this;
    if (socket === null || this.#events === 0) return 0;
    this.#noteNews();
    if (this.#has("EPOLLET") && !this.#isListed) return 0;
    const bits = readyBits(socket, this.#events, this.#symbols);
    if (bits === 0) this.#isListed = false;
    return bits;
  }

  /** It was reported. */
  reported(): void {
    this.#isListed = false;
    if (this.#has("EPOLLONESHOT")) this.#events = 0;
  }

  /** News counts where it is of a kind that was asked for (S: ep_poll_callback). */
  #noteNews(): void {
    const { socket } = this;
    if (socket === null) return;
    const mayRead = this.#has("EPOLLIN") || this.#has("EPOLLRDHUP") || this.#has("EPOLLRDNORM");
    const mayWrite = this.#has("EPOLLOUT") || this.#has("EPOLLWRNORM");
    if (mayRead && socket.readNews !== this.#readNews) this.#isListed = true;
    if (mayWrite && socket.writeNews !== this.#writeNews) this.#isListed = true;
    this.#readNews = socket.readNews;
    this.#writeNews = socket.writeNews;
  }

  #has(name: string): boolean {
    return (this.#events & this.#symbols[name]!) !== 0;
  }
}
