import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { NEVER } from "../../engine/base/time.ts";
import type { Fault } from "../../nodes/faults.ts";
import type { Step } from "../../nodes/programs/step.ts";
import { PLAIN_LINE } from "../../nodes/line.ts";
import { loadTopology } from "../../topologies/mod.ts";
import type { Expectation } from "../../timeline/mod.ts";
import { load, mistakesOf, PROGRAMS, TWO_HOSTS, withSteps } from "./support.ts";

const MS = 1_000_000;
const S = 1_000_000_000;

/** The steps that lines become, after a listening socket `door` and a connection `c`. */
function stepsOf(...lines: string[]): Step[] {
  const made = ["listen: { port: 1, as: door }", "accept: { on: door, as: c }"];
  const { programs } = load(`${withSteps(...made, ...lines)}stop: 1h\n`);
  return programs[0]?.process.steps.slice(2) ?? [];
}

function faultOf(line: string): Fault | undefined {
  return load(`${TWO_HOSTS}${PROGRAMS}stop: 1h\nfaults:\n  - ${line}\n`).faults[0];
}

function expectationOf(line: string): Expectation | undefined {
  return load(`${TWO_HOSTS}${PROGRAMS}expect:\n  - ${line}\n`).expect[0];
}

Deno.test("all defaults are filled in", () => {
  const line = { ...PLAIN_LINE, latency: 20 * MS };
  const host = { routes: [], forward: false, firewall: null, tcp: {} };
  const nic = { name: "eth0", prefixLength: 24, mtu: 1500 };
  deepStrictEqual(load(TWO_HOSTS), {
    title: "Two hosts",
    description: "",
    seed: 1,
    stop: NEVER,
    record: { tcp: [] },
    hosts: [
      { name: "client", os: "windows", nics: [{ ...nic, address: 0x0a000001 }], ...host },
      { name: "server", os: "linux", nics: [{ ...nic, address: 0x0a000002 }], ...host },
    ],
    switches: [],
    links: [{
      name: "cable",
      ends: [{ node: "client", nic: "eth0" }, { node: "server", nic: "eth0" }],
      settings: { forward: line, backward: line },
    }],
    programs: [],
    faults: [],
    expect: [],
  });
});

Deno.test("a router has NICs, routes, a gateway as its last route, and settings of TCP", () => {
  const [host] = load(`title: a
hosts:
  router:
    os: freebsd
    nics: { lan: { address: 10.0.0.254/24 }, wan: { address: 192.168.1.2/30, mtu: 1400 } }
    gateway: 192.168.1.1
    routes: [{ to: 10.1.0.0/16, via: 10.0.0.1 }]
    forward: true
    tcp: { rtoMin: 300ms, r2Time: never, dataRetries: unlimited, receiveBuffer: 64KiB, nagle: false, congestion: reno, ttl: 9 }
`).hosts;
  deepStrictEqual(host, {
    name: "router",
    os: "freebsd",
    nics: [
      { name: "lan", address: 0x0a0000fe, prefixLength: 24, mtu: 1500 },
      { name: "wan", address: 0xc0a80102, prefixLength: 30, mtu: 1400 },
    ],
    routes: [
      { network: 0x0a010000, prefixLength: 16, via: 0x0a000001 },
      { network: 0, prefixLength: 0, via: 0xc0a80101 },
    ],
    forward: true,
    firewall: null,
    tcp: {
      rtoMin: 300 * MS,
      r2Time: Infinity,
      dataRetries: Infinity,
      receiveBuffer: 65_536,
      nagle: false,
      congestion: "reno",
      ttl: 9,
    },
  });
});

Deno.test("a link's directions differ where they say so; forward is what the first end sends", () => {
  const [link] = load(`title: a
hosts: { a: { os: linux, address: 10.0.0.1/24 } }
switches: { up: {} }
links:
  l:
    between: [up, a.eth0]
    latency: 5ms
    jitter: 1ms
    rate: 1Gbps
    duplicate: 1%
    queue: { bytes: 64kB }
    directions:
      a: { latency: 7ms, loss: 2%, corrupt: 3%, overhead: 38B, queue: { packets: 5 } }
`).links;
  const both = { jitter: MS, rateBps: 1e9, duplicate: 0.01 };
  deepStrictEqual(link, {
    name: "l",
    ends: [{ node: "up", nic: "" }, { node: "a", nic: "eth0" }],
    settings: {
      forward: {
        ...PLAIN_LINE,
        ...both,
        latency: 5 * MS,
        limitPackets: Infinity,
        limitBytes: 64_000,
      },
      backward: {
        ...PLAIN_LINE,
        ...both,
        latency: 7 * MS,
        loss: 0.02,
        corrupt: 0.03,
        overhead: 38,
        limitPackets: 5,
        limitBytes: Infinity,
      },
    },
  });
});

