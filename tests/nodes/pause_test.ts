import { strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../engine/base/time.ts";
import { SocketLab } from "../support/socket_lab.ts";

Deno.test("a host that is resumed sees frames that came before timers that are overdue", () => {
  const lab = new SocketLab("linux");
  lab.steps(lab.server, [
    { do: "listen", on: "", as: "door", address: "", port: 80, backlog: 10 },
    { do: "accept", on: "door", as: "conn" },
    { do: "recv", on: "conn", amount: { kind: "eof" } },
  ]);
  lab.steps(lab.client, [
    { do: "connect", on: "", as: "conn", host: "server", port: 80, from: 0, nonblocking: false },
    { do: "send", on: "conn", bytes: 5000, text: "" },
    { do: "close", on: "conn" },
  ]);
  // The ACKs of the first flight come while the client is paused, and so does the end of its RTO.
  lab.run(ms(25));
  lab.client.pause(lab.sim.now);
  lab.run(seconds(3));
  lab.client.resume(lab.sim.now);
  lab.run(seconds(10));
  const [received] = lab.recorder.records.filter((it) =>
    it.kind === "call" && it.host === "server" && it.call === "recv" && it.result !== null
  );
  strictEqual(received?.kind === "call" && received.result?.bytes, 5000);
});
