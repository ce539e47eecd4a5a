import { strictEqual } from "node:assert/strict";
import {
  assertMistakes,
  assertMistakesAfter,
  mistakesOf,
  PROGRAMS,
  TWO_HOSTS,
  withSteps,
} from "./support.ts";

/** Three hosts, one with two NICs, and two switches; links follow from line 13 on. */
const OFFICE = `title: An office
hosts:
  a: { os: linux, address: 10.0.0.1/24 }
  b: { os: linux, address: 10.0.0.2/24 }
  router:
    os: linux
    nics: { eth0: { address: 10.0.0.254/24 }, eth1: { address: 10.1.0.254/24 } }
switches:
  up: {}
  down: {}
  side: {}
links:
`;

Deno.test("hosts, switches and links share one space of names", () => {
  assertMistakes(
    `${OFFICE}  a: { between: [a, up] }
  down: { between: [b, up] }
`.replace("  side: {}", "  router: {}"),
    "t.yaml:11:3: switches.router must have a name of its own: a host has that name",
    "t.yaml:13:3: links.a must have a name of its own: a host has that name",
    "t.yaml:14:3: links.down must have a name of its own: a switch has that name",
  );
});

Deno.test("two hosts must not have one address", () => {
  assertMistakes(
    "title: a\nhosts:\n  a: { os: linux, address: 10.0.0.1/24 }\n" +
      "  b: { os: linux, address: 10.0.0.1/16 }\n" +
      "  c: { os: linux, nics: { n: { address: 10.0.0.1/24 } } }\n",
    "t.yaml:4:28: hosts.b.address must be an address of its own: 10.0.0.1 is that of a.eth0",
    "t.yaml:5:41: hosts.c.nics.n.address must be an address of its own: 10.0.0.1 is that of a.eth0",
  );
});

Deno.test("a host has one address or NICs, not both and not none", () => {
  assertMistakes(
    "title: a\nhosts:\n  a: { os: linux, address: 10.0.0.1/24, nics: {} }\n  b: { os: linux }\n" +
      "  c: { os: linux, nics: {} }\n  d: { os: linux, mtu: 900, nics: {} }\n",
    "t.yaml:3:19: hosts.a.address must not stand beside nics: each NIC has its own",
    "t.yaml:4:3: hosts.b.address is missing: a host must have address or nics",
    "t.yaml:5:25: hosts.c.nics must have at least one NIC",
    "t.yaml:6:19: hosts.d.mtu must not stand beside nics: each NIC has its own",
  );
});

Deno.test("a gateway and the routers of routes must be in a network of the host", () => {
  const network = "must be in a network of a NIC, 10.0.0.0/24 (eth0)";
  assertMistakes(
    "title: a\nhosts:\n  a:\n    os: linux\n    address: 10.0.0.1/24\n    gateway: 10.2.0.1\n" +
      "    routes:\n      - { to: 10.1.0.0/16, via: 10.3.0.1 }\n" +
      "      - { to: 10.1.0.5/16, via: 10.0.0.1 }\n      - { to: 10.4.0.0/16, via: 10.0.0.1 }\n",
    't.yaml:9:15: hosts.a.routes[1].to must be a network such as 10.1.0.0/16: it is "10.1.0.5/16"' +
      '; did you mean "10.1.0.0/16"?',
  );
  assertMistakes(
    "title: a\nhosts:\n  a:\n    os: linux\n    address: 10.0.0.1/24\n    gateway: 10.2.0.1\n" +
      "    routes:\n      - { to: 10.1.0.0/16, via: 10.3.0.1 }\n" +
      "      - { to: 10.4.0.0/16, via: 10.0.0.1 }\n",
    `t.yaml:6:14: hosts.a.gateway ${network}: it is 10.2.0.1`,
    `t.yaml:8:33: hosts.a.routes[0].via ${network}: it is 10.3.0.1`,
    "t.yaml:9:33: hosts.a.routes[1].via must be another host: 10.0.0.1 is its own address",
  );
});

