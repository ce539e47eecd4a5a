import { Rng } from "../../../engine/base/rng.ts";
import { profileNames } from "../../../engine/tcp/mod.ts";
import { Draw } from "./draw.ts";
import type { Form } from "./form.ts";
import { randomFaults } from "./random_faults.ts";
import { orderlyPrograms, wildPrograms } from "./random_programs.ts";

/**
 * What a run is for: in "wild" ones anything may happen to anybody; in "orderly"
 * ones all programs close as they should and all harm comes to an end, so that
 * everything must arrive.
 */
export type Mood = "wild" | "orderly";

/** What the parts of a topology must know of each other. */
export interface Plan {
  readonly mood: Mood;
  readonly hosts: readonly string[];
  readonly systems: Readonly<Record<string, string>>;
  readonly links: readonly string[];
}

/** The topology of a seed. */
export function randomTopology(seed: number, mood: Mood): Form {
  const draw = new Draw(new Rng(seed).fork(mood));
  const count = draw.weighted([6, 2], [2, 3], [1, 4]);
  const hosts = ["a", "b", "c", "d"].slice(0, count);
  const shape = count === 3 && draw.chance(0.4)
    ? "router"
    : count > 2 || draw.chance(0.2)
    ? "switch"
    : "cable";
  const systems: Record<string, string> = {};
  for (const name of hosts) systems[name] = draw.pick(profileNames);
  const { links, ...nodes } = wiring(draw.fork("wiring"), shape, hosts, systems, mood);
  const plan: Plan = { mood, hosts, systems, links: Object.keys(links) };
  const work = draw.fork("programs");
  const programs = mood === "wild" ? wildPrograms(work, plan) : orderlyPrograms(work, plan);
  const faults = randomFaults(draw.fork("faults"), plan, programs);
  return {
    title: `Simulation ${seed}, ${mood}`,
    seed,
    ...stopOf(mood, programs),
    ...nodes,
    links,
    programs,
    ...(faults.length > 0 ? { faults } : {}),
  };
}

/** Window probes and keep-alive may go on for ever. */
function stopOf(mood: Mood, programs: Form): Form {
  if (mood === "orderly") return { stop: "24h" };
  return { stop: JSON.stringify(programs).includes("SO_KEEPALIVE") ? "200s" : "2h" };
}

type Shape = "cable" | "switch" | "router";

/** Hosts and links of that shape; of a router, the second host is one. */
function wiring(
  draw: Draw,
  shape: Shape,
  names: readonly string[],
  systems: Readonly<Record<string, string>>,
  mood: Mood,
): { hosts: Form; links: Form } {
  const hosts: Form = {};
  const links: Form = {};
  names.forEach((name, i) => {
    const own = draw.fork(name);
    const mtu = own.chance(0.3) ? { mtu: own.pick([296, 576, 1006, 9000]) } : {};
    const tcp = randomSettings(own, mood);
    hosts[name] = {
      os: systems[name]!,
      ...(shape === "router" && i === 1 ? {} : { address: addressOf(shape, i), ...mtu }),
      ...(Object.keys(tcp).length > 0 ? { tcp } : {}),
    };
  });
  if (shape === "router") {
    const router = hosts["b"] as Form;
    const narrow = draw.fork("router");
    const mtu = (): Form => narrow.chance(0.3) ? { mtu: narrow.pick([576, 1006, 1400]) } : {};
    router["nics"] = {
      eth0: { address: "10.0.1.254/24", ...mtu() },
      eth1: { address: "10.0.2.254/24", ...mtu() },
    };
    router["forward"] = true;
    (hosts["a"] as Form)["gateway"] = "10.0.1.254";
    (hosts["c"] as Form)["gateway"] = "10.0.2.254";
    links["left"] = { between: ["a", "b.eth0"], ...randomLine(draw.fork("left"), mood) };
    links["right"] = { between: ["b.eth1", "c"], ...randomLine(draw.fork("right"), mood) };
    return { hosts, links };
  }
  if (shape === "cable") {
    links["cable"] = { between: ["a", "b"], ...randomLine(draw.fork("cable"), mood) };
    return { hosts, links };
  }
  for (const name of names) {
    links[`to-${name}`] = { between: [name, "hub"], ...randomLine(draw.fork(`to-${name}`), mood) };
  }
  return { hosts, links, switches: { hub: {} } } as { hosts: Form; links: Form };
}

function addressOf(shape: Shape, index: number): string {
  return shape === "router" ? `10.0.${index === 0 ? 1 : 2}.1/24` : `10.0.0.${index + 1}/24`;
}

/** What a line is like. In orderly runs it does less harm, so that nobody gives up. */
function randomLine(draw: Draw, mood: Mood): Form {
  const line: Form = traits(draw, mood);
  if (draw.chance(0.2)) {
    line["queue"] = draw.chance(0.5)
      ? { packets: draw.int(2, 30) }
      : { bytes: draw.int(20_000, 60_000) };
  }
  return line;
}

