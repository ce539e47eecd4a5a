import { z } from "../../third_party/z.ts";
import {
  formatIpv4,
  type Ipv4,
  isDirectedBroadcast,
  isLoopback,
  isValidSource,
  networkOf,
  parseIpv4,
  parsePrefix,
  type Prefix,
} from "../../engine/wire/mod.ts";
import { show } from "../show.ts";
import { mustBe } from "./forms.ts";

/** Why a loopback address is none that a topology may name. */
export const NO_LOOPBACK = "which is a loopback address; a host has only those of its NICs";

/** An IPv4 address: `10.0.0.1`. */
export const address: z.ZodType<Ipv4, string> = parsed(
  "an IPv4 address such as 10.0.0.1",
  parseIpv4,
  (address) => isLoopback(address) ? `, ${NO_LOOPBACK}` : "",
);

/** A network and how many bits name it: `10.1.0.0/16`. */
export const network: z.ZodType<Prefix, string> = parsed(
  "a network such as 10.1.0.0/16",
  parsePrefix,
  (prefix) =>
    networkOf(prefix) === prefix.address
      ? ""
      : `; did you mean "${formatIpv4(networkOf(prefix))}/${prefix.prefixLength}"?`,
);

/** The address of a NIC with its network: `10.0.0.1/24`. */
export const nicAddress: z.ZodType<Prefix, string> = parsed(
  "an address of one host with the length of its network, such as 10.0.0.1/24",
  parsePrefix,
  (prefix) => {
    const { address, prefixLength } = prefix;
    if (!isValidSource(address)) return ", which no host can have";
    if (isDirectedBroadcast(address, prefix)) return ", which means all hosts of its network";
    const isNetwork = prefixLength < 31 && networkOf(prefix) === address;
    return isNetwork ? ", which is its network's own" : "";
  },
);

/** A text that `parse` understands, and about which `objection` has nothing to say. */
function parsed<T>(
  what: string,
  parse: (text: string) => T,
  objection: (value: T) => string = () => "",
): z.ZodType<T, string> {
  const error = mustBe(what);
  return z.string({ error }).transform((text, context) => {
    const refuse = (message: string): never => {
      context.issues.push({ code: "custom", input: text, message });
      return z.NEVER;
    };
    const value = attempt(() => parse(text));
    if (value === null) return refuse(error({ input: text }));
    const reason = objection(value);
    return reason === "" ? value : refuse(`must be ${what}: it is ${show(text)}${reason}`);
  });
}

function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
