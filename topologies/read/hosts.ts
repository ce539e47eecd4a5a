import { NEVER, seconds } from "../../engine/base/time.ts";
import { profileByName, withOverrides } from "../../engine/tcp/mod.ts";
import { formatIpv4, inPrefix, networkOf, type Prefix } from "../../engine/wire/mod.ts";
import type { FirewallSettings } from "../../nodes/firewall.ts";
import type { Path } from "../places.ts";
import type { Reader } from "../reader.ts";
import { mustBe } from "../schema/forms.ts";
import { type HostForm, hostSchema } from "../schema/hosts.ts";
import { listed } from "../show.ts";
import type { HostSpec, NicSpec, RouteSpec } from "../topology.ts";
import { HostNames, type Names } from "./names.ts";

/** The MTU of Ethernet (RFC 894). */
const DEFAULT_MTU = 1500;

/** How long a firewall remembers a silent connection (Linux: nf_conntrack_tcp_timeout_established). */
const DEFAULT_IDLE = seconds(432_000);

/** The NIC of the short form. */
const DEFAULT_NIC = "eth0";

/** Reads the hosts, and notes their names. */
export function readHosts(reader: Reader, value: unknown, names: Names): HostSpec[] {
  const path = ["hosts"];
  if (value === undefined) {
    reader.mistakes.atValue(path, mustBe("a map from names to hosts")({ input: value }));
  }
  const addresses = new Map<number, string>();
  const hosts: HostSpec[] = [];
  for (const [name, form] of reader.readNamed("hosts", hostSchema, value, path)) {
    const host = form === null
      ? null
      : new HostReader(reader, [...path, name], addresses, names).convert(name, form);
    names.hosts.set(
      name,
      new HostNames(
        host?.os ?? "",
        host?.nics.map((nic) => nic.name) ?? null,
        host?.forward ?? true,
      ),
    );
    if (host !== null) hosts.push(host);
  }
  const noHosts = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  if (noHosts) reader.mistakes.atValue(path, "must have at least one host: it is an empty map");
  return hosts;
}

/** Reads one host. */
class HostReader {
  #reader: Reader;
  #path: Path;
  /** The addresses of all hosts so far, and whose each is. */
  #addresses: Map<number, string>;
  #names: Names;

  constructor(reader: Reader, path: Path, addresses: Map<number, string>, names: Names) {
    this.#reader = reader;
    this.#path = path;
    this.#addresses = addresses;
    this.#names = names;
  }

  convert(name: string, form: HostForm): HostSpec | null {
    const nics = this.#nicsOf(name, form);
    if (nics === null) return null;
    return {
      name,
      os: form.os,
      nics,
      routes: this.#routesOf(form, nics),
      forward: form.forward ?? false,
      firewall: this.#firewallOf(form),
      tcp: this.#settingsOf(form),
    };
  }

  #nicsOf(name: string, form: HostForm): NicSpec[] | null {
    const { mistakes } = this.#reader;
    if (form.nics !== undefined) {
      const doubled = form.address !== undefined ? "address" : form.mtu !== undefined ? "mtu" : "";
      if (doubled !== "") {
        mistakes.atKey(
          [...this.#path, doubled],
          "must not stand beside nics: each NIC has its own",
        );
        return null;
      }
      const entries = Object.entries(form.nics);
      if (entries.length === 0) {
        mistakes.atValue([...this.#path, "nics"], "must have at least one NIC");
      }
      return entries.map(([nic, { address, mtu }]) =>
        this.#nic(name, nic, address, mtu, ["nics", nic, "address"])
      );
    }
    if (form.address === undefined) {
      mistakes.atValue([...this.#path, "address"], "is missing: a host must have address or nics");
      return null;
    }
    return [this.#nic(name, DEFAULT_NIC, form.address, form.mtu, ["address"])];
  }

  #nic(host: string, nic: string, prefix: Prefix, mtu: number | undefined, path: Path): NicSpec {
    const { address, prefixLength } = prefix;
    const owner = this.#addresses.get(address);
    if (owner !== undefined) {
      const rule = `must be an address of its own: ${formatIpv4(address)} is that of ${owner}`;
      this.#reader.mistakes.atValue([...this.#path, ...path], rule);
    }
    this.#addresses.set(address, owner ?? `${host}.${nic}`);
    if (mtu === undefined) this.#names.nicsWithoutMtu.add(`${host}.${nic}`);
    return { name: nic, address, prefixLength, mtu: mtu ?? DEFAULT_MTU };
  }

  #routesOf(form: HostForm, nics: readonly NicSpec[]): RouteSpec[] {
    const routes = (form.routes ?? []).map(({ to, via }, i) => {
      this.#checkRouter(via, nics, ["routes", i, "via"]);
      return { network: networkOf(to), prefixLength: to.prefixLength, via };
    });
    if (form.gateway === undefined) return routes;
    this.#checkRouter(form.gateway, nics, ["gateway"]);
    return [...routes, { network: 0, prefixLength: 0, via: form.gateway }];
  }

  #checkRouter(via: number, nics: readonly NicSpec[], path: Path): void {
    const at = [...this.#path, ...path];
    const networks = nics.map((nic) =>
      `${formatIpv4(networkOf(nic))}/${nic.prefixLength} (${nic.name})`
    );
    if (nics.some((nic) => nic.address === via)) {
      this.#reader.mistakes.atValue(
        at,
        `must be another host: ${formatIpv4(via)} is its own address`,
      );
    } else if (!nics.some((nic) => inPrefix(via, nic))) {
      const rule = `must be in a network of a NIC, ${listed(networks, "or")}`;
      this.#reader.mistakes.atValue(at, `${rule}: it is ${formatIpv4(via)}`);
    }
  }

  #firewallOf(form: HostForm): FirewallSettings | null {
    if (form.firewall === undefined) return null;
    if (form.forward !== true) {
      const rule = "must stand beside forward: true: a firewall stands between networks";
      this.#reader.mistakes.atKey([...this.#path, "firewall"], rule);
    }
    const { idle = DEFAULT_IDLE, unknown = "drop" } = form.firewall;
    return { idle: idle === "never" ? NEVER : idle, unknown };
  }

  /** Checks the settings of TCP together; each by itself has been by the schema. */
  #settingsOf(form: HostForm): HostSpec["tcp"] {
    const settings = form.tcp ?? {};
    try {
      withOverrides(profileByName(form.os), settings);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const reason = error.message.replace(/^[^:]*: /, "");
      this.#reader.mistakes.atValue([...this.#path, "tcp"], `cannot be so: ${reason}`);
    }
    return settings;
  }
}