Deno.test("a queue may be CoDel or RED, with tc's values where it says nothing", () => {
  const settings = (queue: string) =>
    load(`title: a
hosts: { a: { os: linux, address: 10.0.0.1/24 }, b: { os: linux, address: 10.0.0.2/24 } }
links:
  l: { between: [a, b], queue: ${queue} }
`).links[0]!.settings.forward;
  const plain = settings("{ codel: {} }");
  deepStrictEqual(plain.codel, { target: 5 * MS, interval: 100 * MS, ecn: false });
  strictEqual(plain.limitPackets, 1000);
  const red = settings("{ bytes: 64kB, red: { min: 15kB, max: 45kB, ecn: true } }");
  deepStrictEqual(red.red, { min: 15_000, max: 45_000, probability: 0.02, weight: 9, ecn: true });
  strictEqual(red.limitPackets, Infinity);
});

Deno.test("a NIC has the MTU of its link, the smaller one where directions differ [SHLD-6]", () => {
  const { hosts } = load(`title: a
hosts: { a: { os: linux, address: 10.0.0.1/24 }, b: { os: linux, address: 10.0.0.2/24 } }
links:
  l: { between: [a, b], mtu: 1400, directions: { a: { mtu: 1300 } } }
`);
  deepStrictEqual(hosts.map((host) => host.nics[0]!.mtu), [1300, 1300]);
});

Deno.test("a program has a name, a start and what SIGPIPE does", () => {
  const text = `${TWO_HOSTS}programs:
  server:
    short: [{ exit: 3 }]
    long: { start: 10ms, sigpipe: kill, steps: [{ sleep: { until: 3s } }] }
`;
  deepStrictEqual(load(text).programs, [
    {
      host: "server",
      process: {
        name: "short",
        startAt: 0,
        sigpipe: "ignore",
        steps: [{ do: "exit", code: 3 }],
      },
    },
    {
      host: "server",
      process: {
        name: "long",
        startAt: 10 * MS,
        sigpipe: "kill",
        steps: [{ do: "sleep-until", at: 3 * S }],
      },
    },
  ]);
});

Deno.test("sockets are made, bound and opened", () => {
  deepStrictEqual(
    stepsOf(
      "socket: { as: s }",
      "bind: { on: s, port: 0, address: 10.0.0.2 }",
      "listen: { on: s, backlog: 1 }",
      "listen: { port: 80, as: d, address: 10.0.0.2 }",
      'connect: { to: "client:80", as: e }',
      'connect: { to: "client.eth0:80", as: f, from: 4000, nonblocking: true }',
      'connect: { to: "10.9.9.9:80", on: s }',
    ),
    [
      { do: "socket", as: "s" },
      { do: "bind", on: "s", address: "10.0.0.2", port: 0 },
      { do: "listen", on: "s", as: "", address: "0.0.0.0", port: 0, backlog: 1 },
      { do: "listen", on: "", as: "d", address: "10.0.0.2", port: 80, backlog: 128 },
      { do: "connect", on: "", as: "e", host: "client", port: 80, from: 0, nonblocking: false },
      {
        do: "connect",
        on: "",
        as: "f",
        host: "10.0.0.1",
        port: 80,
        from: 4000,
        nonblocking: true,
      },
      { do: "connect", on: "s", as: "", host: "10.9.9.9", port: 80, from: 0, nonblocking: false },
    ],
  );
});

Deno.test("data is sent and received in several ways", () => {
  deepStrictEqual(
    stepsOf(
      "send: { on: c, bytes: 2MB }",
      "send: { on: c, text: h\u00e9 }",
      "recv: { on: c }",
      "recv: { on: c, max: 1kB }",
      "recv: { on: c, bytes: 100 }",
      "recv: { on: c, until: eof }",
      "shutdown: { on: c, how: both }",
      "close: c",
    ),
    [
      { do: "send", on: "c", bytes: 2_000_000, text: "" },
      { do: "send", on: "c", bytes: 3, text: "h\u00e9" },
      { do: "recv", on: "c", amount: { kind: "once", max: 65_536 } },
      { do: "recv", on: "c", amount: { kind: "once", max: 1000 } },
      { do: "recv", on: "c", amount: { kind: "exactly", bytes: 100 } },
      { do: "recv", on: "c", amount: { kind: "eof" } },
      { do: "shutdown", on: "c", how: "both" },
      { do: "close", on: "c" },
    ],
  );
});

