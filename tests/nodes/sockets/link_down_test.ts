import { deepStrictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { parseIpv4 } from "../../../engine/wire/mod.ts";
import { connecting, said, serving, SocketLab } from "../../support/socket_lab.ts";

Deno.test("windows: while the link is down bind to its address gives 10049 and connect 10051 [os-profiles 3.5; V: KB239924]", () => {
  const lab = new SocketLab("windows");
  const seen: string[] = [];
  lab.program(lab.server, serving(function* () {}));
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      lab.cable.pull(0);
      yield* os.sleep(ms(1));
      seen.push(said(yield* os.recv(connection, 1)));
      const bound = yield* os.socket();
      seen.push(said(yield* os.bind(bound, parseIpv4("10.0.0.1"), 5000)));
      seen.push(said(yield* os.connect(yield* os.socket(), "server", 80)));
    }),
  );
  lab.run(seconds(30));
  deepStrictEqual(seen, [
    "-1 WSAECONNABORTED 10053",
    "-1 WSAEADDRNOTAVAIL 10049",
    "-1 WSAENETUNREACH 10051",
  ]);
});

Deno.test("linux: while the link is down bind to its address works [os-profiles 3.5]", () => {
  const lab = new SocketLab("linux");
  const seen: string[] = [];
  lab.program(lab.server, serving(function* () {}));
  lab.program(
    lab.client,
    connecting(function* (os) {
      lab.cable.pull(0);
      const bound = yield* os.socket();
      seen.push(said(yield* os.bind(bound, parseIpv4("10.0.0.1"), 5000)));
    }),
  );
  lab.run(seconds(30));
  deepStrictEqual(seen, ["0"]);
});

for (const [isOn, expected] of [[true, "-1 WSAEHOSTUNREACH 10065"], [false, ""]] as const) {
  Deno.test(`windows: TCP_FAIL_CONNECT_ON_ICMP_ERROR ${isOn ? "on" : "off"}, and a soft ICMP error while connecting [V: IPPROTO_TCP socket options]`, () => {
    const lab = new SocketLab("windows", "windows", { linkDown: "keep" });
    const seen: string[] = [];
    lab.cable.pull(0);
    lab.program(lab.client, function* (os) {
      const connection = yield* os.socket("conn");
      yield* os.setsockopt(connection, "TCP_FAIL_CONNECT_ON_ICMP_ERROR", isOn);
      seen.push(said(yield* os.connect(connection, "server", 80)));
    });
    lab.run(ms(100));
    const connection = lab.client.endpoint.connections()[0]!;
    connection.onUnreachable(connection.iss, false, 1, lab.sim.now);
    lab.client.pump(connection);
    lab.run(ms(200));
    deepStrictEqual(seen, expected === "" ? [] : [expected]);
  });
}

/** What the client sent, or could not send, while its NIC was disabled from 100 ms to 1 s. */
function strandedRun(system: string): { unsentAt: number[]; retried: boolean; received: number } {
  const lab = new SocketLab(system);
  const nic = lab.client.interfaces.nics[0]!;
  const unsentAt: number[] = [];
  let received = 0;
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      while (received < 3000) {
        received += (yield* os.skip(connection, { kind: "once", max: 5000 })).value;
      }
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleepUntil(ms(100));
      yield* os.send(connection, new Uint8Array(1000));
      nic.disable(os.now);
      for (let i = 0; i < 2; i++) {
        yield* os.send(connection, new Uint8Array(1000));
        unsentAt.push(lab.client.endpoint.connections()[0]!.unsent);
      }
      yield* os.sleepUntil(seconds(1));
      nic.enable(os.now);
      yield* os.sleep(seconds(20));
    }),
  );
  lab.run(seconds(15));
  const lost = lab.recorder.records.filter((it) =>
    it.kind === "segment" && it.event === "dropped" && it.host === "client"
  );
  return { unsentAt, retried: lost.length > 0, received };
}

Deno.test("linux: new data without a route stays unsent, and all arrives once the NIC is back [seen, 13]", () => {
  deepStrictEqual(strandedRun("linux"), { unsentAt: [1000, 2000], retried: true, received: 3000 });
});

Deno.test("rfc9293: a full segment without a route counts as sent, and all arrives as well", () => {
  deepStrictEqual(strandedRun("rfc9293"), {
    unsentAt: [1000, 540],
    retried: true,
    received: 3000,
  });
});
