import type { Connection, Endpoint, Profile } from "../../engine/tcp/mod.ts";
import type { Ipv4 } from "../../engine/wire/mod.ts";
import type { Network } from "../network.ts";

/** What the socket layer needs of its host. */
export interface SocketHost {
  readonly name: string;
  readonly network: Network;
  readonly profile: Profile;
  readonly endpoint: Endpoint;
  /** Sends what the connection has to send and hands its signals to its owner. */
  pump(connection: Connection): void;
  /** The address that packets to there start from; 0 where there is no route. */
  sourceAddressFor(destination: Ipv4): Ipv4;
  isLocalAddress(address: Ipv4): boolean;
  /** Whether it is the broadcast address of a network that the host is on. */
  isBroadcastAddress(address: Ipv4): boolean;
  /** The address of a host by its name, 0 where nobody has that name. */
  resolve(name: string): Ipv4;
  /** The connection has that name from now on. */
  nameConnection(connection: Connection, name: string): void;
}
