import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ms, type Nanos, seconds } from "../../engine/base/time.ts";
import type { Step } from "../../nodes/programs/step.ts";
import { SocketLab } from "../support/socket_lab.ts";

const LISTEN: Step = { do: "listen", on: "", as: "door", address: "", port: 80, backlog: 10 };
const ACCEPT: Step = { do: "accept", on: "door", as: "conn" };
const CONNECT: Step = {
  do: "connect",
  on: "",
  as: "conn",
  host: "server",
  port: 80,
  from: 0,
  nonblocking: false,
};
const SEND: Step = { do: "send", on: "conn", bytes: 10, text: "" };
const sleep = (time: Nanos): Step => ({ do: "sleep", time });

/** When the client sent its segments after that time. */
function sentAfter(lab: SocketLab, time: Nanos): Nanos[] {
  const sent = lab.recorder.records.filter((it) =>
    it.kind === "segment" && it.event === "sent" && it.host === "client" && it.at > time
  );
  return sent.map((it) => it.at);
}

Deno.test("a timer that was due while its host was paused goes off when it goes on, behind frames that came", () => {
  const lab = new SocketLab("rfc9293");
  const noDelay: Step = { do: "setsockopt", on: "conn", option: "TCP_NODELAY", value: true };
  lab.steps(lab.server, [LISTEN, ACCEPT, noDelay, SEND, sleep(seconds(1)), SEND]);
  lab.steps(lab.client, [CONNECT, { do: "recv", on: "conn", amount: { kind: "eof" } }]);
  lab.run(ms(100)); // The first 10 bytes are there; their ACK waits until 240 ms.
  lab.client.pause(lab.sim.now);
  lab.run(seconds(2));
  lab.client.resume(lab.sim.now);
  lab.run(seconds(3));
  strictEqual(sentAfter(lab, ms(100))[0], seconds(2));
});

Deno.test("a process that is killed while its host is paused ends when the host goes on", () => {
  const lab = new SocketLab("linux");
  lab.steps(lab.server, [LISTEN, ACCEPT, { do: "recv", on: "conn", amount: { kind: "eof" } }]);
  lab.steps(lab.client, [CONNECT, sleep(seconds(60))]);
  lab.run(ms(100));
  lab.client.pause(lab.sim.now);
  lab.run(ms(200));
  lab.client.processes.kill("app", lab.sim.now);
  lab.run(seconds(2));
  deepStrictEqual(sentAfter(lab, ms(100)), []);
  lab.client.resume(lab.sim.now);
  lab.run(seconds(3));
  strictEqual(sentAfter(lab, ms(100))[0], seconds(2));
  strictEqual(lab.client.processes.find("app"), null);
});

Deno.test("what waits for a neighbour leaves when its paused host goes on", () => {
  const lab = new SocketLab("linux");
  lab.steps(lab.server, [LISTEN, ACCEPT]);
  lab.steps(lab.client, [CONNECT, sleep(seconds(60))]);
  lab.cable.pull(lab.sim.now);
  lab.run(ms(500));
  lab.client.pause(lab.sim.now);
  lab.cable.plug(lab.sim.now);
  lab.run(ms(2500));
  deepStrictEqual(sentAfter(lab, ms(0)), []);
  lab.client.resume(lab.sim.now);
  lab.run(seconds(4));
  strictEqual((sentAfter(lab, ms(0))[0] ?? 0) >= ms(2500), true);
});
