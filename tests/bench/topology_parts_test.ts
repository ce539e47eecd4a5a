import { deepStrictEqual } from "node:assert/strict";
import { bulks, bulkTopology } from "../../bench/bulk.ts";
import { churnTopology } from "../../bench/churn.ts";
import { switchedTopology } from "../../bench/switched.ts";
import { load } from "../topologies/support.ts";

/*
 * Benchmarks have their topologies as data. A user writes them in the language:
 * what is measured is what he gets.
 */

Deno.test("a bulk transfer is what its text becomes", () => {
  const tcp = "{ receiveBuffer: 1MB, maxReceiveBuffer: 1MB, sendBuffer: 1MB, congestion: reno }";
  const text = `title: "${bulks.B.name}"
hosts:
  client: { os: linux, address: 10.0.0.1/24, tcp: ${tcp} }
  server: { os: linux, address: 10.0.0.2/24, tcp: ${tcp} }
links:
  cable:
    between: [client, server]
    latency: 10ms
    rate: 100Mbps
    loss: 0.1%
    queue: { packets: 1000000 }
programs:
  server:
${[80, 81].map((port, i) => `    sink-${i}: ${sink(port)}`).join("\n")}
  client:
${[80, 81].map((port, i) => `    source-${i}: ${source(`server:${port}`, "100MB")}`).join("\n")}
`;
  deepStrictEqual(bulkTopology({ ...bulks.B, flows: 2 }), load(text));
});

Deno.test("short connections are what their text becomes", () => {
  const tcp = "tcp: { timeWait: 240s, congestion: reno }";
  const text = `title: churn
hosts:
${
    [0, 1].map((i) =>
      `  client-${i}: { os: linux, address: 10.0.${i}.1/24, ${tcp} }\n` +
      `  server-${i}: { os: linux, address: 10.0.${i}.2/24, ${tcp} }`
    ).join("\n")
  }
links:
${
    [0, 1].map((i) =>
      `  cable-${i}: { between: [client-${i}, server-${i}], latency: 10ms, rate: 1Gbps }`
    ).join("\n")
  }
`;
  deepStrictEqual(churnTopology(2), load(text));
});

Deno.test("hosts on a switch are what their text becomes", () => {
  const tcp = "tcp: { receiveBuffer: 64000, maxReceiveBuffer: 64000, sendBuffer: 64000 }";
  const names = ["client-0", "client-1", "server-0", "server-1"];
  const text = `title: switched
hosts:
${
    names.map((name, i) => `  ${name}: { os: linux, address: 10.0.0.${i + 1}/16, ${tcp} }`).join(
      "\n",
    )
  }
switches: { middle: {} }
links:
${
    names.map((name) => `  to-${name}: { between: [${name}, middle], latency: 1ms, rate: 1Gbps }`)
      .join("\n")
  }
programs:
  server-0: { sink: ${sink(80)} }
  server-1: { sink: ${sink(80)} }
  client-0: { source: ${source("server-0:80", "300kB")} }
  client-1: { source: ${source("server-1:80", "300kB")} }
`;
  deepStrictEqual(switchedTopology({ hosts: 4, kilobytes: 300 }), load(text));
});

function sink(port: number): string {
  return `[{ listen: { port: ${port}, as: door } }, { accept: { on: door, as: conn } }, ` +
    "{ recv: { on: conn, until: eof } }, { close: conn }]";
}

function source(to: string, bytes: string): string {
  return `[{ connect: { to: "${to}", as: conn } }, { send: { on: conn, bytes: ${bytes} } }, ` +
    "{ close: conn }]";
}
