import type { ConnectionId, ConnectionInfo } from "../../nodes/records.ts";
import { plainName } from "../connection_names.ts";

/** What is known of a connection's end, and has been told. */
interface Told {
  /** As its program calls it; what else its name is made of never changes. */
  readonly name: string;
  readonly iss: number;
  readonly irs: number;
}

/**
 * The names of connections while a run goes on. A socket may get its name
 * after its first records; then its connection's name changes once. A second
 * connection of a name is "client.conn#2", by the order in which they got it.
 */
export class StreamNames {
  /** The names so far: connection `n` at `n - 1`. */
  readonly names: string[] = [];
  readonly #told: Told[] = [];
  readonly #uses = new Map<string, number>();

  /** Looks at a connection again; returns whether something about it is new. */
  update(connection: ConnectionId, info: ConnectionInfo): boolean {
    const { name, iss, irs } = info;
    const told = this.#told[connection - 1];
    if (told !== undefined && told.name === name && told.iss === iss && told.irs === irs) {
      return false;
    }
    this.#told[connection - 1] = { name, iss, irs };
    if (told?.name !== name) {
      const plain = plainName(info);
      const use = (this.#uses.get(plain) ?? 0) + 1;
      this.#uses.set(plain, use);
      this.names[connection - 1] = use === 1 ? plain : `${plain}#${use}`;
    }
    return true;
  }
}
