import { z } from "../../third_party/z.ts";
import { ioctlRequests, pollEvents } from "../../nodes/sockets/mod.ts";
import { address } from "./addresses.ts";
import {
  either,
  flag,
  key,
  listOf,
  mustBe,
  name,
  oneKey,
  strict,
  text,
  whole,
  word,
} from "./forms.ts";
import { optionValue, readable, settable } from "./socket_options.ts";
import { meantTime, size, someSize, time } from "./units.ts";

const port = whole(1, 65_535);
const on = key(
  name("the name of a socket"),
  "The socket, by the name a step before gave it.",
  "conn",
);
const as = key(
  name("a name for the socket"),
  "The name that later steps have for the socket.",
  "conn",
);
const here = key(address, "The local address; all of the host's if absent.", "10.0.0.2");

const socket = strict("socket", () => ({ as }));

const bind = strict("bind", () => ({
  on,
  port: key(whole(0, 65_535), "The local port; 0 for any free one.", 80),
  address: here.optional(),
}));

const listen = strict("listen", () => ({
  port: key(port, "The port, with `as`.", 80).optional(),
  as: as.optional(),
  on: key(on, "A socket that is already bound, in place of `port` and `as`.", "door").optional(),
  address: here.optional(),
  backlog: key(whole(0, 65_535), "How many connections may wait to be accepted; 128 if absent.", 5)
    .optional(),
}));

const accept = strict("accept", () => ({ on, as }));

const connect = strict("connect", () => ({
  to: key(
    z.string({ error: mustBe(`a host and port such as "server:80"`) })
      .regex(/^[^\s:]+:[0-9]+$/, { error: mustBe(`a host and port such as "server:80"`) }),
    "The host (or its NIC, or an address) and the port.",
    "server:80",
    "router.eth1:80",
    "10.0.0.2:80",
  ),
  as: as.optional(),
  on: key(on, "A socket that is there already, in place of `as`.", "conn").optional(),
  from: key(port, "The local port; a free one of the system's range if absent.", 40000).optional(),
  nonblocking: key(flag(), "Whether to go on before the connection stands.", true).optional(),
}));

const send = strict("send", () => ({
  on,
  bytes: key(size, "How much to send, of a pattern that differs at each place.", "2MB").optional(),
  text: key(text("a text that is not empty"), "What to send, in place of `bytes`.", "GET /")
    .optional(),
  oob: key(flag(), "Whether it is urgent data (MSG_OOB).", true).optional(),
  more: key(
    flag(),
    "Whether more follows at once, for which what fills no segment waits (MSG_MORE; Linux).",
    true,
  ).optional(),
}));

const recv = strict("recv", () => ({
  on,
  max: key(someSize, "One call that takes at most so much; 64KiB if absent.", "1kB").optional(),
  bytes: key(someSize, "Wait for exactly so much (MSG_WAITALL).", 100).optional(),
  until: key(word(["eof"]), "Call again until the end of the stream, or an error.", "eof")
    .optional(),
  overlapped: key(
    name("a name for the operation"),
    "Windows: go on while it waits (WSARecv); a thread of that name takes its result.",
    "reading",
  ).optional(),
  oob: key(flag(), "Take the last octet of urgent data (MSG_OOB); never waits.", true).optional(),
}));

const ioctl = strict("ioctl", () => ({
  on,
  request: key(
    word(ioctlRequests),
    "SIOCATMARK gives 1 where the next octet is the last urgent one; FIONREAD the bytes to read.",
    "SIOCATMARK",
  ),
}));

const shutdown = strict("shutdown", () => ({
  on,
  how: key(word(["send", "receive", "both"]), "The direction that ends.", "send"),
}));

const setsockopt = strict("setsockopt", () => ({
  on,
  option: key(settable, "The option, by its name in C.", "SO_LINGER", "TCP_NODELAY"),
  value: key(optionValue, "Its value.", true, "64KiB", { onoff: true, linger: 0 }),
}));

const getsockopt = strict("getsockopt", () => ({
  on,
  option: key(readable, "The option, by its name in C.", "SO_ERROR", "TCP_INFO"),
}));

const poll = strict("poll", () => ({
  on,
  for: key(
    listOf(`"in", "out" and "urgent"`, word(pollEvents), 1),
    "What to wait for: readable (in), writable (out), urgent data (urgent).",
    ["in"],
  ),
  timeout: key(time, "How long to wait at most; for ever if absent.", "5s").optional(),
}));

const sleep = either("a time such as 1s, or { until: 3s }", [
  time,
  strict("sleep", () => ({ until: key(time, "The point of virtual time to wait for.", "3s") })),
], meantTime);