Deno.test("a link must join two nodes that are there", () => {
  assertMistakes(
    `${OFFICE}  l1: { between: [a, rooter] }
  l2: { between: [b, b] }
  l3: { between: [router, up] }
  l4: { between: [router.eth2, up] }
  l5: { between: [up.x, down] }
  l6: { between: [up] }
`,
    't.yaml:13:22: links.l1.between[1] names no host or switch, "rooter": there are a, b, router, ' +
      'up, down and side; did you mean "router"?',
    "t.yaml:14:18: links.l2.between must name two different nodes: both are b",
    "t.yaml:15:19: links.l3.between[0] must say which NIC of router: router.eth0 or router.eth1",
    't.yaml:16:19: links.l4.between[0] names no NIC, "router.eth2": there are router.eth0 and ' +
      'router.eth1; did you mean "router.eth0"?',
    't.yaml:17:19: links.l5.between[0] must be just "up", which is a switch: it is "up.x"',
    "t.yaml:18:18: links.l6.between must be a list of the two ends, such as [client, server]: " +
      "it is a list of 1",
  );
});

Deno.test("a NIC has one cable", () => {
  assertMistakes(
    `${OFFICE}  l1: { between: [a, b] }
  l2: { between: [a.eth0, up] }
`,
    "t.yaml:14:19: links.l2.between[0] must be a NIC without a cable: a.eth0 has links.l1 " +
      "(a switch joins more than two)",
  );
});

Deno.test("switches must not stand in a loop", () => {
  const rule = "must not close a loop of switches: there is another way from";
  assertMistakes(
    `${OFFICE}  l1: { between: [up, down] }
  l2: { between: [down, side] }
  l3: { between: [side, up] }
  l4: { between: [up, down] }
`,
    `t.yaml:15:18: links.l3.between ${rule} side to up, and frames would circle for ever`,
    `t.yaml:16:18: links.l4.between ${rule} up to down, and frames would circle for ever`,
  );
});

Deno.test("the directions of a link are named after its ends, and jitter is within the latency", () => {
  assertMistakes(
    `${OFFICE}  l1: { between: [a, up], directions: { b: { rate: 1Mbps } } }
  l2: { between: [b, up], latency: 1ms, jitter: 2ms }
  l3: { between: [router.eth0, up], latency: 1s, directions: { up: { jitter: 2s, queue: {} } } }
`,
    't.yaml:13:41: links.l1.directions has no end "b": its ends are a and up; did you mean "a"?',
    "t.yaml:14:49: links.l2.jitter must not be longer than the latency, 1ms: it is 2ms",
    "t.yaml:15:78: links.l3.directions.up.jitter must not be longer than the latency, 1s: it is 2s",
    "t.yaml:15:89: links.l3.directions.up.queue must have packets, bytes, codel or red",
  );
});

Deno.test("a program runs on a host that is there", () => {
  assertMistakes(
    `${TWO_HOSTS}programs:\n  sever: { web: [{ sleep: 1s }] }\n`,
    't.yaml:8:3: programs.sever names no host, "sever": there are client and server' +
      '; did you mean "server"?',
  );
});

Deno.test("a step uses a socket that a step before has made", () => {
  assertMistakes(
    withSteps(
      "listen: { port: 80, as: door }",
      "accept: { on: dor, as: conn }",
      "recv: { on: late }",
      "socket: { as: late }",
      "close: never",
    ),
    't.yaml:11:23: programs.server.web[1].accept.on names no socket, "dor": there are door, conn ' +
      'and late; did you mean "door"?',
    't.yaml:12:21: programs.server.web[2].recv.on uses the socket "late" before a step has made it',
    't.yaml:14:16: programs.server.web[4].close names no socket, "never": there are door, conn and late',
  );
});

