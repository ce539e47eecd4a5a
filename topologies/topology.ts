import type { Nanos } from "../engine/base/time.ts";
import type { ProfileName } from "../engine/tcp/mod.ts";
import type { Ipv4 } from "../engine/wire/mod.ts";
import type { CableSettings } from "../nodes/cable.ts";
import type { Fault } from "../nodes/faults.ts";
import type { FirewallSettings } from "../nodes/firewall.ts";
import type { ProcessSpec } from "../nodes/programs/mod.ts";
import type { Expectation } from "../timeline/mod.ts";

/**
 * A topology as plain data: all names checked, all defaults filled in; times
 * are nanoseconds, rates bits per second, sizes bytes. Lists are in the order
 * of the file.
 */
export interface Topology {
  title: string;
  /** "" where there is none. */
  description: string;
  seed: number;
  /** When the run ends; `NEVER`: when nothing is left to happen. */
  stop: Nanos;
  record: RecordSpec;
  hosts: readonly HostSpec[];
  /** The names of the switches. */
  switches: readonly string[];
  links: readonly LinkSpec[];
  programs: readonly ProgramSpec[];
  faults: readonly Fault[];
  expect: readonly Expectation[];
}

/** What is recorded beside what always is. */
export interface RecordSpec {
  /** The hosts whose connections tell of their windows and round-trip times. */
  tcp: readonly string[];
}

/** A host. */
export interface HostSpec {
  name: string;
  os: ProfileName;
  nics: readonly NicSpec[];
  /** Its gateway is the last one, to 0.0.0.0/0. */
  routes: readonly RouteSpec[];
  /** Whether it passes on packets between its NICs. */
  forward: boolean;
  /** How it keeps track of connections that it passes on; null where it does not. */
  firewall: FirewallSettings | null;
  /** Settings that differ from its profile's, as `withOverrides` takes them. */
  tcp: Readonly<Record<string, unknown>>;
}

/** A network interface of a host. */
export interface NicSpec {
  name: string;
  address: Ipv4;
  prefixLength: number;
  mtu: number;
}

/** A route: what goes to that network goes to the router `via`. */
export interface RouteSpec {
  network: Ipv4;
  prefixLength: number;
  via: Ipv4;
}

/** A cable and its two ends; `forward` is what the first one sends. */
export interface LinkSpec {
  name: string;
  ends: readonly [LinkEnd, LinkEnd];
  settings: CableSettings;
}

/** Where a cable is plugged in. */
export interface LinkEnd {
  /** A host or a switch. */
  node: string;
  /** The host's NIC; "" of a switch. */
  nic: string;
}

/** A process and the host that it runs on. */
export interface ProgramSpec {
  host: string;
  process: ProcessSpec;
}
