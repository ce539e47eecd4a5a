import type { Draw } from "./draw.ts";
import type { Form } from "./form.ts";
import type { Plan } from "./random_topology.ts";

const STATES = [
  "SYN-SENT",
  "SYN-RECEIVED",
  "ESTABLISHED",
  "FIN-WAIT-1",
  "FIN-WAIT-2",
  "CLOSE-WAIT",
  "CLOSING",
  "LAST-ACK",
  "TIME-WAIT",
  "CLOSED",
] as const;

/** Faults for those hosts, links and programs. */
export function randomFaults(draw: Draw, plan: Plan, programs: Form): Form[] {
  const count = draw.weighted([3, 0], [3, 1], [2, 2], [1, 3], [1, 5]);
  return Array.from({ length: count }, (_, i) => {
    const own = draw.fork(`${i}`);
    if (own.chance(0.45)) return randomRule(own, plan);
    const action = plan.mood === "wild"
      ? wildAction(own, plan, programs)
      : orderlyAction(own, plan, programs);
    return action === null ? randomRule(own, plan) : { ...trigger(own, plan, programs), ...action };
  });
}

function randomRule(draw: Draw, plan: Plan): Form {
  const verb = draw.weighted([4, "drop"], [2, "delay"], [1, "duplicate"], [1, "corrupt"], [
    1,
    "mark",
  ]);
  const rule: Form = {
    on: draw.pick(plan.links),
    ...(draw.chance(0.7) ? { from: draw.pick(plan.hosts) } : {}),
    ...match(draw),
    nth: draw.int(1, 6),
  };
  if (verb === "delay") rule["by"] = draw.time(1, 600);
  if (draw.chance(0.4)) rule["count"] = draw.int(1, plan.mood === "wild" ? 6 : 2);
  if (plan.mood === "wild" && draw.chance(0.1)) rule["count"] = "all";
  return { [verb]: rule };
}

function match(draw: Draw): Form {
  return draw.weighted<Form>(
    [3, {}],
    [2, { flags: "FIN" }],
    [1, { flags: "SYN" }],
    [1, { flags: "SYN,ACK" }],
    [1, { flags: "RST" }],
    [2, { data: true }],
    [2, { flags: "ACK", without: "SYN,FIN", data: false }],
  );
}

/** When a fault happens. */
function trigger(draw: Draw, plan: Plan, programs: Form): Form {
  const after = draw.chance(0.5) ? { after: draw.time(0, 100) } : {};
  switch (draw.weighted([5, "at"], [1, "every"], [3, "state"], [2, "segment"], [1, "call"])) {
    case "at":
      return { at: draw.time(0, 3000) };
    case "every":
      return { every: draw.time(4500, 9000), times: draw.int(1, 3) };
    case "state": {
      const { host, socket } = someSocket(draw, programs);
      const enters = draw.pick(STATES);
      return { when: { connection: `${host}.${socket}`, enters }, ...after };
    }
    case "segment": {
      const segment = { from: draw.pick(plan.hosts), ...match(draw), nth: draw.int(1, 5) };
      return { when: { segment, event: draw.pick(["sent", "received"]) }, ...after };
    }
    default: {
      const { host, program } = someProgram(draw, programs);
      const call = calls(programs, host, program, draw);
      return { when: { call, event: draw.pick(["started", "returned"]) }, ...after };
    }
  }
}

function calls(programs: Form, host: string, program: string, draw: Draw): string {
  const text = JSON.stringify((programs[host] as Form)[program]);
  const known = ["connect", "accept", "send", "recv"].filter((it) => text.includes(`"${it}":{`));
  return `${host}.${program}.${known.length === 0 ? "socket" : draw.pick(known)}`;
}

function someProgram(draw: Draw, programs: Form): { host: string; program: string } {
  const host = draw.pick(Object.keys(programs));
  return { host, program: draw.pick(Object.keys(programs[host] as Form)) };
}

function someSocket(draw: Draw, programs: Form): { host: string; socket: string } {
  const { host } = someProgram(draw, programs);
  const names = [...JSON.stringify(programs[host]).matchAll(/"as":"((?:conn|twin)\d*)"/g)].map((
    it,
  ) => it[1]!);
  return { host, socket: draw.pick(names) };
}

function wildAction(draw: Draw, plan: Plan, programs: Form): Form {
  const duration: Form = draw.chance(0.75) ? { for: draw.time(1, 4000) } : {};
  const host = draw.pick(plan.hosts);
  switch (
    draw.weighted(
      [4, "pull"],
      [3, "disable"],
      [3, "kill"],
      [2, "crash"],
      [3, "pause"],
      [1, "undo"],
    )
  ) {
    case "pull":
      return { pull: draw.pick(plan.links), ...duration };
    case "disable":
      return { disable: nicOf(plan, host, draw), ...duration };
    case "kill": {
      const { host, program } = someProgram(draw, programs);
      return { kill: `${host}.${program}` };
    }
    case "crash":
      return { crash: host, ...duration, ...(draw.chance(0.5) ? { restart: true } : {}) };
    case "pause":
      return { pause: host, ...duration };
    default:
      return draw.pick<Form>([
        { plug: draw.pick(plan.links) },
        { enable: nicOf(plan, host, draw) },
        { resume: host },
        { boot: host },
      ]);
  }
}

function nicOf(plan: Plan, host: string, draw: Draw): string {
  const isRouter = plan.links.includes("left") && host === "b";
  return `${host}.${isRouter ? draw.pick(["eth0", "eth1"]) : "eth0"}`;
}

/** Faults that pass and after which nobody gives up; null where a link's end would. */
function orderlyAction(draw: Draw, plan: Plan, programs: Form): Form | null {
  // Shorter than the three seconds after which a neighbour that does not answer is given up.
  const duration = draw.time(1, 1200);
  if (draw.chance(0.5)) return { pause: draw.pick(plan.hosts), for: duration };
  if (Object.values(plan.systems).includes("windows")) return null;
  if (draw.chance(0.5)) return { pull: draw.pick(plan.links), for: duration };
  // Not a client's: its next connect would fail at once.
  const server = Object.keys(programs).find((host) => "web" in (programs[host] as Form))!;
  return { disable: nicOf(plan, server, draw), for: duration };
}
