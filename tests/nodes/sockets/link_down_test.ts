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
