import type { Draw } from "./draw.ts";
import type { Form, StepForm } from "./form.ts";
import { type Plan, ROUND } from "./random_topology.ts";
import { randomTalk } from "./random_talk.ts";

/** The port that servers listen at. */
const PORT = 80;

/** How long orderly programs let a close wait. */
export const LINGER_SECONDS = 600;

/**
 * Programs that do anything: the first host, or the last, is a server, all
 * others connect to it; now and then two hosts connect to each other at once.
 */
export function wildPrograms(draw: Draw, plan: Plan): Form {
  const programs: Form = {};
  const [server, ...clients] = inSomeOrder(draw, plan);
  const connections = clients.map(() => draw.weighted([4, 1], [2, 2], [1, 4]));
  const all = connections.reduce((sum, count) => sum + count, 0);
  programs[server!] = { web: withHead(draw, serverSteps(draw, all, plan.systems[server!]!)) };
  clients.forEach((client, i) => {
    const count = connections[i]!;
    programs[client] = { app: withHead(draw, clientSteps(draw, server!, client, count, plan)) };
  });
  if (draw.chance(0.15)) addSimultaneousOpen(draw, server!, clients[0]!, programs);
  return programs;
}

function inSomeOrder(draw: Draw, plan: Plan): readonly string[] {
  return draw.chance(0.5) ? plan.hosts : [...plan.hosts].reverse();
}

function withHead(draw: Draw, steps: StepForm[]): Form | StepForm[] {
  if (draw.chance(0.6)) return steps;
  const start = draw.chance(0.5) ? { start: draw.time(0, 100) } : {};
  return { ...start, sigpipe: draw.pick(["kill", "ignore"]), steps };
}

/** Listens, and serves each connection in a thread of its own or one after the other. */
function serverSteps(draw: Draw, connections: number, os: string): StepForm[] {
  const backlog = draw.chance(0.3) ? { backlog: draw.int(0, 2) } : {};
  const listen: StepForm[] = [{ listen: { port: PORT, as: "door", ...backlog } }];
  if (draw.chance(0.2)) listen.unshift({ sleep: draw.time(0, 200) });
  if (draw.chance(0.3)) listen.push({ sleep: draw.time(0, 500) });
  if (draw.chance(0.6)) {
    const steps = randomTalk(draw, { socket: "conn", thread: "side", os });
    return [...listen, { serve: { on: "door", as: "conn", steps } }];
  }
  const accepted = draw.int(1, connections);
  for (let i = 1; i <= accepted; i++) {
    listen.push({ accept: { on: "door", as: `conn${i}` } });
    listen.push(...randomTalk(draw, { socket: `conn${i}`, thread: `side${i}`, os }));
  }
  if (draw.chance(0.5)) listen.push({ close: "door" });
  if (draw.chance(0.2)) listen.push({ sleep: draw.time(0, 2000) });
  return listen;
}

/** Connects several times, one connection after the other or in threads. */
function clientSteps(
  draw: Draw,
  server: string,
  client: string,
  count: number,
  plan: Plan,
): StepForm[] {
  const steps: StepForm[] = [];
  const os = plan.systems[client]!;
  for (let i = 1; i <= count; i++) {
    const socket = `conn${i}`;
    const from = draw.chance(0.1) ? { from: 40_000 } : {};
    const nonblocking = draw.chance(0.1) ? { nonblocking: true } : {};
    const talk = [
      { connect: { to: `${server}:${PORT}`, as: socket, ...from, ...nonblocking } },
      ...randomTalk(draw, { socket, thread: `side${i}`, os }),
    ];
    if (draw.chance(0.3)) steps.push({ thread: { as: `talk${i}`, steps: talk } });
    else steps.push(...talk);
    if (draw.chance(0.2)) steps.push({ sleep: draw.time(0, 1000) });
  }
  return steps;
}

/** Two programs that call each other at the same time, or nearly so. */
function addSimultaneousOpen(draw: Draw, first: string, second: string, programs: Form): void {
  const at = draw.int(0, 30) * 10;
  const later = draw.chance(0.5) ? 0 : draw.int(0, 20);
  const peer = (to: string, when: number): StepForm[] => [
    { sleep: { until: `${when}ms` } },
    {
      connect: {
        to: `${to}:${to === first ? 7001 : 7002}`,
        as: "twin",
        from: to === first ? 7002 : 7001,
      },
    },
    ...randomTalk(draw, { socket: "twin", thread: "twin-side", os: "" }),
  ];
  (programs[first] as Form)["twins"] = peer(second, at);
  (programs[second] as Form)["twins"] = peer(first, at + later);
}