Deno.test("options take values in the unit of their call, or with a unit", () => {
  const set = (option: string, value: string): string =>
    `setsockopt: { on: c, option: ${option}, value: ${value} }`;
  const done = (option: string, value: number | boolean | { onoff: boolean; linger: number }) => ({
    do: "setsockopt",
    on: "c",
    option,
    value,
  });
  deepStrictEqual(
    stepsOf(
      set("SO_LINGER", "{ onoff: true, linger: 0 }"),
      set("SO_RCVBUF", "64KiB"),
      set("TCP_KEEPIDLE", "2m"),
      set("TCP_KEEPINTVL", "30"),
      set("TCP_USER_TIMEOUT", "1.5s"),
      set("TCP_NODELAY", "true"),
      "getsockopt: { on: c, option: SO_ERROR }",
    ),
    [
      done("SO_LINGER", { onoff: true, linger: 0 }),
      done("SO_RCVBUF", 65_536),
      done("TCP_KEEPIDLE", 120),
      done("TCP_KEEPINTVL", 30),
      done("TCP_USER_TIMEOUT", 1500),
      done("TCP_NODELAY", true),
      { do: "getsockopt", on: "c", option: "SO_ERROR" },
    ],
  );
});

Deno.test("steps wait, repeat, and run beside others", () => {
  deepStrictEqual(
    stepsOf(
      "poll: { on: c, for: [in, out, in] }",
      "poll: { on: c, for: [out], timeout: 5s }",
      "sleep: 1s",
      "thread: { as: t, steps: [{ close: c }] }",
      "join: t",
      "loop: { times: 3, steps: [{ sleep: 1s }] }",
      "loop: { times: forever, until: error, steps: [{ close: c }] }",
      "serve: { on: door, as: d, steps: [{ close: d }] }",
    ),
    [
      { do: "poll", on: "c", events: ["in", "out"], timeout: NEVER },
      { do: "poll", on: "c", events: ["out"], timeout: 5 * S },
      { do: "sleep", time: S },
      { do: "thread", as: "t", steps: [{ do: "close", on: "c" }] },
      { do: "join", thread: "t" },
      { do: "loop", times: 3, untilError: false, steps: [{ do: "sleep", time: S }] },
      { do: "loop", times: Infinity, untilError: true, steps: [{ do: "close", on: "c" }] },
      { do: "serve", on: "door", as: "d", steps: [{ do: "close", on: "d" }] },
    ],
  );
});

Deno.test("a loop may use in its second round what it makes, if it is made first", () => {
  strictEqual(
    mistakesOf(withSteps(
      'loop: { times: 2, steps: [{ connect: { to: "client:80", as: c } }, { close: c }] }',
      "close: c",
    )),
    "",
  );
});

Deno.test("faults happen at a time, again and again, or when something else does", () => {
  const pull = { do: "pull", link: "cable", duration: NEVER } as const;
  const when = (line: string): unknown => {
    const fault = faultOf(`{ ${line}, pull: cable }`);
    return fault?.kind === "action" ? fault.trigger : fault;
  };
  deepStrictEqual(faultOf("{ at: 500ms, pull: cable, for: 3s }"), {
    kind: "action",
    trigger: { kind: "at", at: 500 * MS },
    action: { ...pull, duration: 3 * S },
  });
  deepStrictEqual(when("every: 10s, times: 3"), { kind: "every", period: 10 * S, times: 3 });
  deepStrictEqual(when("every: 10s"), { kind: "every", period: 10 * S, times: Infinity });
  deepStrictEqual(
    when("when: { connection: client.conn#2, enters: FIN-WAIT-1, nth: 2 }, after: 3ms"),
    { kind: "enters", connection: "client.conn#2", state: "FIN-WAIT-1", nth: 2, after: 3 * MS },
  );
  deepStrictEqual(when("when: { call: client.browser.close, event: started }"), {
    kind: "call",
    call: "client.browser.closesocket",
    event: "started",
    nth: 1,
    after: 0,
  });
  deepStrictEqual(when("when: { segment: { from: server, flags: FIN, nth: 2 } }"), {
    kind: "segment",
    match: { link: "", from: "server", flags: "F", without: "", data: null, icmp: false },
    event: "sent",
    nth: 2,
    after: 0,
  });
});

Deno.test("each fault has its verb", () => {
  const action = (line: string): unknown => {
    const fault = faultOf(`{ at: 1s, ${line} }`);
    return fault?.kind === "action" ? fault.action : fault;
  };
  deepStrictEqual(action("plug: cable"), { do: "plug", link: "cable" });
  deepStrictEqual(action("disable: client"), {
    do: "disable",
    host: "client",
    nic: "eth0",
    duration: NEVER,
  });
  deepStrictEqual(action("enable: client.eth0"), { do: "enable", host: "client", nic: "eth0" });
  deepStrictEqual(action("kill: server.web"), { do: "kill", host: "server", process: "web" });
  deepStrictEqual(action("crash: server, for: 1s, restart: true"), {
    do: "crash",
    host: "server",
    duration: S,
    restart: true,
  });
  deepStrictEqual(action("boot: server"), { do: "boot", host: "server", restart: false });
  deepStrictEqual(action("pause: server, for: 1s"), { do: "pause", host: "server", duration: S });
  deepStrictEqual(action("resume: server"), { do: "resume", host: "server" });
});

