import type { Socket } from "./socket.ts";

/**
 * The open sockets of one process, by handle.
 *
 * Handles count up and are never given twice within a process, so that a call
 * on a closed one always fails. Real systems reuse them: POSIX gives the lowest
 * that is free, and Windows calls WSAENOTSOCK after closesocket "not reliable"
 * for that reason. Here a program is to see the error each time.
 */
export class HandleTable {
  readonly #sockets: Map<number, Socket> = new Map();
  readonly #step: number;
  #next: number;

  /** POSIX descriptors start at 3, behind standard input, output and error; Windows counts in fours. */
  constructor(system: "posix" | "winsock") {
    this.#step = system === "posix" ? 1 : 4;
    this.#next = system === "posix" ? 3 : 0x100;
  }

  /** Gives the socket a handle. */
  add(socket: Socket): number {
    const handle = this.#next;
    this.#next += this.#step;
    this.#sockets.set(handle, socket);
    return handle;
  }

  /** The socket of a handle, null where there is none (any more). */
  get(handle: number): Socket | null {
    return this.#sockets.get(handle) ?? null;
  }

  remove(handle: number): void {
    this.#sockets.delete(handle);
  }

  /** All of them, by handle. */
  all(): Socket[] {
    return [...this.#sockets.values()];
  }

  clear(): void {
    this.#sockets.clear();
  }
}
