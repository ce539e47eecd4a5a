import { type Nanos } from "../engine/base/time.ts";
import { parseIpv4 } from "../engine/wire/mod.ts";
import { symmetric } from "../nodes/cable.ts";
import type { Fault, FaultAction } from "../nodes/faults.ts";
import type { HostSpec, Topology } from "../topologies/mod.ts";
import { type Action, type Cell, cellText, type System } from "./cell.ts";
import {
  LOCAL,
  LOCAL_ADDRESS,
  localProgram,
  PEER,
  PEER_ADDRESS,
  peerProgram,
  PROCESS,
  type Purpose,
} from "./programs.ts";
import { ACTION_AT, LATENCY, STOP } from "./times.ts";

/** The one link, and the NIC of each host. */
export const CABLE = "cable";
const NIC = "eth0";

/** A segment by its place among all that its host puts on the cable, from 1. */
export interface NthFrame {
  readonly from: typeof LOCAL | typeof PEER;
  readonly nth: number;
}

/** The topology that a cell is run as; `lost` is the segment that the cable loses, if any. */
export function cellTopology(cell: Cell, purpose: Purpose, lost: NthFrame | null): Topology {
  return {
    title: cellText(cell),
    description: "",
    seed: 1,
    stop: STOP,
    record: { tcp: [] },
    hosts: [host(LOCAL, cell.local, LOCAL_ADDRESS), host(PEER, cell.peer, PEER_ADDRESS)],
    switches: [],
    links: [{
      name: CABLE,
      ends: [{ node: LOCAL, nic: NIC }, { node: PEER, nic: NIC }],
      settings: symmetric({ latency: LATENCY }),
    }],
    programs: [
      { host: PEER, process: peerProgram(cell, purpose) },
      { host: LOCAL, process: localProgram(cell, purpose) },
    ],
    faults: [...faultsOf(cell.action), ...(lost === null ? [] : [lossOf(lost)])],
    expect: [],
  };
}

function host(name: string, os: System, address: string): HostSpec {
  const nic = { name: NIC, address: parseIpv4(address), prefixLength: 24, mtu: 1500 };
  return { name, os, nics: [nic], routes: [], forward: false, firewall: null, tcp: {} };
}

/** The fault that an action is; none where it is a call. */
function faultsOf(action: Action): Fault[] {
  switch (action) {
    case "kill":
      return [fault({ do: "kill", host: LOCAL, process: PROCESS })];
    case "NIC off":
      return [fault({ do: "disable", host: LOCAL, nic: NIC, duration: Infinity })];
    case "cable out":
      return [fault({ do: "pull", link: CABLE, duration: Infinity })];
    case "crash":
      return [fault({ do: "crash", host: LOCAL, duration: Infinity, restart: false })];
    default:
      return [];
  }
}

function fault(action: FaultAction, at: Nanos = ACTION_AT): Fault {
  return { kind: "action", trigger: { kind: "at", at }, action };
}

function lossOf({ from, nth }: NthFrame): Fault {
  const match = { link: CABLE, from, flags: "", without: "", data: null, icmp: false };
  return { kind: "rule", rule: { action: "drop", match, nth, count: 1, delay: 0 } };
}