Deno.test("a thread may use what other threads make, but not what it makes later itself", () => {
  assertMistakes(
    withSteps(
      "thread: { as: t, steps: [{ recv: { on: main } }, { send: { on: own, bytes: 1 } }, " +
        "{ socket: { as: own } }] }",
      "send: { on: own, bytes: 1 }",
      "socket: { as: main }",
    ),
    't.yaml:10:72: programs.server.web[0].thread.steps[1].send.on uses the socket "own" before ' +
      "a step has made it",
  );
});

Deno.test("a thread has a name of its own and is started before it is waited for", () => {
  assertMistakes(
    withSteps(
      "join: t",
      "thread: { as: t, steps: [{ sleep: 1s }] }",
      "thread: { as: t, steps: [{ sleep: 1s }] }",
      "thread: { as: main, steps: [{ sleep: 1s }] }",
      "join: u",
    ),
    't.yaml:10:15: programs.server.web[0].join waits for the thread "t" before it is started',
    "t.yaml:11:23: programs.server.web[1].thread.as must be a name of its own: " +
      'two threads are called "t"',
    "t.yaml:12:23: programs.server.web[2].thread.as must be a name of its own: " +
      'two threads are called "t"',
    't.yaml:13:23: programs.server.web[3].thread.as must not be "main": that is the thread a ' +
      "process begins with",
    't.yaml:14:15: programs.server.web[4].join names no thread, "u": there are t and main' +
      '; did you mean "t"?',
  );
});

Deno.test("only a socket that listens can accept or serve", () => {
  assertMistakes(
    withSteps(
      "listen: { port: 80, as: door }",
      "accept: { on: door, as: conn }",
      "accept: { on: conn, as: other }",
      "serve: { on: other, as: c, steps: [{ close: c }] }",
    ),
    "t.yaml:12:23: programs.server.web[2].accept.on must be a socket that listens: " +
      '"conn" never does; door does',
    "t.yaml:13:22: programs.server.web[3].serve.on must be a socket that listens: " +
      '"other" never does; door does',
  );
  assertMistakes(
    withSteps("socket: { as: s }", "accept: { on: s, as: c }"),
    "t.yaml:11:23: programs.server.web[1].accept.on must be a socket that listens: " +
      '"s" never does; no socket of server.web does',
  );
});

Deno.test("a socket is bound, listens and is named as its calls need", () => {
  assertMistakes(
    withSteps(
      "listen: { as: a }",
      "listen: { port: 80 }",
      "listen: { port: 80, on: a, as: b }",
      "listen: { port: 80, on: a }",
      "connect: { to: 'client:80' }",
      "send: { on: a }",
      "send: { on: a, bytes: 1, text: x }",
      "recv: { on: a, max: 1, until: eof }",
      "recv: { on: a, max: 1, oob: true }",
      "ioctl: { on: a, request: SIOCATMRK }",
    ),
    "t.yaml:10:9: programs.server.web[0].listen.port is missing: a new socket listens on a port, such as 80",
    "t.yaml:11:17: programs.server.web[1].listen must have as or on, and only one: it has neither",
    "t.yaml:12:17: programs.server.web[2].listen must have as or on, and only one: it has as and on",
    't.yaml:13:19: programs.server.web[3].listen.port must not stand beside on: bind gives "a" its port',
    "t.yaml:14:18: programs.server.web[4].connect must have as or on, and only one: it has neither",
    "t.yaml:15:15: programs.server.web[5].send must have bytes or text, and only one: it has neither",
    "t.yaml:16:15: programs.server.web[6].send must have bytes or text, and only one: it has bytes and text",
    "t.yaml:17:15: programs.server.web[7].recv must have max or bytes or until, and only one: " +
      "it has max and until",
    "t.yaml:18:24: programs.server.web[8].recv.max must not stand beside oob: there is one octet out of band",
    "t.yaml:19:34: programs.server.web[9].ioctl.request must be SIOCATMARK or FIONREAD: " +
      'it is "SIOCATMRK"; did you mean "SIOCATMARK"?',
  );
});

