import { ms, type Nanos, seconds } from "../engine/base/time.ts";
import { parseIpv4 } from "../engine/wire/mod.ts";
import { symmetric } from "../nodes/cable.ts";
import type { ProcessSpec, Step } from "../nodes/programs/mod.ts";
import type { HostSpec, LinkSpec, Topology } from "../topologies/mod.ts";
import type { Activity, Guard, GuardTimes, Question, System } from "./question.ts";

/** The side that has to notice, and the one that falls silent. */
export const WATCHER = "watcher";
export const PEER = "peer";

/** When the cable is pulled, for good. */
export const PULLED_AT: Nanos = seconds(5);

/** When the watcher's last segment of before came back: an exchange that ends well before. */
const EXCHANGE_AT: Nanos = seconds(1);

/** When a request leaves that is under way when the cable goes, on either cable. */
const REQUEST_AT: Nanos = PULLED_AT - ms(1);

/** How often who is sending sends. */
const SEND_EVERY: Nanos = ms(100);

/** Nobody waits longer: keepalive's two hours and all its probes are over by then. */
const STOP: Nanos = seconds(20_000);

const NIC = "eth0";
const PORT = 80;
const NODES = { [WATCHER]: "10.0.0.1", [PEER]: "10.0.0.2" };

/** Two hosts with a switch between them, 20 ms apart, and the cable that is pulled. */
export function deathTopology(question: Question, times: GuardTimes): Topology {
  const { system, pull } = question;
  const link = pull === "own cable" ? WATCHER : PEER;
  return {
    title: `${question.activity}, ${question.guard}, ${pull} pulled, ${system}`,
    description: "",
    seed: 1,
    stop: STOP,
    record: { tcp: [WATCHER] },
    hosts: [host(WATCHER, system), host(PEER, system)],
    switches: ["switch"],
    links: [cable(WATCHER), cable(PEER)],
    programs: [
      { host: PEER, process: program(listening()) },
      { host: WATCHER, process: program(watching(question, times)) },
    ],
    faults: [{
      kind: "action",
      trigger: { kind: "at", at: PULLED_AT },
      action: { do: "pull", link: cableOf(link), duration: Infinity },
    }],
    expect: [],
  };
}

const cableOf = (host: string): string => `${host}-cable`;

function host(name: keyof typeof NODES, os: System): HostSpec {
  const nic = { name: NIC, address: parseIpv4(NODES[name]), prefixLength: 24, mtu: 1500 };
  return { name, os, nics: [nic], routes: [], forward: false, firewall: null, tcp: {} };
}

function cable(name: string): LinkSpec {
  const ends = [{ node: name, nic: NIC }, { node: "switch", nic: "" }] as const;
  return { name: cableOf(name), ends, settings: symmetric({ latency: ms(10) }) };
}

/** The peer reads all its life, and says one thing before it falls silent. */
function listening(): Step[] {
  return [
    { do: "listen", on: "", as: "door", address: "", port: PORT, backlog: 8 },
    { do: "accept", on: "door", as: "conn" },
    { do: "sleep-until", at: EXCHANGE_AT },
    { do: "send", on: "conn", bytes: 100, text: "" },
    { do: "recv", on: "conn", amount: { kind: "eof" } },
    { do: "sleep-until", at: 2 * STOP },
  ];
}

function watching({ activity, guard, system }: Question, times: GuardTimes): Step[] {
  const read: Step = { do: "recv", on: "conn", amount: { kind: "eof" } };
  const reader: Step = { do: "thread", as: "reader", steps: [read] };
  return [
    { do: "socket", as: "conn" },
    ...guardSteps(guard, system, times),
    {
      do: "connect",
      on: "conn",
      as: "",
      host: NODES[PEER],
      port: PORT,
      from: 0,
      nonblocking: false,
    },
    reader,
    ...activitySteps(activity),
    { do: "sleep-until", at: 2 * STOP },
  ];
}

function activitySteps(activity: Activity): Step[] {
  const send = (bytes: number): Step => ({ do: "send", on: "conn", bytes, text: "" });
  if (activity === "idle") return [];
  if (activity === "waiting for an answer") {
    return [{ do: "sleep-until", at: REQUEST_AT }, send(100)];
  }
  const steps: Step[] = [send(100), { do: "sleep", time: SEND_EVERY }];
  return [{ do: "loop", times: Infinity, untilError: true, steps }];
}

function guardSteps(guard: Guard, system: System, times: GuardTimes): Step[] {
  const set = (option: string, value: number | boolean): Step => ({
    do: "setsockopt",
    on: "conn",
    option,
    value,
  });
  if (guard === "keepalive") {
    return [
      set("SO_KEEPALIVE", true),
      set("TCP_KEEPIDLE", times.idle / seconds(1)),
      set("TCP_KEEPINTVL", times.interval / seconds(1)),
      set("TCP_KEEPCNT", times.probes),
    ];
  }
  if (guard !== "user timeout") return [];
  if (system === "windows") return [set("TCP_MAXRT", times.userTimeout / seconds(1))];
  return [set("TCP_USER_TIMEOUT", times.userTimeout / ms(1))];
}

function program(steps: readonly Step[]): ProcessSpec {
  return { name: "app", startAt: 0, sigpipe: "ignore", steps };
}
