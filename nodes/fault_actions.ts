import { invariant } from "../engine/base/invariant.ts";
import type { Nanos } from "../engine/base/time.ts";
import type { Cable } from "./cable.ts";
import type { FaultAction } from "./faults.ts";
import { Gate } from "./gate.ts";
import type { Host } from "./host.ts";
import type { Network } from "./network.ts";
import type { Nic } from "./nic.ts";

/** Does what a fault does, now. */
export function applyFault(network: Network, action: FaultAction, now: Nanos): void {
  switch (action.do) {
    case "pull":
      return cableOf(network, action.link).pull(now);
    case "plug":
      return cableOf(network, action.link).plug(now);
    case "partition":
      return cableOf(network, action.link).setGate(Gate.Cut, action.from, now);
    case "hold":
      return cableOf(network, action.link).setGate(Gate.Held, action.from, now);
    case "heal":
    case "release":
      return cableOf(network, action.link).setGate(Gate.Open, action.from, now);
    case "removeAddress":
      return nicsOf(network, action).forEach((nic) =>
        hostOf(network, action.host).setAddress(nic, false, now)
      );
    case "addAddress":
      return nicsOf(network, action).forEach((nic) =>
        hostOf(network, action.host).setAddress(nic, true, now)
      );
    case "disable":
      return nicsOf(network, action).forEach((nic) => nic.disable(now));
    case "enable":
      return nicsOf(network, action).forEach((nic) => nic.enable(now));
    case "kill":
      return hostOf(network, action.host).processes.kill(action.process, now);
    case "crash":
      return hostOf(network, action.host).crash(now);
    case "boot":
      return hostOf(network, action.host).boot(action.restart, now);
    case "pause":
      return hostOf(network, action.host).pause(now);
    case "resume":
      return hostOf(network, action.host).resume(now);
  }
}

/** What undoes a fault after its duration, or null where it is for good or cannot be undone. */
export function undoing(action: FaultAction): FaultAction | null {
  switch (action.do) {
    case "pull":
      return { do: "plug", link: action.link };
    case "partition":
      return { do: "heal", link: action.link, from: action.from };
    case "hold":
      return { do: "release", link: action.link, from: action.from };
    case "removeAddress":
      return { do: "addAddress", host: action.host, nic: action.nic };
    case "disable":
      return { do: "enable", host: action.host, nic: action.nic };
    case "crash":
      return { do: "boot", host: action.host, restart: action.restart };
    case "pause":
      return { do: "resume", host: action.host };
    default:
      return null;
  }
}

/** How long a fault lasts: Infinity for good, 0 where it is over at once. */
export function durationOf(action: FaultAction): Nanos {
  return "duration" in action ? action.duration : 0;
}

/** What a fault happens to, as the timeline names it: "cable", "client.eth0", "server.web". */
export function targetOf(action: FaultAction): string {
  switch (action.do) {
    case "pull":
    case "plug":
    case "partition":
    case "heal":
    case "hold":
    case "release":
      return action.link;
    case "disable":
    case "enable":
    case "removeAddress":
    case "addAddress":
      return action.nic === "" ? action.host : `${action.host}.${action.nic}`;
    case "kill":
      return `${action.host}.${action.process}`;
    default:
      return action.host;
  }
}

/** What a fault's record adds: the one direction that it is about. */
export function noteOf(action: FaultAction): string {
  return "from" in action && action.from !== "" ? `from ${action.from} only` : "";
}

function cableOf(network: Network, name: string): Cable {
  const cable = network.cables.get(name);
  invariant(cable !== undefined, `a fault names a link that was built: ${name}`);
  return cable;
}

function hostOf(network: Network, name: string): Host {
  const host = network.hosts.get(name);
  invariant(host !== undefined, `a fault names a host that was built: ${name}`);
  return host;
}

/** The NIC that is meant; all of the host's where none is named. */
function nicsOf(network: Network, action: { host: string; nic: string }): readonly Nic[] {
  const { nics } = hostOf(network, action.host).interfaces;
  return action.nic === "" ? nics : nics.filter((nic) => nic.name === action.nic);
}
