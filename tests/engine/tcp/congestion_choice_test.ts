import { strictEqual } from "node:assert/strict";
import { seconds } from "../../../engine/base/time.ts";
import { congestionNames } from "../../../engine/tcp/mod.ts";
import { established, synSent } from "../../support/tcp_script.ts";

Deno.test("Congestion control is Reno as the RFC has it, CUBIC on the systems, and can be chosen [MAY-18]", () => {
  const nameOf = (settings: Parameters<typeof established>[0]) =>
    established(settings).connection.tcb.congestion.name;
  strictEqual(nameOf({}), "reno");
  for (const profile of ["linux", "windows", "freebsd"] as const) {
    strictEqual(nameOf({ profile }), "cubic");
  }
  for (const congestion of congestionNames) {
    strictEqual(nameOf({ knobs: { congestion } }), congestion);
  }
});

Deno.test("After the loss of a SYN the window of ten segments is one [RFC 6928 2, .2]", () => {
  const knobs = { initialWindow: "rfc6928", synLinearRetries: 0 };
  synSent({ knobs }).expectAt(seconds(1), "SYN seq=+0").peer("SYN,ACK seq=+0 ack=+1 mss=1000")
    .expect("ACK").send(5000).expect("ACK seq=+1 len=1000").expectNothing();
  synSent({ knobs }).peer("SYN,ACK seq=+0 ack=+1 mss=1000").expect("ACK").send(5000)
    .expect("ACK len=1000", "ACK len=1000", "ACK len=1000", "ACK len=1000", "PSH,ACK len=1000")
    .expectNothing();
});
