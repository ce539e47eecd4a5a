import type { Ipv4 } from "../../engine/wire/mod.ts";
import type { ErrorName } from "./errors.ts";
import { Phase, type Socket } from "./socket.ts";

const overlaps = (a: Ipv4, b: Ipv4): boolean => a === 0 || b === 0 || a === b;

/** Which sockets of a host are bound to which port, and whether another may be. */
export class Bindings {
  readonly #byPort: Map<number, Socket[]> = new Map();

  /**
   * Why the socket may not have this address (0: any) and port; "" if it may.
   * `isConnected`: there are connections of that local address and port.
   */
  refusal(
    socket: Socket,
    address: Ipv4,
    port: number,
    isConnected: boolean,
  ): ErrorName | "" {
    for (const other of this.#byPort.get(port) ?? []) {
      if (!overlaps(address, other.boundAddress)) continue;
      const refusal = socket.rules.family === "winsock"
        ? winsockRefusal(socket, other)
        : posixRefusal(socket, other);
      if (refusal !== "") return refusal;
    }
    return isConnected && !yieldsToConnections(socket) ? "EADDRINUSE" : "";
  }

  add(socket: Socket, address: Ipv4, port: number): void {
    socket.boundAddress = address;
    socket.boundPort = port;
    const bound = this.#byPort.get(port);
    if (bound === undefined) this.#byPort.set(port, [socket]);
    else bound.push(socket);
  }

  remove(socket: Socket): void {
    const bound = this.#byPort.get(socket.boundPort);
    if (bound === undefined) return;
    const left = bound.filter((other) => other !== socket);
    if (left.length === 0) this.#byPort.delete(socket.boundPort);
    else this.#byPort.set(socket.boundPort, left);
  }

  /** Whether a socket is bound to that port. */
  isBound(port: number): boolean {
    return this.#byPort.has(port);
  }

  clear(): void {
    this.#byPort.clear();
  }
}

/** Both with SO_REUSEADDR, and none listening (m: inet_csk_bind_conflict). */
function posixRefusal(socket: Socket, other: Socket): ErrorName | "" {
  const shared = socket.reuseAddress && other.reuseAddress && other.phase !== Phase.Listening;
  return shared ? "" : "EADDRINUSE";
}

/** V: "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE": the first steals, where the second does not forbid it. */
function winsockRefusal(socket: Socket, other: Socket): ErrorName | "" {
  if (!socket.reuseAddress) return "EADDRINUSE";
  return other.exclusiveAddress ? "EACCES" : "";
}

/**
 * Connections without a socket, those in TIME-WAIT among them, and accepted
 * ones keep their port from a bind without SO_REUSEADDR (Linux: measured, 16);
 * on Windows only from one with SO_EXCLUSIVEADDRUSE (V).
 */
function yieldsToConnections(socket: Socket): boolean {
  return socket.rules.family === "winsock" ? !socket.exclusiveAddress : socket.reuseAddress;
}
