import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { formatIpv4, parseIpv4 } from "../../../engine/wire/mod.ts";
import { bytes, connecting, said, serving, SocketLab } from "../../support/socket_lab.ts";

/** A client that says a word and closes, to a server that reads it. */
function talk(lab: SocketLab): SocketLab {
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.recv(connection, 100);
      yield* os.recv(connection, 100);
      yield* os.close(connection);
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.send(connection, bytes("hello"));
      yield* os.close(connection);
    }),
  );
  lab.run(seconds(5));
  return lab;
}

/** Source and time to live of each segment that the client sent. */
function sentByClient(lab: SocketLab): { source: string; ttl: number }[] {
  return lab.recorder.records.flatMap((record) => {
    if (record.kind !== "segment" || record.event !== "sent" || record.host !== "client") return [];
    const { source, ttl, segment } = record.packet;
    return segment === null ? [] : [{ source: formatIpv4(source), ttl }];
  });
}

Deno.test("A SYN without a bound address has the one that IP gives, all later segments too [MUST-44] [MUST-45]", () => {
  const sent = sentByClient(talk(new SocketLab("linux")));
  strictEqual(sent.length >= 4, true);
  deepStrictEqual([...new Set(sent.map(({ source }) => source))], ["10.0.0.1"]);
});

const NOBODY = ["255.255.255.255", "10.0.0.255", "224.0.0.1", "239.1.2.3", "0.0.0.0"];
const REFUSALS: Record<string, string> = {
  rfc9293: "-1 ENETUNREACH 101",
  linux: "-1 ENETUNREACH 101",
  freebsd: "-1 ENETUNREACH 51",
  windows: "-1 WSAEADDRNOTAVAIL 10049",
};

for (const [system, refusal] of Object.entries(REFUSALS)) {
  Deno.test(`${system}: connect to a broadcast, multicast or no address fails and sends nothing [MUST-46]`, () => {
    const lab = new SocketLab(system);
    const seen: string[] = [];
    lab.program(lab.client, function* (os) {
      for (const address of NOBODY) {
        const handle = yield* os.socket("conn");
        seen.push(said(yield* os.connect(handle, parseIpv4(address), 80)));
      }
    });
    lab.run(ms(100));
    deepStrictEqual(seen, NOBODY.map(() => refusal));
    deepStrictEqual(lab.sent(lab.client), []);
  });
}

Deno.test("The time to live of segments is the system's, and can be set [MUST-49]", () => {
  const ttlOf = (lab: SocketLab) => [...new Set(sentByClient(talk(lab)).map(({ ttl }) => ttl))];
  deepStrictEqual(ttlOf(new SocketLab("linux")), [64]);
  deepStrictEqual(ttlOf(new SocketLab("windows")), [128]);
  deepStrictEqual(ttlOf(new SocketLab("linux", "linux", { ttl: 7 })), [7]);
});
