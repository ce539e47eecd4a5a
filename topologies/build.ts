import { Rng } from "../engine/base/rng.ts";
import { Simulator } from "../engine/sim/mod.ts";
import { type Profile, profileByName, withOverrides } from "../engine/tcp/mod.ts";
import { Cable } from "../nodes/cable.ts";
import type { CableEnd } from "../nodes/cable_end.ts";
import { FaultScheduler } from "../nodes/fault_scheduler.ts";
import { Firewall } from "../nodes/firewall.ts";
import { Host } from "../nodes/host.ts";
import { Network } from "../nodes/network.ts";
import { NIC_DEFAULTS } from "../nodes/nic.ts";
import type { Recorder } from "../nodes/records.ts";
import { Switch } from "../nodes/switch.ts";
import type { HostSpec, LinkEnd, Topology } from "./topology.ts";

/**
 * The profiles of a topology's hosts by what they change, for as long as it is
 * there: hosts that change the same share one, and so do all runs of a sweep.
 */
const profilesOf: WeakMap<Topology, Map<string, Profile>> = new WeakMap();

/**
 * Builds a topology on a simulator of its own: nodes, cables, programs and
 * faults are in place, and nothing has happened yet. Running the simulator
 * runs the topology.
 *
 * @throws {RangeError} or {TypeError} if a host's `tcp` settings are not of its profile.
 */
export function build(topology: Topology, recorder: Recorder | null): Network {
  const network = new Network(new Simulator(), new Rng(topology.seed), recorder);
  const profiles = profilesOf.get(topology) ?? new Map<string, Profile>();
  profilesOf.set(topology, profiles);
  for (const spec of topology.hosts) addHost(network, spec, profileFor(spec, profiles));
  for (const name of topology.record.tcp) {
    const host = network.hosts.get(name);
    if (host !== undefined) host.recordsTcp = true;
  }
  for (const name of topology.switches) new Switch(network, name);
  for (const { name, ends, settings } of topology.links) {
    const [first, second] = ends;
    new Cable(network, name, endOf(network, first), endOf(network, second), settings);
  }
  new FaultScheduler(network, topology.faults);
  for (const { host, process } of topology.programs) {
    network.hosts.get(host)?.processes.start(process);
  }
  return network;
}

/** A host's profile: one that is there, or a new one, which is kept. */
function profileFor({ os, tcp }: HostSpec, profiles: Map<string, Profile>): Profile {
  const changes = Object.entries(tcp).map(([name, value]) => `${name}: ${typeof value} ${value}`);
  const key = [os, ...changes].join("\n");
  const kept = profiles.get(key);
  if (kept !== undefined) return kept;
  const profile = withOverrides(profileByName(os), tcp);
  profiles.set(key, profile);
  return profile;
}

function addHost(network: Network, spec: HostSpec, profile: Profile): void {
  const host = new Host(network, { name: spec.name, profile, forward: spec.forward });
  if (spec.firewall !== null) host.filter.firewall = new Firewall(spec.firewall);
  for (const nic of spec.nics) host.addNic({ ...NIC_DEFAULTS, ...nic });
  for (const { network: address, prefixLength, via } of spec.routes) {
    host.addRoute({ address, prefixLength }, via);
  }
}

/** Where a cable is plugged in: a NIC, or a new port of a switch. */
function endOf(network: Network, end: LinkEnd): CableEnd {
  const nic = network.nics.get(`${end.node}.${end.nic}`);
  if (nic !== undefined) return nic;
  const node = network.switches.get(end.node);
  if (node !== undefined) return node.addPort();
  throw new RangeError(`Cannot add link: its ends must be there: ${end.node} is not`);
}