Deno.test("rules of links say which segments they mean", () => {
  deepStrictEqual(faultOf("{ drop: { on: cable, from: server, flags: FIN } }"), {
    kind: "rule",
    rule: {
      action: "drop",
      match: { link: "cable", from: "server", flags: "F", without: "", data: null, icmp: false },
      nth: 1,
      count: 1,
      delay: 0,
    },
  });
  deepStrictEqual(
    faultOf(
      "{ delay: { on: cable, flags: SYN ACK, without: [RST, FIN], data: false, nth: 2, count: all, by: 5ms } }",
    ),
    {
      kind: "rule",
      rule: {
        action: "delay",
        match: { link: "cable", from: "", flags: "SA", without: "RF", data: false, icmp: false },
        nth: 2,
        count: Infinity,
        delay: 5 * MS,
      },
    },
  );
});

Deno.test("expectations are about states, calls and records", () => {
  const cases: [string, Expectation][] = [
    ["{ connection: client.conn, passes: [SYN-SENT, CLOSED] }", {
      type: "passes",
      connection: "client.conn",
      states: ["SYN-SENT", "CLOSED"],
    }],
    ["{ connection: client.conn, stays: TIME-WAIT, for: 120s, tolerance: 1ms }", {
      type: "stays",
      connection: "client.conn",
      state: "TIME-WAIT",
      for: 120 * S,
      tolerance: MS,
    }],
    ["{ connection: server.conn#2, end: CLOSED }", {
      type: "end",
      connection: "server.conn#2",
      state: "CLOSED",
    }],
    ["{ call: client.browser.close, returns: 0, nth: 1 }", {
      type: "call",
      call: "client.browser.closesocket",
      returns: 0,
      nth: 1,
    }],
    ["{ call: server.web.main.recv, returns: ECONNRESET }", {
      type: "call",
      call: "server.web.main.recv",
      returns: "ECONNRESET",
    }],
    [
      "{ never: { segment: { flags: [RST, ACK], without: SYN, from: client, to: server, data: true, event: dropped, note: x } } }",
      {
        type: "never",
        pattern: {
          segment: {
            flags: "RST,ACK",
            without: "SYN",
            from: "client",
            to: "server",
            data: true,
            event: "dropped",
            note: "x",
          },
        },
      },
    ],
    [
      "{ eventually: { state: { connection: client.conn, enters: CLOSED }, within: 5s, after: { segment: { flags: RST } } } }",
      {
        type: "eventually",
        pattern: { state: { connection: "client.conn", enters: "CLOSED" } },
        within: 5 * S,
        after: { segment: { flags: "RST" } },
      },
    ],
    ["{ eventually: { timer: { connection: client.conn, timer: 2 MSL, event: set } } }", {
      type: "eventually",
      pattern: { timer: { connection: "client.conn", timer: "2 MSL", event: "set" } },
    }],
    ["{ count: { call: { call: server.web.recv, returns: 0 }, atLeast: 1, atMost: 3 } }", {
      type: "count",
      pattern: { call: { call: "server.web.recv", returns: 0 } },
      atLeast: 1,
      atMost: 3,
    }],
    ["{ count: { process: { process: server.web, event: signal, note: SIGPIPE }, equals: 0 } }", {
      type: "count",
      pattern: { process: { process: "server.web", event: "signal", note: "SIGPIPE" } },
      equals: 0,
    }],
  ];
  for (const [line, expected] of cases) deepStrictEqual(expectationOf(line), expected);
});

Deno.test("a connection that no program named is called after its peer", () => {
  strictEqual(
    expectationOf('{ connection: "server.[10.0.0.1:49152]", end: CLOSED }')?.type,
    "end",
  );
});

Deno.test("JSON is read as the same topology as YAML", () => {
  const json = JSON.stringify({
    title: "Two hosts",
    hosts: {
      client: { os: "windows", address: "10.0.0.1/24" },
      server: { os: "linux", address: "10.0.0.2/24" },
    },
    links: { cable: { between: ["client", "server"], latency: "20ms" } },
  });
  deepStrictEqual(load(json), load(TWO_HOSTS));
});

Deno.test("the source of a topology loads as the same topology", () => {
  const text = TWO_HOSTS + PROGRAMS;
  const loaded = loadTopology(text, "t.yaml", { set: ["seed=9", "hosts.client.os=linux"] });
  if (loaded.mistakes !== null) throw new Error("it has mistakes");
  deepStrictEqual(load(JSON.stringify(loaded.source)), loaded.topology);
});
