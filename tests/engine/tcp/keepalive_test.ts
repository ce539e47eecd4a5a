import { minutes, ms, type Nanos, seconds } from "../../../engine/base/time.ts";
import { type ProfileName, profileNames, profiles } from "../../../engine/tcp/mod.ts";
import { closeWait, established, finWait2, type ScriptSettings } from "../../support/tcp_script.ts";

const HOURS_2 = minutes(120);

/** Idle 60 s, then probes every 10 s, 3 of them. */
const BRISK: ScriptSettings = {
  options: {
    keepalive: true,
    keepaliveIdle: seconds(60),
    keepaliveInterval: seconds(10),
    keepaliveProbes: 3,
  },
};

Deno.test("Keep-alive is off unless it is asked for, but not on FreeBSD [MUST-25]", () => {
  for (const profile of ["rfc9293", "linux", "windows"] as const) {
    established({ profile }).expectNothingUntil(minutes(600));
  }
  established({ profile: "freebsd" }).expectNothingUntil(HOURS_2 - 1)
    .expectAt(HOURS_2, "ACK seq=1000 ack=5001");
});

for (const profile of profileNames) {
  Deno.test(`Keep-alive of ${profile} waits 2 h by default [MUST-28]`, () => {
    established({ profile, options: { keepalive: true } }).expectNothingUntil(HOURS_2 - 1)
      .expectAt(HOURS_2, "ACK seq=1000 ack=5001").expectNothing();
  });
}

Deno.test("A probe has SEQ = SND.NXT - 1 and no data [SHLD-12] [MAY-5]", () => {
  established(BRISK).send(10).expect("PSH,ACK len=10").peer("ACK seq=5001 ack=1011")
    .expectAt(seconds(60), "ACK seq=1010 ack=5001 len=0").expectNothing();
});

Deno.test("Keep-alive can be switched on and off for a connection [MUST-24]", () => {
  const t = established().at(seconds(10)).set(BRISK.options!);
  t.expectNothingUntil(seconds(60) - 1).expectAt(seconds(60), "ACK seq=1000").set({
    keepalive: false,
  }).expectNothingUntil(minutes(60)).expectState("ESTABLISHED");
});

Deno.test("Switched on when the silence has lasted long enough, it probes at once [MUST-24]", () => {
  established().at(minutes(10)).set(BRISK.options!).expectAt(minutes(10), "ACK seq=1000")
    .expectNothing();
});

Deno.test("The interval can be set for a connection [MUST-27]", () => {
  established(BRISK).at(seconds(30)).set({ keepaliveIdle: seconds(45) })
    .expectNothingUntil(seconds(45) - 1).expectAt(seconds(45), "ACK seq=1000");
});

Deno.test("Whatever is received starts the idle time anew [MUST-26]", () => {
  established(BRISK).at(seconds(50)).peer("ACK seq=5001 ack=1001").at(seconds(60)).expectNothing()
    .expectNothingUntil(seconds(110) - 1).expectAt(seconds(110), "ACK seq=1000");
});

Deno.test("While data is outstanding nothing is probed [MUST-26]", () => {
  const t = established(BRISK).at(seconds(55)).send(10).expect("PSH,ACK len=10");
  t.at(seconds(90));
  for (let i = 0; i < 5; i++) t.expect("PSH,ACK seq=1001 len=10");
  t.expectNothing().peer("ACK seq=5001 ack=1011").expectNothingUntil(seconds(149));
});

Deno.test("Data sent while probes go unanswered stops the probing [MUST-26]", () => {
  const t = established(BRISK).expectAt(seconds(60), "ACK seq=1000").at(seconds(65)).send(10);
  t.expect("PSH,ACK len=10").at(seconds(79));
  for (let i = 0; i < 3; i++) t.expect("PSH,ACK seq=1001 len=10");
  t.expectNothing().expectState("ESTABLISHED");
});

Deno.test("One unanswered probe does not end the connection, the last one does [MUST-29]", () => {
  const t = established(BRISK).expectAt(seconds(60), "ACK seq=1000")
    .expectAt(seconds(70), "ACK seq=1000").expectAt(seconds(80), "ACK seq=1000")
    .at(seconds(90) - 1).expectNothing().expectState("ESTABLISHED").at(seconds(90));
  t.expectNothing().expectEnd("KeepaliveTimedOut", "ESTABLISHED");
  t.holds(t.gotSignals("Closed", "Readable", "Writable"), "the user is told");
});

Deno.test("An answer forgives all probes before it [MUST-29]", () => {
  const t = established(BRISK).expectAt(seconds(60), "ACK seq=1000")
    .expectAt(seconds(70), "ACK seq=1000").at(seconds(75)).peer("ACK seq=5001 ack=1001");
  t.expectNothingUntil(seconds(135) - 1).expectAt(seconds(135), "ACK seq=1000")
    .expectAt(seconds(145), "ACK").expectAt(seconds(155), "ACK").at(seconds(165))
    .expectEnd("KeepaliveTimedOut");
});

Deno.test("A peer that lives on answers a probe with an ACK, one that rebooted with RST [RFC 9293 3.8.4]", () => {
  established().peer("ACK seq=5000 ack=1001").expect("ACK seq=1001 ack=5001").expectNothing();
  established(BRISK).expectAt(seconds(60), "ACK seq=1000 ack=5001").at(ms(60_040))
    .peer("RST seq=5001").expectEnd("Reset", "ESTABLISHED");
});

const ENDS: Record<ProfileName, { probes: number; interval: Nanos; reset: boolean }> = {
  rfc9293: { probes: 9, interval: seconds(75), reset: false },
  linux: { probes: 9, interval: seconds(75), reset: true },
  windows: { probes: 10, interval: seconds(1), reset: true },
  freebsd: { probes: 8, interval: seconds(75), reset: true },
};

for (const [name, { probes, interval, reset }] of Object.entries(ENDS)) {
  const profile = name as ProfileName;
  Deno.test(`Keep-alive of ${profile} sends ${probes} probes, then ${reset ? "RST" : "nothing"} [os profiles]`, () => {
    const t = established({ profile, options: { keepalive: true } });
    for (let i = 0; i < probes; i++) t.expectAt(HOURS_2 + i * interval, "ACK seq=1000 ack=5001");
    t.at(HOURS_2 + probes * interval - 1).expectState("ESTABLISHED")
      .at(HOURS_2 + probes * interval);
    if (reset) t.expect("RST,ACK seq=1001 ack=5001");
    t.expectNothing().expectEnd("KeepaliveTimedOut", "ESTABLISHED");
    t.holds(profiles[profile].keepaliveProbes > 1, "more than one [MUST-29]");
  });
}

Deno.test("Keep-alive goes on in CLOSE-WAIT and FIN-WAIT-2 [RFC 9293 3.8.4]", () => {
  closeWait(BRISK).expectAt(seconds(60), "ACK seq=1000 ack=5002");
  finWait2(BRISK).expectAt(seconds(60), "ACK seq=1001 ack=5001");
});

Deno.test("Keep-alive survives a FIN-WAIT-1 that lasts long [RFC 9293 3.8.4]", () => {
  const t = established(BRISK).at(seconds(59)).shutdownSend().expect("FIN,ACK");
  t.at(seconds(61)).expect("FIN,ACK").peer("ACK seq=5001 ack=1002").expectState("FIN-WAIT-2");
  t.at(seconds(200)).expect("ACK seq=1001");
});
