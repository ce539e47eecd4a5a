import {
  assertMistakes,
  assertMistakesAfter,
  mistakesOf,
  TWO_HOSTS,
  withSteps,
} from "./support.ts";
import { ok, strictEqual } from "node:assert/strict";

const HOST = "title: a\nhosts:\n  a: ";
const NET = ", such as 10.0.0.1/24";

Deno.test("a key that is unknown is told with the keys that are allowed and the nearest one", () => {
  assertMistakes(
    "titel: a\ntitle: b\nhosts:\n  c: { os: linux, adress: 10.0.0.1/24 }\n",
    't.yaml:1:1: the topology has no key "titel": it may have title, description, seed, stop, ' +
      'record, hosts, switches, links, programs, faults and expect; did you mean "title"?',
    't.yaml:4:19: hosts.c has no key "adress": it may have os, address, mtu, nics, gateway, ' +
      'routes, forward, firewall and tcp; did you mean "address"?',
  );
});

Deno.test("a key that is missing is told at the name of what should have it", () => {
  assertMistakes(
    "hosts:\n  a:\n    address: 10.0.0.1/24\n",
    "t.yaml:1:1: title is missing: it must be a line that says what the topology shows",
    "t.yaml:2:3: hosts.a.os is missing: it must be rfc9293, linux, windows or freebsd",
  );
  assertMistakes(
    "title: a\n",
    "t.yaml:1:1: hosts is missing: it must be a map from names to hosts",
  );
});

Deno.test("a value of the wrong kind is told with what it must be and what it is", () => {
  assertMistakes(
    "title: 5\nhosts: [a]\nlinks:\n",
    "t.yaml:1:8: title must be a line that says what the topology shows: it is 5",
    "t.yaml:2:8: hosts must be a map from names to hosts: it is a list",
    "t.yaml:3:7: links must be a map from names to links: it is empty",
  );
  assertMistakes(
    "title: a\nhosts: {}\n",
    "t.yaml:2:8: hosts must have at least one host: it is an empty map",
  );
  assertMistakes(
    `${HOST}linux\n`,
    "t.yaml:3:6: hosts.a must be a host, a map with os, address, mtu, nics, gateway, routes, " +
      'forward, firewall and tcp: it is "linux"',
  );
  assertMistakesAfter(
    "faults: { at: 1s }\nexpect: none\n",
    "t.yaml:18:9: faults must be a list of faults: it is a map",
    't.yaml:19:9: expect must be a list of expectations: it is "none"',
  );
});

Deno.test("a word that is none of the allowed ones is told with the nearest", () => {
  assertMistakes(
    `${HOST}{ os: Windows, address: 10.0.0.1/24 }\n`,
    't.yaml:3:12: hosts.a.os must be rfc9293, linux, windows or freebsd: it is "Windows"' +
      '; did you mean "windows"?',
  );
});

Deno.test("a time must have its unit, and not be negative", () => {
  const time = "must be a time with its unit, such as 20ms, 500us or 3s: it is";
  assertMistakesAfter(
    "stop: 10 min\nfaults:\n" +
      "  - { at: 20, pull: cable }\n" +
      "  - { at: -5ms, pull: cable }\n" +
      "  - { at: 1s, pull: cable, for: 0s }\n",
    "t.yaml:18:7: stop must be a time greater than 0 with its unit, such as 20ms or 3s: " +
      'it is "10 min"; did you mean "10m"?',
    `t.yaml:20:11: faults[0].at ${time} 20`,
    `t.yaml:21:11: faults[1].at ${time} "-5ms", which is negative`,
    "t.yaml:22:33: faults[2].for must be a time greater than 0 with its unit, such as 20ms or 3s: " +
      'it is "0s"',
  );
});

Deno.test("rates, sizes and percentages must have their units and be in range", () => {
  const rate = "must be a rate greater than 0 with its unit, such as 100Mbps or 64kbps: it is";
  const part = "must be a percentage from 0% to 100%, such as 0.1%: it is";
  assertMistakes(
    `${TWO_HOSTS}  x: { between: [client, server], rate: 100mbps, loss: 0.1, queue: { bytes: 1Mb } }
  y: { between: [client, server], rate: 0bps, loss: 101%, queue: { packets: -1 } }
`,
    `t.yaml:7:41: links.x.rate ${rate} "100mbps"; did you mean "100Mbps"?`,
    `t.yaml:7:56: links.x.loss ${part} 0.1`,
    "t.yaml:7:77: links.x.queue.bytes must be a size such as 10kB, 64KiB or 1460 (bytes): " +
      'it is "1Mb"; did you mean "1MB"?',
    `t.yaml:8:41: links.y.rate ${rate} "0bps"`,
    `t.yaml:8:53: links.y.loss ${part} "101%"`,
    "t.yaml:8:77: links.y.queue.packets must be a whole number from 0: it is -1",
  );
});