Deno.test("a connection goes to a host, a NIC or an address, and a port", () => {
  const to = (target: string): string => withSteps(`connect: { to: "${target}", as: c }`);
  const at = "t.yaml:10:24: programs.server.web[0].connect.to";
  const form = 'must be a host and port such as "server:80": it is';
  assertMistakes(to("client"), `${at} ${form} "client"`);
  assertMistakes(to("client:http"), `${at} ${form} "client:http"`);
  assertMistakes(to("client:0"), `${at} must have a port from 1 to 65535: it is "client:0"`);
  assertMistakes(
    to("client:65536"),
    `${at} must have a port from 1 to 65535: it is "client:65536"`,
  );
  assertMistakes(
    to("clinet:80"),
    `${at} names no host, "clinet": there are client and server; did you mean "client"?`,
  );
  assertMistakes(
    to("client.eth1:80"),
    `${at} names no NIC, "client.eth1": there is only client.eth0; did you mean "client.eth0"?`,
  );
  for (const target of ["client:80", "client.eth0:80", "10.9.9.9:80"]) {
    strictEqual(mistakesOf(to(target)), "");
  }
});

Deno.test("a program that may never end needs a stop", () => {
  const rule = 'never ends: give it a number of times, or the topology a stop, such as "stop: 10m"';
  const forever = (steps: string, until = ""): string =>
    withSteps(
      "listen: { port: 80, as: door }",
      "socket: { as: s }",
      `loop: { times: forever, ${until}steps: [${steps}] }`,
    );
  const endless = `t.yaml:12:9: programs.server.web[2].loop ${rule}`;
  assertMistakes(forever("{ sleep: 1s }"), endless);
  assertMistakes(forever("{ send: { on: s, bytes: 1 } }", "until: error, "), endless);
  assertMistakes(forever("{ recv: { on: s } }"), endless);
  assertMistakes(forever('{ connect: { to: "client:80", as: c } }, { recv: { on: c } }'), endless);
  strictEqual(mistakesOf(forever("{ accept: { on: door, as: c } }, { close: c }")), "");
  strictEqual(mistakesOf(forever("{ recv: { on: s } }", "until: error, ")), "");
  strictEqual(mistakesOf(forever("{ sleep: 1s }, { exit: 0 }")), "");
  strictEqual(mistakesOf(`${forever("{ sleep: 1s }")}stop: 10m\n`), "");
});

Deno.test("nothing may begin after the stop", () => {
  assertMistakesAfter(
    "stop: 1s\nfaults:\n  - { at: 2s, pull: cable }\n  - { every: 3s, pull: cable }\n",
    "t.yaml:20:11: faults[0].at must not be after the topology's stop, 1s: it is 2s",
    "t.yaml:21:14: faults[1].every must not be longer than the topology's stop, 1s: it is 3s",
  );
  assertMistakes(
    `${TWO_HOSTS}stop: 1s\nprograms:\n  server:\n    web: { start: 90s, steps: [{ sleep: 1s }] }\n`,
    "t.yaml:10:19: programs.server.web.start must not be after the topology's stop, 1s: it is 90s",
  );
});

