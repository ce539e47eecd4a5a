import type { Nanos } from "../engine/base/time.ts";
import { type Ipv4, parseIpv4 } from "../engine/wire/mod.ts";

/** What stands in a network: a host, a router, a switch. */
export interface HostInfo {
  readonly name: string;
  /** The profile that its TCP behaves like: "linux"; "" where it has no TCP. */
  readonly os: string;
  readonly nics: readonly NicInfo[];
}

/** One network interface of a host. */
export interface NicInfo {
  readonly name: string;
  /** In the form "10.0.0.1/24", or "" where it has no address. */
  readonly address: string;
}

/** A link between two hosts. */
export interface LinkInfo {
  readonly name: string;
  /** The two NICs that it joins: "client.eth0". */
  readonly ends: readonly [string, string];
  /** How long a frame travels once it has left, without queueing. */
  readonly latency: Nanos;
  /** Bits per second; 0 where the rate is unlimited. */
  readonly rateBps: number;
}

/** What is known of a run beside its records: the heads of exports and views are made from it. */
export interface RunInfo {
  /** One line that says what the topology shows; "" where it does not. */
  readonly title: string;
  /** The version of cablepull that ran it. */
  readonly version: string;
  readonly seed: number;
  /** Whether the run was interrupted, so that its timeline is a beginning only. */
  readonly partial: boolean;
  /** The topology as run, as plain data. */
  readonly topology: unknown;
  /** In the order of the topology, which is the order of the lanes in a view. */
  readonly hosts: readonly HostInfo[];
  readonly links: readonly LinkInfo[];
}

/** The addresses of a host's NICs, as numbers. */
export function addressesOf(host: HostInfo): Ipv4[] {
  return host.nics
    .filter((nic) => nic.address !== "")
    .map((nic) => parseIpv4(nic.address.split("/")[0] ?? ""));
}
