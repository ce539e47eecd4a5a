import type { Handle } from "../../../engine/sim/mod.ts";
import { ConnectionPump } from "../../../nodes/connection_pump.ts";
import type { Network } from "../../../nodes/network.ts";
import { must } from "./broken.ts";

/** Counts the pending events of each connection: one at most. */
export function watchEvents(network: Network): void {
  const pending = new Map<string, number>();
  const keys = new Map<Handle, string>();
  const names = new Map<ConnectionPump, string>();
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
    const name = target instanceof ConnectionPump ? names.get(target) : undefined;
    if (name !== undefined) {
      const key = `${name} ${arg}`;
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
  for (const { name, connections } of network.hosts.values()) {
    names.set(connections, name);
    connections.onEvent = (kind, slot, now) => {
      add(`${name} ${slot}`, -1);
      ConnectionPump.prototype.onEvent.call(connections, kind, slot, now);
    };
  }
}