/** One step, as the file has it: one of these keys. */
export interface StepForm {
  socket?: z.output<typeof socket> | undefined;
  bind?: z.output<typeof bind> | undefined;
  listen?: z.output<typeof listen> | undefined;
  accept?: z.output<typeof accept> | undefined;
  connect?: z.output<typeof connect> | undefined;
  send?: z.output<typeof send> | undefined;
  recv?: z.output<typeof recv> | undefined;
  shutdown?: z.output<typeof shutdown> | undefined;
  close?: string | undefined;
  setsockopt?: z.output<typeof setsockopt> | undefined;
  getsockopt?: z.output<typeof getsockopt> | undefined;
  ioctl?: z.output<typeof ioctl> | undefined;
  poll?: z.output<typeof poll> | undefined;
  sleep?: number | { until: number } | undefined;
  thread?: { as: string; steps: StepForm[] } | undefined;
  join?: string | undefined;
  loop?: { times: number | "forever"; until?: "error" | undefined; steps: StepForm[] } | undefined;
  serve?: { on: string; as: string; steps: StepForm[] } | undefined;
  exit?: number | undefined;
}

const steps = key(
  listOf("steps", z.lazy((): z.ZodType<StepForm> => stepSchema), 1),
  "The steps, one after the other.",
  [{ recv: { on: "conn", until: "eof" } }, { close: "conn" }],
).meta({ id: "steps" });

/** One step of a program. */
export const stepSchema: z.ZodType<StepForm> = oneKey("a step", {
  socket: key(socket, "Makes a socket.", { as: "conn" }).optional(),
  bind: key(bind, "Gives a socket its local address and port.", { on: "conn", port: 80 })
    .optional(),
  listen: key(listen, "Opens a port for connections.", { port: 80, as: "door" }).optional(),
  accept: key(accept, "Waits for a connection and takes it.", { on: "door", as: "conn" })
    .optional(),
  connect: key(connect, "Opens a connection.", { to: "server:80", as: "conn" }).optional(),
  send: key(send, "Sends data.", { on: "conn", bytes: "2MB" }, { on: "conn", text: "hi" })
    .optional(),
  recv: key(recv, "Receives data: once, so many bytes, or to the end.", { on: "conn" }, {
    on: "conn",
    until: "eof",
  }).optional(),
  shutdown: key(shutdown, "Ends one direction or both.", { on: "conn", how: "send" }).optional(),
  close: key(name("the name of a socket"), "Closes a socket.", "conn").optional(),
  setsockopt: key(setsockopt, "Sets an option of a socket.", {
    on: "conn",
    option: "SO_LINGER",
    value: { onoff: true, linger: 0 },
  }).optional(),
  getsockopt: key(getsockopt, "Reads an option of a socket.", { on: "conn", option: "SO_ERROR" })
    .optional(),
  ioctl: key(ioctl, "Asks about urgent data, or what is queued.", {
    on: "conn",
    request: "SIOCATMARK",
  }).optional(),
  poll: key(poll, "Waits until a socket is readable or writable, or has urgent data.", {
    on: "conn",
    for: ["in"],
    timeout: "5s",
  }).optional(),
  sleep: key(sleep, "Waits for a time, or until a point in time.", "1s", { until: "3s" })
    .optional(),
  thread: key(
    strict("a thread", () => ({
      as: key(
        name("a name for the thread"),
        "The name that `join` and the timeline have.",
        "reader",
      ),
      steps,
    })),
    "Starts a thread that runs its steps beside the ones that follow.",
    { as: "reader", steps: [{ recv: { on: "conn", until: "eof" } }] },
  ).optional(),
  join: key(name("the name of a thread"), "Waits until a thread has ended.", "reader").optional(),
  loop: key(
    strict("a loop", () => ({
      times: key(
        either(`a whole number from 1, or "forever"`, [whole(1), word(["forever"])]),
        "How often.",
        3,
        "forever",
      ),
      until: key(word(["error"]), "Ends the loop when a call in it fails.", "error").optional(),
      steps,
    })),
    "Repeats its steps.",
    { times: 3, steps: [{ send: { on: "conn", bytes: 100 } }, { sleep: "1s" }] },
  ).optional(),
  serve: key(
    strict("serve", () => ({ on, as, steps })),
    "Accepts for ever; each connection gets its own thread, which runs the steps.",
    { on: "door", as: "conn", steps: [{ close: "conn" }] },
  ).optional(),
  exit: key(whole(0, 255), "Ends the process.", 0).optional(),
});

/** The list of steps of a program. */
export const stepList: typeof steps = steps;