Deno.test("a seed must be a whole number of 32 bits", () => {
  const rule = "seed must be a whole number from 0 to 4294967295: it is";
  assertMistakes(`${TWO_HOSTS}seed: -1\n`, `t.yaml:7:7: ${rule} -1`);
  assertMistakes(`${TWO_HOSTS}seed: 1.5\n`, `t.yaml:7:7: ${rule} 1.5`);
  assertMistakes(`${TWO_HOSTS}seed: 4294967296\n`, `t.yaml:7:7: ${rule} 4294967296`);
  assertMistakes(`${TWO_HOSTS}seed: .nan\n`, `t.yaml:7:7: ${rule} NaN`);
});

Deno.test("names are words", () => {
  const rule = 'must be a name: a letter, then letters, digits, "-" and "_": it is';
  assertMistakes(
    "title: a\nhosts:\n  9to5: { os: linux, nics: { eth 0: { address: 10.0.0.1/24 } } }\n",
    `t.yaml:3:3: hosts.9to5 ${rule} "9to5"`,
    "t.yaml:3:30: hosts.9to5.nics.eth 0 must be a name: a letter, then letters, digits, " +
      '"-" and "_": it is "eth 0"',
  );
});

Deno.test("an address must be one that a host can have, with its network", () => {
  const rule = `must be an address of one host with the length of its network${NET}: it is`;
  const cases: [string, string][] = [
    ["10.0.0.1", '"10.0.0.1"'],
    ["10.0.0.256/24", '"10.0.0.256/24"'],
    ["10.0.0.1/33", '"10.0.0.1/33"'],
    ["10.0.0.0/24", `"10.0.0.0/24", which is its network's own`],
    ["10.0.0.255/24", '"10.0.0.255/24", which means all hosts of its network'],
    ["224.0.0.1/24", '"224.0.0.1/24", which no host can have'],
    ["127.0.0.1/8", '"127.0.0.1/8", which no host can have'],
    ["fe80::1/64", '"fe80::1/64"'],
    ["10", "10"],
  ];
  for (const [address, found] of cases) {
    assertMistakes(
      `${HOST}{ os: linux, address: "${address}" }\n`.replace('"10"', "10"),
      `t.yaml:3:28: hosts.a.address ${rule} ${found}`,
    );
  }
  strictEqual(mistakesOf(`${HOST}{ os: linux, address: 10.0.0.0/31 }\n`), "");
});

Deno.test("a loopback address is refused where an address may stand", () => {
  const hosts = "title: a\nhosts: { a: { os: linux, address: 10.0.0.1/24 } }\n";
  const why = "which is a loopback address; a host has only those of its NICs";
  assertMistakes(
    `${hosts}programs:\n  a:\n    p:\n      - connect: { to: "127.0.0.1:80", as: c }\n`,
    `t.yaml:6:24: programs.a.p[0].connect.to must be an address of a host: it is "127.0.0.1", ${why}`,
  );
  assertMistakes(
    `${hosts}programs:\n  a:\n    p:\n      - listen: { port: 80, address: 127.1.2.3, as: l }\n`,
    "t.yaml:6:38: programs.a.p[0].listen.address must be an IPv4 address such as 10.0.0.1: it is " +
      `"127.1.2.3", ${why}`,
  );
  assertMistakes(
    `${HOST}{ os: linux, address: 10.0.0.1/24, gateway: 127.0.0.1 }\n`,
    "t.yaml:3:50: hosts.a.gateway must be an IPv4 address such as 10.0.0.1: it is " +
      `"127.0.0.1", ${why}`,
  );
});

