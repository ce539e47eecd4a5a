import { formatIpv4 } from "../engine/wire/mod.ts";
import type { ConnectionId, ConnectionInfo } from "../nodes/records.ts";

/**
 * The names of all connection ends, each a different one: connection `n` at
 * `n - 1`.
 *
 * An end is called after its host and the socket's name in its program:
 * "client.conn". A second one of that name is "client.conn#2", and so on in
 * the order of creation. One that no program ever named is called after its
 * peer: "server.[10.0.0.1:49152]".
 */
export function connectionNames(connections: readonly ConnectionInfo[]): string[] {
  const uses = new Map<string, number>();
  return connections.map((info) => {
    const name = plainName(info);
    const use = (uses.get(name) ?? 0) + 1;
    uses.set(name, use);
    return use === 1 ? name : `${name}#${use}`;
  });
}

/** The name of an end where no other has it. */
export function plainName(info: ConnectionInfo): string {
  if (info.name !== "") return `${info.host}.${info.name}`;
  return `${info.host}.[${formatIpv4(info.remoteAddress)}:${info.remotePort}]`;
}

/** Which of these names it is, counted from 1 ("client.conn#1" is "client.conn"); 0 if none. */
export function connectionNamed(names: readonly string[], name: string): ConnectionId {
  return names.indexOf(name.endsWith("#1") ? name.slice(0, -2) : name) + 1;
}
