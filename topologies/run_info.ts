import { formatPrefix } from "../engine/wire/mod.ts";
import type { HostInfo, LinkInfo, RunInfo } from "../timeline/mod.ts";
import type { HostSpec, LinkEnd, LinkSpec, Topology } from "./topology.ts";

/** The version of cablepull: runs of different versions may have different digests. */
export const VERSION = "0.1.0";

/** What exports and views say of a run beside its records; `source` is its topology as plain data. */
export function runInfo(topology: Topology, source: unknown, partial: boolean): RunInfo {
  return {
    title: topology.title,
    version: VERSION,
    seed: topology.seed,
    partial,
    topology: source,
    hosts: [...topology.hosts.map(hostInfo), ...topology.switches.map(switchInfo)],
    links: topology.links.map(linkInfo),
  };
}

function hostInfo(host: HostSpec): HostInfo {
  const nics = host.nics.map((nic) => ({ name: nic.name, address: formatPrefix(nic) }));
  return { name: host.name, os: host.os, nics };
}

function switchInfo(name: string): HostInfo {
  return { name, os: "", nics: [] };
}

function linkInfo(link: LinkSpec): LinkInfo {
  const { forward } = link.settings;
  return {
    name: link.name,
    ends: [endName(link.ends[0]), endName(link.ends[1])],
    latency: forward.latency,
    rateBps: Number.isFinite(forward.rateBps) ? forward.rateBps : 0,
  };
}

function endName(end: LinkEnd): string {
  return end.nic === "" ? end.node : `${end.node}.${end.nic}`;
}