Deno.test("settings of TCP are checked by the profile's knobs", () => {
  const tcp = (settings: string): string =>
    `${HOST}{ os: linux, address: 10.0.0.1/24, tcp: { ${settings} } }\n`;
  ok(mistakesOf(tcp("congestoin: reno")).endsWith('; did you mean "congestion"?'));
  assertMistakes(
    tcp("nagle: off"),
    't.yaml:3:55: hosts.a.tcp.nagle must be true or false: it is "off"',
  );
  assertMistakes(
    tcp("rtoMin: 300"),
    "t.yaml:3:56: hosts.a.tcp.rtoMin must be a time with its unit, such as 20ms, 500us or 3s: it is 300",
  );
  assertMistakes(
    tcp("r2Time: ever"),
    't.yaml:3:56: hosts.a.tcp.r2Time must be a time such as 300ms, or "never": it is "ever"',
  );
  assertMistakes(
    tcp("dataRetries: 1.5"),
    't.yaml:3:61: hosts.a.tcp.dataRetries must be a whole number from 0, or "unlimited": it is 1.5',
  );
  assertMistakes(
    tcp("congestion: renoo"),
    't.yaml:3:60: hosts.a.tcp.congestion must be reno, cubic or ledbat: it is "renoo"; did you mean "reno"?',
  );
  assertMistakes(
    tcp("ephemeralFirst: 60000, ephemeralLast: 600"),
    `t.yaml:3:46: hosts.a.tcp cannot be so: ephemeralFirst must be <= ephemeralLast: they are 60000 and 600`,
  );
});

Deno.test("a step has one key, which is known", () => {
  const verbs = "socket, bind, listen, accept, connect, send, recv, shutdown, close, setsockopt, " +
    "getsockopt, ioctl, poll, sleep, thread, join, loop, serve";
  assertMistakes(
    withSteps("lisen: { port: 80, as: a }", "{}", "{ exit: 0, join: a }", "recv", ""),
    `t.yaml:10:9: programs.server.web[0] has no key "lisen": it may have ${verbs} and exit` +
      '; did you mean "listen"?',
    `t.yaml:11:9: programs.server.web[1] must have one key, ${verbs} or exit: it has none`,
    "t.yaml:12:9: programs.server.web[2] must have just one key: it has join and exit",
    `t.yaml:13:9: programs.server.web[3] must be a step, a map with ${verbs} and exit: it is "recv"`,
    `t.yaml:14:9: programs.server.web[4] must be a step, a map with ${verbs} and exit: it is empty`,
  );
});

Deno.test("a form with several shapes tells what is wrong in the one that was meant", () => {
  const time = "must be a time such as 1s, or { until: 3s }: it is";
  assertMistakes(
    withSteps("sleep: 1 sec", "sleep: { untl: 3s }", "sleep: []", "sleep: { until: 3 }"),
    `t.yaml:10:16: programs.server.web[0].sleep ${time} "1 sec"; did you mean "1s"?`,
    't.yaml:11:18: programs.server.web[1].sleep has no key "untl": it may have until' +
      '; did you mean "until"?',
    `t.yaml:12:16: programs.server.web[2].sleep ${time} a list`,
    "t.yaml:13:25: programs.server.web[3].sleep.until must be a time with its unit, " +
      "such as 20ms, 500us or 3s: it is 3",
  );
});

Deno.test("a misspelt key is not missing, too, nor are the names that a misspelt section has", () => {
  assertMistakes(
    TWO_HOSTS.replace("between", "betwen"),
    't.yaml:6:12: links.cable has no key "betwen": it may have between, latency, jitter, rate, ' +
      'loss, duplicate, corrupt, overhead, mtu, queue and directions; did you mean "between"?',
  );
  assertMistakes(
    TWO_HOSTS.replace("\nhosts", "\nhots"),
    't.yaml:2:1: the topology has no key "hots": it may have title, description, seed, stop, ' +
      'record, hosts, switches, links, programs, faults and expect; did you mean "hosts"?',
  );
  assertMistakes(
    `${TWO_HOSTS}seed: x\n`.replace("title:", "titel:"),
    't.yaml:1:1: the topology has no key "titel": it may have title, description, seed, stop, ' +
      'record, hosts, switches, links, programs, faults and expect; did you mean "title"?',
    't.yaml:7:7: seed must be a whole number from 0 to 4294967295: it is "x"',
  );
});

Deno.test("a mistake deep in a program hides none beside it", () => {
  assertMistakes(
    withSteps(
      "listen: { port: 80, as: door }",
      "thread: { as: t, steps: [{ recv: { on: nosuch } }, { resv: { on: door } }, { exit: 999 }] }",
      "join: tt",
    ),
    't.yaml:11:48: programs.server.web[1].thread.steps[0].recv.on names no socket, "nosuch": ' +
      "there is only door",
    't.yaml:11:62: programs.server.web[1].thread.steps[1] has no key "resv": it may have socket, ' +
      "bind, listen, accept, connect, send, recv, shutdown, close, setsockopt, getsockopt, ioctl, " +
      'poll, sleep, thread, join, loop, serve and exit; did you mean "recv"?',
    "t.yaml:11:92: programs.server.web[1].thread.steps[2].exit must be a whole number from 0 to 255: " +
      "it is 999",
    't.yaml:12:15: programs.server.web[2].join names no thread, "tt": there is only t; did you mean "t"?',
  );
});

