import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { callCli, spawnCli, TOPOLOGY, withFolder } from "../support/cli.ts";

const BOMB = "title: &a [x, x, x, x, x, x, x, x, x, x]\n" +
  [..."bcdefgh"].map((name, i) => {
    const before = `*${"abcdefgh"[i]}`;
    return `${name}: &${name} [${Array(10).fill(before).join(", ")}]\n`;
  }).join("");

const TIME = "must be a time with its unit, such as 20ms, 500us or 3s";

/** Each topology with mistakes, and all that is said of it. */
const BAD: readonly (readonly [name: string, text: string, message: string])[] = [
  [
    "an empty file",
    "",
    "1:1: the topology must be a map with title, hosts, links and so on: it is empty",
  ],
  [
    "a text that is no YAML",
    "title: [a\nhosts: b\n",
    "2:1: this is not valid YAML: flow sequence in block collection must be sufficiently indented " +
    "and end with a ]",
  ],
  [
    "two documents",
    "title: a\n---\ntitle: b\n",
    "2:1: the topology ends here: a file has one document, so `---` may only begin it",
  ],
  [
    "an unknown key",
    TOPOLOGY.replace("latency", "latncy"),
    '6:39: links.cable has no key "latncy": it may have between, latency, jitter, rate, loss, ' +
    'duplicate, corrupt, overhead, mtu, queue and directions; did you mean "latency"?',
  ],
  [
    "a time without a unit",
    TOPOLOGY.replace("20ms", "20"),
    `6:48: links.cable.latency ${TIME}: it is 20`,
  ],
  [
    "a list for a time",
    TOPOLOGY.replace("20ms", "[20ms]"),
    `6:48: links.cable.latency ${TIME}: it is a list`,
  ],
  [
    "a value out of its range",
    TOPOLOGY.replace("rate: 20Mbps", "loss: 101%"),
    '6:60: links.cable.loss must be a percentage from 0% to 100%, such as 0.1%: it is "101%"',
  ],
  [
    "a name that is used twice",
    TOPOLOGY.replace("  server: {", "  client: { os: linux }\n  server: {"),
    "4:3: hosts.client is there twice: the first is in line 3",
  ],
  [
    "two hosts with one address",
    TOPOLOGY.replace("10.0.0.2", "10.0.0.1"),
    "4:33: hosts.server.address must be an address of its own: 10.0.0.1 is that of client.eth0",
  ],
  [
    "a link to nowhere",
    TOPOLOGY.replace("[client, server]", "[client, servre]"),
    '6:30: links.cable.between[1] names no host or switch, "servre": there are client and server' +
    '; did you mean "server"?',
  ],
  [
    "a step on a socket that is not there",
    TOPOLOGY.replace("recv: { on: conn", "recv: { on: con"),
    '12:21: programs.server.web[2].recv.on names no socket, "con": there are door and conn' +
    '; did you mean "conn"?',
  ],
  [
    "an event in the past",
    `${TOPOLOGY}faults: [{ at: -5s, pull: cable }]\n`,
    `21:16: faults[0].at ${TIME}: it is "-5s", which is negative`,
  ],
  [
    "a program that never ends, without stop",
    TOPOLOGY.replace(
      "- send: { on: conn, bytes: 1000 }",
      "- loop: { times: forever, steps: [{ sleep: 1s }] }",
    ),
    "17:9: programs.client.app[1].loop never ends: give it a number of times, or the topology a stop, " +
    'such as "stop: 10m"',
  ],
  [
    "an unknown setting of TCP",
    TOPOLOGY.replace("linux, address: 10.0.0.1", "linux, tcp: { timeWait: 5 }, address: 10.0.0.1"),
    `3:41: hosts.client.tcp.timeWait ${TIME}: it is 5`,
  ],
  [
    "an alias bomb",
    BOMB,
    "1:18: e[7][0][7][5][2] has too many values by aliases: 100000 are allowed",
  ],
  [
    "an alias of itself",
    "title: &a [*a]\n",
    '1:12: title[0] must not contain itself: "a" is around it',
  ],
  [
    "brackets without end",
    "[".repeat(100_000),
    "1:101: the topology is nested too deeply: lists and maps may be 100 levels deep",
  ],
  [
    "a host named __proto__",
    TOPOLOGY.replace("  client: {", "  __proto__: {"),
    '3:3: hosts must have words as keys: one is "__proto__", which is reserved: choose another',
  ],
  [
    "a link to constructor",
    TOPOLOGY.replace("[client, server]", "[constructor, server]"),
    '6:22: links.cable.between[0] names no host or switch, "constructor": there are client and server',
  ],
];

for (const [name, text, message] of BAD) {
  Deno.test(`${name} gives one message and status 2`, async () => {
    const expected = { status: 2, stdout: "", stderr: `<stdin>:${message}\n` };
    deepStrictEqual(await callCli(["run", "-"], text), expected);
    deepStrictEqual(await callCli(["check", "-"], text), expected);
  });
}

Deno.test("a file that is not there, a folder and one of 50 MB are told by name", async () => {
  await withFolder(async (folder) => {
    const large = `${folder}/large.yaml`;
    using file = await Deno.open(large, { create: true, write: true });
    await file.truncate(50_000_000);
    const { status, stderr } = await callCli(["check", `${folder}/no.yaml`, folder, large]);
    strictEqual(status, 2);
    strictEqual(
      stderr,
      `${folder}/no.yaml: cannot be read: there is no such file or folder\n` +
        `${folder}: must be a file: it is a folder\n` +
        `${large}: must have at most 20 MB: it has 50.0 MB\n`,
    );
  });
});

Deno.test("an input without end is not read to its end", async () => {
  const { status, stderr } = await callCli(["check", "-"], new Uint8Array(20_000_001));
  strictEqual(status, 2);
  strictEqual(stderr, "<stdin>: must have at most 20 MB: it has more\n");
});

Deno.test("bytes that are no UTF-8 are told by place", async () => {
  const { stderr } = await callCli(["check", "-"], Uint8Array.of(97, 10, 98, 0xff));
  strictEqual(stderr, "<stdin>:2:2: the topology must be UTF-8: these bytes are not\n");
});

Deno.test("check goes on after a file with mistakes", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/good.yaml`, TOPOLOGY);
    const files = [`${folder}/no.yaml`, `${folder}/good.yaml`];
    const { status, stdout } = await callCli(["check", ...files]);
    strictEqual(status, 2);
    strictEqual(stdout, `${folder}/good.yaml: ok\n`);
  });
});

Deno.test("in a process of its own, too, a mistake is one line and status 2", async () => {
  const [name, text, message] = BAD.at(-1) ?? ["", "", ""];
  const expected = { status: 2, stdout: "", stderr: `<stdin>:${message}\n` };
  deepStrictEqual(await spawnCli(["run", "-"], text), expected, name);
});

Deno.test("states cannot be counted more often than anybody reads", async () => {
  const { status, stdout, stderr } = await callCli(["run", "-", "--every", "1ns"], TOPOLOGY);
  deepStrictEqual([status, stdout], [2, ""]);
  match(
    stderr,
    /^--every must count at most 10000 times in a run of [\d.]+ s: it counts \d+ times\n$/,
  );
});