function traits(draw: Draw, mood: Mood): Form {
  const line: Form = {};
  const harm = mood === "wild" ? 12 : 4;
  const latency = draw.weighted([1, 0], [6, draw.int(1, 20)], [2, draw.int(1, 300)]);
  line["latency"] = `${latency}ms`;
  if (draw.chance(0.3)) line["jitter"] = draw.time(0, latency);
  if (draw.chance(0.4)) line["rate"] = draw.pick(["128kbps", "1Mbps", "10Mbps", "1Gbps"]);
  if (draw.chance(0.4)) line["loss"] = `${draw.int(1, harm)}%`;
  if (draw.chance(0.25)) line["duplicate"] = `${draw.int(1, harm)}%`;
  if (draw.chance(0.2)) line["corrupt"] = `${draw.int(1, harm / 2)}%`;
  const path = draw.fork("path");
  // A link tells nobody what is too long: a black hole, in which programs give up.
  if (path.chance(0.15) && mood === "wild") line["mtu"] = path.pick([576, 1006, 1400]);
  if (path.chance(0.1)) line["queue"] = { codel: { target: "2ms", interval: "20ms", ecn: true } };
  else if (path.chance(0.12)) {
    line["queue"] = { red: { min: "3kB", max: "9kB", weight: path.int(0, 4), ecn: true } };
  }
  if (draw.chance(0.1)) line["overhead"] = `${draw.int(1, 40)}B`;
  return line;
}

/** Buffers that programs may fill exactly. */
export const ROUND: readonly number[] = [500, 1000, 2000];

/** Settings of TCP that differ from the profile's. */
function randomSettings(draw: Draw, mood: Mood): Form {
  const tcp: Form = {};
  if (draw.chance(0.3)) {
    tcp["receiveBuffer"] = draw.chance(0.5) ? draw.pick(ROUND) : draw.int(200, 6000);
  }
  if (draw.chance(0.2)) tcp["sendBuffer"] = draw.int(200, 6000);
  if (draw.chance(0.2)) tcp["congestion"] = draw.pick(["reno", "cubic"]);
  if (draw.chance(0.15)) tcp["nagleRule"] = draw.pick(["rfc896", "minshall"]);
  if (draw.chance(0.15)) tcp["windowProbe"] = draw.pick(["byte", "empty"]);
  if (draw.chance(0.15)) tcp["ackOnFin"] = draw.pick(["immediate", "delayed"]);
  if (draw.chance(0.2)) tcp["windowScaling"] = draw.chance(0.5);
  if (draw.chance(0.2)) tcp["windowScale"] = draw.int(0, 8);
  if (draw.chance(0.1)) tcp["delayedAckEvery"] = draw.int(1, 3);
  // Shorter than a lost ACK of the FIN takes, it would end in a reset.
  if (draw.chance(0.1)) tcp["timeWait"] = draw.time(mood === "wild" ? 100 : 4000, 8000);
  const path = draw.fork("path");
  if (path.chance(0.3)) tcp["ecn"] = path.pick(["off", "passive", "active"]);
  if (path.chance(0.2)) tcp["mtuProbing"] = path.pick(["black-hole", "always"]);
  if (path.chance(0.2)) tcp["pathMtuClaims"] = path.pick(["at-once", "after-timeout"]);
  if (mood === "orderly") return tcp;
  if (draw.chance(0.1)) tcp["dataRetries"] = draw.int(0, 6);
  if (draw.chance(0.1)) tcp["synRetries"] = draw.int(0, 3);
  if (draw.chance(0.1)) tcp["persistMaxRetries"] = draw.int(0, 4);
  if (draw.chance(0.1)) tcp["orphanRetries"] = draw.int(0, 4);
  if (draw.chance(0.1)) tcp["closeWithUnreadData"] = draw.pick(["reset", "fin"]);
  if (draw.chance(0.1)) tcp["dataAfterClose"] = draw.pick(["reset", "discard"]);
  if (draw.chance(0.1)) tcp["backlogOverflow"] = draw.pick(["reset", "drop"]);
  if (draw.chance(0.1)) tcp["resetOnTimeout"] = draw.chance(0.5);
  if (draw.chance(0.1)) tcp["resetCarriesAck"] = draw.chance(0.5);
  if (draw.chance(0.1)) tcp["timeWaitReuse"] = draw.chance(0.5);
  if (draw.chance(0.1)) tcp["synAckOnRepeatedSyn"] = draw.chance(0.5);
  if (draw.chance(0.05)) tcp["linkDown"] = draw.pick(["keep", "abort"]);
  return tcp;
}
