import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { build, loadTopology } from "../../topologies/mod.ts";
import { load, mistakesOf, PROGRAMS, TWO_HOSTS } from "./support.ts";

const TEXT = `${TWO_HOSTS}${PROGRAMS}faults:\n  - { at: 1s, pull: cable }\n`;

/** The mistakes of settings. */
function wrong(...set: string[]): string {
  return mistakesOf(TEXT, { set });
}

Deno.test("--set changes a value, and adds a key where the language has one", () => {
  const topology = load(TEXT, {
    set: [
      "hosts.client.os=linux",
      "seed=5",
      "links.cable.queue.packets=7",
      "faults[0].at=2s",
      "faults.0.for=1s",
      "links.cable.between=[server, client]",
      "programs.server.web[2].recv={ on: conn, max: 5 }",
    ],
  });
  strictEqual(topology.hosts[0]?.os, "linux");
  strictEqual(topology.seed, 5);
  strictEqual(topology.links[0]?.settings.forward.limitPackets, 7);
  strictEqual(topology.links[0]?.ends[0].node, "server");
  deepStrictEqual(topology.faults[0], {
    kind: "action",
    trigger: { kind: "at", at: 2e9 },
    action: { do: "pull", link: "cable", duration: 1e9 },
  });
  deepStrictEqual(topology.programs[0]?.process.steps[2], {
    do: "recv",
    on: "conn",
    amount: { kind: "once", max: 5 },
  });
});

Deno.test("--seed takes the place of the file's", () => {
  strictEqual(load(`${TEXT}seed: 3\n`, { seed: 9 }).seed, 9);
  strictEqual(
    mistakesOf(TEXT, { seed: -1 }),
    "--seed -1: seed must be a whole number from 0 to 4294967295: it is -1",
  );
});

Deno.test("--set with a path that leads nowhere says what there is", () => {
  strictEqual(
    wrong("hosts.clinet.os=linux"),
    '--set hosts.clinet.os=linux: hosts has no "clinet": it has client and server' +
      '; did you mean "client"?',
  );
  strictEqual(
    wrong("host.client.os=linux"),
    '--set host.client.os=linux: the topology has no "host": it has title, hosts, links, ' +
      'programs and faults; did you mean "hosts"?',
  );
  strictEqual(
    wrong("faults[1].at=2s"),
    '--set faults[1].at=2s: faults has no item "1": it has 1, from 0 on',
  );
  strictEqual(
    wrong("hosts.client.os.name=x"),
    '--set hosts.client.os.name=x: hosts.client.os has no parts: it is "windows"',
  );
  strictEqual(
    wrong("links.wire={}"),
    '--set links.wire={}: links has no "wire": it has cable',
  );
});

Deno.test("--set with a value or key that is wrong is told as in the file", () => {
  strictEqual(
    wrong("sotp=1s", "hosts.client.os=linus", "links.cable.rat=1Mbps"),
    '--set sotp=1s: the topology has no key "sotp": it may have title, description, seed, stop, record, ' +
      'hosts, switches, links, programs, faults and expect; did you mean "stop"?\n' +
      "--set hosts.client.os=linus: hosts.client.os must be rfc9293, linux, windows or freebsd: " +
      'it is "linus"; did you mean "linux"?\n' +
      '--set links.cable.rat=1Mbps: links.cable has no key "rat": it may have between, latency, ' +
      'jitter, rate, loss, duplicate, corrupt, overhead, mtu, queue and directions; did you mean "rate"?',
  );
});

Deno.test("--set may give a host another system than its expectations name errors of", () => {
  const text = `
title: Refused
hosts:
  client: { os: windows, address: 10.0.0.1/24 }
  server: { os: linux, address: 10.0.0.2/24 }
links: { cable: { between: [client, server] } }
programs:
  client: { app: [{ connect: { to: "server:80", as: conn } }] }
expect: [{ call: client.app.connect, returns: WSAECONNREFUSED }]
`;
  strictEqual(loadTopology(text, "a.yaml", { set: ["hosts.client.os=linux"] }).mistakes, null);
  const misspelt = text.replace("WSAECONNREFUSED", "WSAECONREFUSED");
  const { mistakes } = loadTopology(misspelt, "a.yaml", { set: ["hosts.client.os=linux"] });
  strictEqual(mistakes?.length, 1);
});

Deno.test("--set needs a path, an equals sign and YAML", () => {
  const rule = "a setting must be a path and a value, such as hosts.client.os=linux";
  for (const setting of ["seed", "", "=1", "a..b=1", ".seed=1", "hosts.__proto__.os=linux"]) {
    const [line] = wrong(setting).split("\n");
    strictEqual(line, `--set ${setting}: ${rule}`);
  }
  strictEqual(
    wrong("links.cable.between=[a"),
    "--set links.cable.between=[a: this is not valid YAML: flow sequence must end with a ]",
  );
});

Deno.test("mistakes of settings come after those of the file", () => {
  strictEqual(
    mistakesOf(`${TEXT}seed: x\n`, { set: ["stop=5"] }),
    't.yaml:20:7: seed must be a whole number from 0 to 4294967295: it is "x"\n' +
      "--set stop=5: stop must be a time greater than 0 with its unit, such as 20ms or 3s: it is 5",
  );
});

Deno.test("hosts that change the same of a system share a profile, in every run; others do not", () => {
  const topology = load(`title: Profiles
hosts:
  a: { os: linux, address: 10.0.0.1/24, tcp: { timeWait: 5s } }
  b: { os: linux, address: 10.0.0.2/24, tcp: { timeWait: 5s } }
  c: { os: linux, address: 10.0.0.3/24, tcp: { timeWait: 6s } }
  d: { os: freebsd, address: 10.0.0.4/24, tcp: { timeWait: 5s } }
switches: { middle: {} }
links:
  to-a: { between: [a, middle] }
  to-b: { between: [b, middle] }
  to-c: { between: [c, middle] }
  to-d: { between: [d, middle] }
`);
  const profilesOf = () => [...build(topology, null).hosts.values()].map((host) => host.profile);
  const [a, b, c, d] = profilesOf();
  strictEqual(a, b);
  strictEqual(new Set([a, b, c, d]).size, 3);
  deepStrictEqual([a, c, d].map((it) => it!.timeWait), [5e9, 6e9, 5e9]);
  strictEqual(d!.name, "freebsd");
  strictEqual(profilesOf()[0], a);
});