Deno.test("a program is a list of steps, or a map with them", () => {
  const program = (form: string): string => `${TWO_HOSTS}programs:\n  server:\n    web: ${form}\n`;
  const path = "programs.server.web";
  assertMistakes(program("hello"), `t.yaml:9:10: ${path} must be a list of steps: it is "hello"`);
  assertMistakes(program("[]"), `t.yaml:9:10: ${path} must be a list of steps: it is an empty one`);
  assertMistakes(
    program("{ start: 1, sigpipe: ignor }"),
    `t.yaml:9:5: ${path}.steps is missing: it must be a list of steps`,
    `t.yaml:9:19: ${path}.start must be a time with its unit, such as 20ms, 500us or 3s: it is 1`,
    `t.yaml:9:31: ${path}.sigpipe must be ignore or kill: it is "ignor"; did you mean "ignore"?`,
  );
});

Deno.test("socket options are known by name, and each has its kind of value", () => {
  const set = (option: string, value: string): string =>
    withSteps("socket: { as: s }", `setsockopt: { on: s, option: ${option}, value: ${value} }`);
  const at = "programs.server.web[1].setsockopt";
  ok(mistakesOf(set("SO_LINGR", "1")).endsWith('it is "SO_LINGR"; did you mean "SO_LINGER"?'));
  assertMistakes(
    set("SO_LINGER", "1"),
    `t.yaml:11:56: ${at}.value must be the value of SO_LINGER, a map with onoff and linger: it is 1`,
  );
  assertMistakes(
    set("SO_LINGER", "{ onof: true, linger: 0 }"),
    `t.yaml:11:58: ${at}.value has no key "onof": it may have onoff and linger; did you mean "onoff"?`,
  );
  assertMistakes(
    set("TCP_NODELAY", "1"),
    `t.yaml:11:58: ${at}.value must be true or false: it is 1`,
  );
  assertMistakes(
    set("TCP_KEEPIDLE", "1500ms"),
    `t.yaml:11:59: ${at}.value must be a whole number of seconds or a time such as 30s: it is "1500ms"`,
  );
  ok(mistakesOf(set("SO_ERROR", "1")).includes(`${at}.option must be SO_LINGER`));
});

Deno.test("flags and states are spelled as in the RFC", () => {
  const states = "CLOSED, LISTEN, SYN-SENT, SYN-RECEIVED, ESTABLISHED, FIN-WAIT-1, FIN-WAIT-2, " +
    "CLOSE-WAIT, CLOSING, LAST-ACK or TIME-WAIT";
  const flags = "must be of the flags SYN, FIN, RST, PSH, ACK, URG, ECE and CWR: it has";
  assertMistakesAfter(
    `expect:
  - { connection: client.conn, end: FIN_WAIT1 }
  - { connection: client.conn, end: SYN_RECV }
  - { connection: client.conn, passes: [ESTABLISHD, NONE] }
  - { never: { segment: { flags: RTS } } }
  - { never: { segment: { flags: [SYN, akc] } } }
  - { never: { segment: { flags: 2 } } }
`,
    `t.yaml:19:37: expect[0].end must be ${states}: it is "FIN_WAIT1"; did you mean "FIN-WAIT-1"?`,
    `t.yaml:20:37: expect[1].end must be ${states}: it is "SYN_RECV"; did you mean "SYN-RECEIVED"?`,
    `t.yaml:21:41: expect[2].passes[0] must be ${states}: it is "ESTABLISHD"; did you mean "ESTABLISHED"?`,
    `t.yaml:21:53: expect[2].passes[1] must be ${states}: it is "NONE"`,
    `t.yaml:22:34: expect[3].never.segment.flags ${flags} "RTS"; did you mean "RST"?`,
    `t.yaml:23:34: expect[4].never.segment.flags ${flags} "akc"; did you mean "ACK"?`,
    "t.yaml:24:34: expect[5].never.segment.flags must be flags, such as FIN, SYN,ACK or [SYN, ACK]: it is 2",
  );
});
