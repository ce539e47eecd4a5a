import type { Handle } from "../../../engine/sim/mod.ts";
import { Host } from "../../../nodes/host.ts";
import type { Network } from "../../../nodes/network.ts";
import { must } from "./broken.ts";

/** The host's events that are a connection's: its deadline, and a delayed ACK that is due. */
const OF_CONNECTIONS = [0, 3];

/** Counts the pending events of each connection: one at most. */
export function watchEvents(network: Network): void {
  const pending = new Map<string, number>();
  const keys = new Map<Handle, string>();
  const { sim } = network;
  const schedule = sim.schedule;
  const cancel = sim.cancel;
  const add = (key: string, count: number): void => {
    const now = (pending.get(key) ?? 0) + count;
    must(now <= 1, "a connection has at most one pending event", () => key);
    pending.set(key, now);
  };
  sim.schedule = (at, target, kind, arg = 0) => {
    const handle = schedule.call(sim, at, target, kind, arg);
    keys.delete(handle);
    if (target instanceof Host && OF_CONNECTIONS.includes(kind)) {
      const key = `${target.name} ${arg}`;
      keys.set(handle, key);
      add(key, 1);
    }
    return handle;
  };
  sim.cancel = (handle) => {
    const done = cancel.call(sim, handle);
    const key = keys.get(handle);
    if (done && key !== undefined) add(key, -1);
    return done;
  };
  for (const host of network.hosts.values()) {
    host.onEvent = (kind, arg, now) => {
      if (OF_CONNECTIONS.includes(kind)) add(`${host.name} ${arg}`, -1);
      Host.prototype.onEvent.call(host, kind, arg, now);
    };
  }
}