Deno.test("a fault names what is there", () => {
  assertMistakesAfter(
    `faults:
  - { at: 1s, pull: cabel }
  - { at: 1s, disable: client.eth1 }
  - { at: 1s, kill: server.wbe }
  - { at: 1s, kill: server }
  - { at: 1s, crash: sever }
  - { when: { connection: client.con, enters: CLOSED }, pull: cable }
  - { when: { call: server.web.send }, pull: cable }
  - { when: { call: server.web }, pull: cable }
  - { when: { call: server.web.reader.recv, event: sent }, pull: cable }
  - { drop: { on: wire, from: nobody } }
`,
    't.yaml:19:21: faults[0].pull names no link, "cabel": there is only cable; did you mean "cable"?',
    't.yaml:20:24: faults[1].disable names no NIC, "client.eth1": there is only client.eth0' +
      '; did you mean "client.eth0"?',
    't.yaml:21:21: faults[2].kill names no process, "server.wbe": there is only server.web' +
      '; did you mean "server.web"?',
    't.yaml:22:21: faults[3].kill names no process, "server": there is only server.web',
    't.yaml:23:22: faults[4].crash names no host, "sever": there are client and server' +
      '; did you mean "server"?',
    't.yaml:24:27: faults[5].when.connection names no connection, "client.con": ' +
      'there is only client.conn; did you mean "client.conn"?',
    't.yaml:25:21: faults[6].when.call names no call, "server.web.send": there are ' +
      "server.web.socket, server.web.bind, server.web.listen, server.web.accept, server.web.recv " +
      "and server.web.close",
    "t.yaml:26:21: faults[7].when.call must be a host, a process and a call, as in server.web.recv: " +
      'it is "server.web"',
    't.yaml:27:52: faults[8].when.event must be started or returned of a call: it is "sent"',
    't.yaml:28:19: faults[9].drop.on names no link, "wire": there is only cable',
    't.yaml:28:31: faults[9].drop.from names no host, "nobody": there are client and server',
  );
});

Deno.test("a fault has one verb, and one time if it needs one", () => {
  const verbs = "pull, plug, partition, heal, hold, release, removeAddress, addAddress, disable, " +
    "enable, kill, crash, boot, pause, resume, drop, reject, delay, duplicate, corrupt or mark";
  assertMistakesAfter(
    `faults:
  - { pull: cable }
  - { at: 1s }
  - { at: 1s, pull: cable, plug: cable }
  - { at: 1s, every: 2s, pull: cable }
  - { at: 1s, after: 2s, pull: cable }
  - { every: 2s, times: 2, pull: cable, for: 3s }
  - { every: 2s, plug: cable }
  - { at: 1s, drop: { on: cable } }
  - { at: 1s, kill: server.web, for: 1s }
  - { when: { connection: client.conn }, pull: cable }
  - { when: {}, pull: cable }
  - { delay: { on: cable } }
`,
    "t.yaml:19:5: faults[0] must have at, every or when, and only one: it has none",
    `t.yaml:20:5: faults[1] must have ${verbs}, and only one: it has none`,
    `t.yaml:21:5: faults[2] must have ${verbs}, and only one: it has pull and plug`,
    "t.yaml:22:5: faults[3] must have at, every or when, and only one: it has at and every",
    "t.yaml:23:15: faults[4].after must not stand beside at: nothing does",
    "t.yaml:24:46: faults[5].for must be shorter than every, 2s: it is 3s",
    "t.yaml:25:14: faults[6].every never ends: give it a number of times, or the topology a stop, " +
      'such as "times: 3"',
    "t.yaml:26:7: faults[7].at must not stand beside drop: nothing does",
    "t.yaml:27:33: faults[8].for must not stand beside kill: only at, every, times, when or after may",
    "t.yaml:28:13: faults[9].when must have enters beside connection, such as ESTABLISHED",
    "t.yaml:29:13: faults[10].when must have connection, call or segment, and only one: it has none",
    "t.yaml:30:7: faults[11].delay.by is missing: it must be a time greater than 0 with its unit, " +
      "such as 20ms or 3s",
  );
});

