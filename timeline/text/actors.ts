import type { CallRecord, ConnectionId } from "../../nodes/records.ts";
import { connectionNames } from "../connection_names.ts";
import type { Timeline } from "../timeline.ts";

/**
 * Says who acts, where a lane alone does not: a connection where its host has
 * several, a process or a thread where its host runs several.
 */
export class Actors {
  readonly #timeline: Timeline;
  readonly #names: readonly string[];
  readonly #connections = new Map<string, number>();
  readonly #processes = new Map<string, Set<string>>();

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
    this.#names = connectionNames(timeline.connections);
    for (const { host } of timeline.connections) {
      this.#connections.set(host, (this.#connections.get(host) ?? 0) + 1);
    }
    for (const body of timeline.columns.whole) {
      if (body.kind !== "call") continue;
      const processes = this.#processes.get(body.host) ?? new Set<string>();
      this.#processes.set(body.host, processes.add(body.process));
    }
  }

  /** "conn#2: ", or "" where the host has but one connection. */
  connection(connection: ConnectionId): string {
    if (connection === 0) return "";
    const { host } = this.#timeline.connectionOf(connection);
    if ((this.#connections.get(host) ?? 0) < 2) return "";
    return `${(this.#names[connection - 1] ?? "").slice(host.length + 1)}: `;
  }

  /** "web/reader: ", "reader: ", "web: ", or "" where there is no doubt. */
  thread(body: CallRecord): string {
    const several = (this.#processes.get(body.host)?.size ?? 0) > 1;
    const names = several ? [body.process] : [];
    if (body.thread !== "main") names.push(body.thread);
    return names.length === 0 ? "" : `${names.join("/")}: `;
  }
}