/** Programs that send and read everything and close as they should, in many ways. */
export function orderlyPrograms(draw: Draw, plan: Plan): Form {
  const programs: Form = {};
  const [server, ...clients] = inSomeOrder(draw, plan);
  const serverFirst = draw.chance(0.3);
  programs[server!] = {
    web: [
      { listen: { port: PORT, as: "door" } },
      ...options(draw, "door", 0.2),
      { serve: { on: "door", as: "conn", steps: orderlyTalk(draw, "conn", "", serverFirst) } },
    ],
  };
  for (const client of clients) {
    const steps: StepForm[] = [{ sleep: draw.time(10, 200) }];
    const count = draw.weighted([4, 1], [2, 2], [1, 4]);
    for (let i = 1; i <= count; i++) {
      steps.push(
        { connect: { to: `${server}:${PORT}`, as: `conn${i}` } },
        ...orderlyTalk(draw, `conn${i}`, `${i}`, true),
      );
    }
    programs[client] = { app: steps };
  }
  return programs;
}

/**
 * Sends everything, says so, reads everything and closes. `mayNotWait`: reads
 * in a thread beside; else it may send only after it has read all.
 */
function orderlyTalk(draw: Draw, socket: string, mark: string, mayNotWait: boolean): StepForm[] {
  const send = [...sending(draw, socket), { shutdown: { on: socket, how: "send" } }];
  const read = reading(draw, socket);
  const start = options(draw, socket, 0.3);
  if (!mayNotWait && draw.chance(0.5)) {
    const leave = draw.chance(0.5) ? send : send.slice(0, -1);
    return [...start, ...read, ...leave, { close: socket }];
  }
  const name = `reader${mark}`;
  return [
    ...start,
    { thread: { as: name, steps: read } },
    ...send,
    { join: name },
    ...(draw.chance(0.3) ? [{ sleep: draw.time(0, 300) }] : []),
    { close: socket },
  ];
}

function sending(draw: Draw, socket: string): StepForm[] {
  const steps: StepForm[] = [];
  if (draw.chance(0.15)) return [{ send: { on: socket, bytes: draw.pick(ROUND) } }];
  const pieces = draw.int(0, 4);
  for (let i = 0; i < pieces; i++) {
    const piece = { send: { on: socket, bytes: draw.size(draw.chance(0.15) ? 60_000 : 8000) } };
    if (draw.chance(0.3)) {
      const pause = draw.chance(0.5) ? [{ sleep: draw.time(0, 200) }] : [];
      const small = { send: { on: socket, bytes: draw.size(1000) } };
      steps.push({ loop: { times: draw.int(1, 8), steps: [small, ...pause] } });
    } else {
      steps.push(piece);
    }
    if (draw.chance(0.3)) steps.push({ sleep: draw.time(0, 500) });
  }
  return steps;
}

function reading(draw: Draw, socket: string): StepForm[] {
  const steps: StepForm[] = [];
  if (draw.chance(0.3)) steps.push({ sleep: draw.time(0, 2000) });
  if (draw.chance(0.4)) {
    const once = { recv: { on: socket, max: draw.size(4000) } };
    steps.push({ loop: { times: draw.int(1, 10), steps: [once, { sleep: draw.time(0, 300) }] } });
  }
  if (draw.chance(0.2)) steps.push({ recv: { on: socket, bytes: draw.size(3000) } });
  steps.push({ recv: { on: socket, until: "eof" } });
  return steps;
}

function options(draw: Draw, socket: string, chance: number): StepForm[] {
  const steps: StepForm[] = [];
  const set = (option: string, value: Form[string]): void => {
    steps.push({ setsockopt: { on: socket, option, value } });
  };
  if (draw.chance(chance)) set("TCP_NODELAY", true);
  if (draw.chance(chance)) set("SO_RCVBUF", draw.int(200, 20_000));
  if (draw.chance(chance)) set("SO_SNDBUF", draw.int(200, 20_000));
  if (draw.chance(chance / 2)) set("SO_LINGER", { onoff: true, linger: LINGER_SECONDS });
  return steps;
}
