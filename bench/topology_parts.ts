import { NEVER } from "../engine/base/time.ts";
import { symmetric } from "../nodes/cable.ts";
import type { LineSettings } from "../nodes/line.ts";
import { NIC_DEFAULTS } from "../nodes/nic.ts";
import type { Step } from "../nodes/programs/mod.ts";
import type { HostSpec, LinkSpec, ProgramSpec, Topology } from "../topologies/runs.ts";

/*
 * Topologies as data, as the language's texts become: what measures the engine
 * does not load YAML and schemas, just as programs of ns-3 read no files.
 */

/** A topology of these parts, with nothing else. */
export function topologyOf(
  title: string,
  parts: Pick<Topology, "hosts" | "links"> & Partial<Topology>,
): Topology {
  return {
    title,
    description: "",
    seed: 1,
    stop: NEVER,
    record: { tcp: [] },
    switches: [],
    programs: [],
    faults: [],
    expect: [],
    ...parts,
  };
}

/** 10.0.0.0. */
const NET = 0x0a000000;

/** A Linux host with one NIC, whose address is 10.0.0.0 and so much. */
export function linuxHost(
  name: string,
  address: number,
  prefixLength: number,
  tcp: HostSpec["tcp"],
): HostSpec {
  const nic = { name: "eth0", address: NET + address, prefixLength, mtu: NIC_DEFAULTS.mtu };
  return { name, os: "linux", nics: [nic], routes: [], forward: false, firewall: null, tcp };
}

/** A cable that is alike in both directions, between a host and a host or a switch. */
export function cable(
  name: string,
  host: string,
  other: LinkSpec["ends"][1],
  settings: Partial<LineSettings>,
): LinkSpec {
  return { name, ends: [{ node: host, nic: "eth0" }, other], settings: symmetric(settings) };
}

/** A program that takes one connection at a port and reads all that comes. */
export function sink(host: string, name: string, port: number): ProgramSpec {
  return programOf(host, name, [
    { do: "listen", on: "", as: "door", address: "0.0.0.0", port, backlog: 128 },
    { do: "accept", on: "door", as: "conn" },
    { do: "recv", on: "conn", amount: { kind: "eof" } },
    { do: "close", on: "conn" },
  ]);
}

/** A program that connects to a host, sends so many bytes, and closes. */
export function source(
  host: string,
  name: string,
  to: { readonly host: string; readonly port: number },
  bytes: number,
): ProgramSpec {
  return programOf(host, name, [
    { do: "connect", on: "", as: "conn", ...to, from: 0, nonblocking: false },
    { do: "send", on: "conn", bytes, text: "" },
    { do: "close", on: "conn" },
  ]);
}

function programOf(host: string, name: string, steps: readonly Step[]): ProgramSpec {
  return { host, process: { name, startAt: 0, sigpipe: "ignore", steps } };
}