Deno.test("an expectation names what is there, and errors of the host's system", () => {
  assertMistakesAfter(
    `expect:
  - { connection: client.con, end: CLOSED }
  - { call: server.web.recv, returns: WSAECONNRESET }
  - { call: client.browser.connect, returns: ECONNREFUSED }
  - { call: client.browser.connect, returns: WSAECONREFUSED }
  - { call: server.web.closesocket, returns: 0 }
  - { call: server.wbe.recv, returns: 0 }
  - { never: { segment: { from: sever } } }
  - { never: { timer: { timer: 2MSL, connection: server.door2 } } }
  - { never: { process: { process: server.web2 } } }
`,
    't.yaml:19:19: expect[0].connection names no connection, "client.con": there is only client.conn' +
      '; did you mean "client.conn"?',
    "t.yaml:20:39: expect[1].returns must be a whole number or the name of an error of linux: " +
      'it is "WSAECONNRESET"; did you mean "ECONNRESET"?',
    "t.yaml:21:46: expect[2].returns must be a whole number or the name of an error of windows: " +
      'it is "ECONNREFUSED"; did you mean "WSAECONNREFUSED"?',
    "t.yaml:22:46: expect[3].returns must be a whole number or the name of an error of windows: " +
      'it is "WSAECONREFUSED"; did you mean "WSAECONNREFUSED"?',
    't.yaml:23:13: expect[4].call names no call, "server.web.closesocket": there are ' +
      "server.web.socket, server.web.bind, server.web.listen, server.web.accept, server.web.recv " +
      "and server.web.close",
    't.yaml:24:13: expect[5].call names no process, "server.wbe": there is only server.web' +
      '; did you mean "server.web"?',
    't.yaml:25:33: expect[6].never.segment.from names no host, "sever": there are client and server' +
      '; did you mean "server"?',
    "t.yaml:26:32: expect[7].never.timer.timer must be retransmission, delayed ACK, persist, " +
      'keepalive, 2 MSL, FIN-WAIT-2, user timeout, loss probe or reordering: it is "2MSL"; did you mean "2 MSL"?',
    't.yaml:27:36: expect[8].never.process.process names no process, "server.web2": ' +
      'there is only server.web; did you mean "server.web"?',
  );
});

Deno.test("an expectation is about one thing and has what that needs", () => {
  assertMistakesAfter(
    `expect:
  - {}
  - { passes: [CLOSED] }
  - { connection: client.conn, stays: TIME-WAIT }
  - { call: server.web.recv }
  - { connection: client.conn, passes: [CLOSED], for: 1s }
  - { never: { segment: {} }, eventually: { segment: {} } }
  - { count: { segment: {} } }
  - { count: { segment: {}, atLeast: 3, atMost: 2 } }
  - { eventually: { within: 1s } }
`,
    "t.yaml:19:5: expect[0] must have passes, stays, end, call, never, eventually or count, " +
      "and only one: it has none",
    "t.yaml:20:5: expect[1].connection is missing: an expectation about states must say of which connection",
    "t.yaml:21:5: expect[2].for is missing: stays needs a time, such as 120s",
    "t.yaml:22:5: expect[3].returns is missing: call needs a value or an error, such as 0 or ECONNRESET",
    "t.yaml:23:50: expect[4].for must not stand beside passes: only connection may",
    "t.yaml:24:5: expect[5] must have passes, stays, end, call, never, eventually or count, " +
      "and only one: it has never and eventually",
    "t.yaml:25:14: expect[6].count must have equals, atLeast or atMost: it has none",
    "t.yaml:26:49: expect[7].count.atMost must not be less than atLeast, 3: it is 2",
    "t.yaml:27:19: expect[8].eventually must have segment, state, call, timer or process, " +
      "and only one: it has none",
  );
});

Deno.test("all mistakes are told at once, in the order of the file", () => {
  const text = `${TWO_HOSTS}${PROGRAMS}stop: 5\nfaults:\n  - { at: 1s, pull: cabel }\nseed: x\n`
    .replace("latency: 20ms", "latency: 20");
  assertMistakes(
    text,
    "t.yaml:6:48: links.cable.latency must be a time with its unit, such as 20ms, 500us or 3s: it is 20",
    "t.yaml:18:7: stop must be a time greater than 0 with its unit, such as 20ms or 3s: it is 5",
    't.yaml:20:21: faults[0].pull names no link, "cabel": there is only cable; did you mean "cable"?',
    't.yaml:21:7: seed must be a whole number from 0 to 4294967295: it is "x"',
  );
});
