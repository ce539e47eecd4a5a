import { type Connection, State, stateName } from "../../engine/tcp/mod.ts";
import { formatIpv4 } from "../../engine/wire/mod.ts";
import { Phase, type Socket } from "../../nodes/sockets/mod.ts";
import type { Lab } from "./lab.ts";

/** States as sockstat of FreeBSD names them (tcpstates of netinet/tcp_fsm.h). */
const NAMES: Readonly<Record<string, string>> = {
  "SYN-RECEIVED": "SYN_RCVD",
  "FIN-WAIT-1": "FIN_WAIT_1",
  "FIN-WAIT-2": "FIN_WAIT_2",
};

const nameOf = (state: State): string => {
  const name = stateName(state);
  return NAMES[name] ?? name.replaceAll("-", "_");
};

/** One line for each socket, and for each connection that no process holds, as sockstat prints. */
export function sockstatLines(lab: Lab, held: readonly Socket[]): string[] {
  const lines = held.map((socket, i) =>
    `root packetdril 4711 ${i + 3} tcp4 ${endsOf(socket)} ${stateOf(socket)}`
  );
  for (const connection of lab.host.endpoint.connections()) {
    if (held.some((socket) => socket.connection === connection)) continue;
    lines.push(`? ? ? ? tcp4 ${endsOfConnection(connection)} ${nameOf(connection.state)}`);
  }
  return lines;
}

function stateOf(socket: Socket): string {
  if (socket.phase === Phase.Listening) return "LISTEN";
  return socket.connection === null ? "CLOSED" : nameOf(socket.connection.state);
}

function endsOf(socket: Socket): string {
  if (socket.connection !== null) return endsOfConnection(socket.connection);
  const { boundAddress, boundPort } = socket;
  if (boundPort === 0) return "*:* *:*";
  return `${boundAddress === 0 ? "*" : formatIpv4(boundAddress)}:${boundPort} *:*`;
}

function endsOfConnection(it: Connection): string {
  const local = `${formatIpv4(it.localAddress)}:${it.localPort}`;
  return `${local} ${formatIpv4(it.remoteAddress)}:${it.remotePort}`;
}
