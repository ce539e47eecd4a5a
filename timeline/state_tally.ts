import type { StateRecord } from "../nodes/records.ts";

/** How many connections of each host are in each state right now, and were at most. */
export class StateTally {
  /** By host, in the order of their first connection, then by the RFC's name of the state. */
  readonly now = new Map<string, Map<string, number>>();
  /** The most that there ever were at once. */
  readonly most = new Map<string, Map<string, number>>();

  /**
   * A connection goes to another state. One of a listener begins in LISTEN,
   * which it shares with the listener; that is not counted, nor is CLOSED.
   */
  take({ host, from, to }: StateRecord): void {
    let counts = this.now.get(host);
    let most = this.most.get(host);
    if (counts === undefined || most === undefined) {
      this.now.set(host, counts = new Map());
      this.most.set(host, most = new Map());
    }
    if (isCounted(from)) counts.set(from, (counts.get(from) ?? 0) - 1);
    if (!isCounted(to)) return;
    const count = (counts.get(to) ?? 0) + 1;
    counts.set(to, count);
    if (count > (most.get(to) ?? 0)) most.set(to, count);
  }
}

const isCounted = (state: string): boolean => state !== "CLOSED" && state !== "LISTEN";
