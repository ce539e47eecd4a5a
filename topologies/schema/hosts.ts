import type { z } from "../../third_party/z.ts";
import { profileNames } from "../../engine/tcp/mod.ts";
import { address, network, nicAddress } from "./addresses.ts";
import { either, flag, key, listOf, named, strict, whole, word } from "./forms.ts";
import { tcpSettings } from "./tcp_settings.ts";
import { meantTime, someTime } from "./units.ts";

/** The largest IPv4 packet (RFC 791 3.1), and the smallest that all links must carry. */
const mtu = key(
  whole(68, 65_535),
  "The largest packet that it sends or takes, in bytes; if absent that of its link, or 1500.",
  1500,
  9000,
);

const nic = strict("a NIC", () => ({
  address: key(nicAddress, "Its IPv4 address, with the length of its network.", "10.0.0.1/24"),
  mtu: mtu.optional(),
}));

const route = strict("a route", () => ({
  to: key(network, "The network that it leads to.", "10.1.0.0/16", "0.0.0.0/0"),
  via: key(address, "The address of the router, in a network of one of the NICs.", "10.0.0.254"),
}));

const firewall = strict("a firewall", () => ({
  idle: key(
    either(`a time such as 350s, or "never"`, [someTime, word(["never"])], meantTime),
    "How long it remembers a connection of which it sees nothing; 5 days if absent, as Linux.",
    "350s",
    "never",
  ).optional(),
  unknown: key(
    word(["drop", "reset"]),
    "What segments get of connections that it does not know: nothing (drop, if absent), or a RST.",
    "reset",
  ).optional(),
}));

/** A host. The short form, `address`, gives it one NIC called eth0. */
export const hostSchema = strict("a host", () => ({
  os: key(
    word(profileNames),
    "Whose TCP and sockets it has: a system's, or what RFC 9293 alone asks for.",
    ...profileNames,
  ),
  address: key(
    nicAddress,
    "Its IPv4 address, where it has one NIC; it is called eth0.",
    "10.0.0.1/24",
  ).optional(),
  mtu: key(mtu, "The MTU of eth0, with `address`.", 1500).optional(),
  nics: key(named("NICs", nic), "Its NICs by name, in place of `address`.", {
    eth0: { address: "10.0.0.254/24" },
    eth1: { address: "10.1.0.254/24", mtu: 1400 },
  }).optional(),
  gateway: key(address, "The router for all that no other route leads to.", "10.0.0.254")
    .optional(),
  routes: key(listOf("routes", route), "Routes to networks that are not its own.", [
    { to: "10.1.0.0/16", via: "10.0.0.254" },
  ]).optional(),
  forward: key(flag(), "Whether it passes on packets between its NICs, as routers do.", true)
    .optional(),
  firewall: key(
    firewall,
    "With `forward`: it keeps track of connections, and passes on only what belongs to one.",
    { idle: "350s", unknown: "reset" },
  ).optional(),
  tcp: key(
    tcpSettings,
    "Settings of its TCP that differ from its profile's, by name.",
    { congestion: "reno", rtoMin: "300ms" },
  ).optional(),
}));

/** A host as the file has it, its units read. */
export type HostForm = z.output<typeof hostSchema>;

/** A switch: it learns addresses and has no settings. */
export const switchSchema = strict("a switch", () => ({}));
