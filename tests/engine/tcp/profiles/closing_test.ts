import { minutes, ms, type Nanos, seconds } from "../../../../engine/base/time.ts";
import { type ProfileName, profileNames } from "../../../../engine/tcp/mod.ts";
import {
  closeWait,
  established,
  finWait1,
  finWait2,
  lastAck,
  type ScriptSettings,
  type TcpScript,
} from "../../../support/tcp_script.ts";

/** ESTABLISHED, with ten bytes to read, acknowledged; nothing is under way. */
function unread(profile: ProfileName, settings: ScriptSettings = {}): TcpScript {
  return established({ profile, ...settings }).peer("PSH,ACK seq=5001 ack=1001 len=10")
    .after(ms(500)).expect("ACK seq=1001 ack=5011").handOut();
}

// ---- close with unread data

for (const profile of ["rfc9293", "linux", "windows"] as const) {
  Deno.test(`close with unread data resets: ${profile} [SHLD-3]`, () => {
    const reset = profile === "rfc9293" ? "RST seq=1001" : "RST,ACK seq=1001 ack=5011";
    unread(profile).close().expect(reset).expectNothing().expectEnd("Aborted", "ESTABLISHED");
  });

  Deno.test(`close with unread data drops what was to be sent: ${profile} [SHLD-3]`, () => {
    const t = unread(profile, { window: 0 }).send(5000).close();
    t.take(profile === "rfc9293" ? "RST seq=1001" : "RST,ACK seq=1001");
    t.expectNothing().holds(t.connection.unacknowledged === 0, "the queue is empty");
  });

  Deno.test(`close with unread data behind the peer's FIN resets: ${profile} [SHLD-3]`, () => {
    const t = established({ profile }).peer("FIN,PSH,ACK seq=5001 ack=1001 len=10").after(ms(40))
      .expect("ACK ack=5012").close();
    t.take(profile === "rfc9293" ? "RST seq=1001" : "RST,ACK seq=1001 ack=5012");
    t.expectNothing().expectEnd("Aborted", "CLOSE-WAIT");
  });

  Deno.test(`close with unread data resets in LAST-ACK and CLOSING too: ${profile} [SHLD-3]`, () => {
    const t = established({ profile }).peer("FIN,PSH,ACK seq=5001 ack=1001 len=10").after(ms(40))
      .expect("ACK ack=5012").shutdownSend().expect("FIN,ACK seq=1001").expectState("LAST-ACK");
    t.close().take(profile === "rfc9293" ? "RST seq=1002" : "RST,ACK seq=1002 ack=5012");
    t.expectNothing().expectEnd("Aborted", "LAST-ACK");
  });
}

Deno.test("close with unread data sends FIN: freebsd [os profiles]", () => {
  unread("freebsd").close().expect("FIN,ACK seq=1001 ack=5011").expectNothing()
    .expectState("FIN-WAIT-1").expectReadable(0);
});

for (const profile of profileNames) {
  Deno.test(`close with everything read sends FIN: ${profile} [MAY-1]`, () => {
    unread(profile).read(10).close().expect("FIN,ACK seq=1001 ack=5011").expectNothing()
      .expectState("FIN-WAIT-1");
  });

  Deno.test(`close sends what is queued, then FIN: ${profile} [RFC 9293 3.10.4, U-1]`, () => {
    established({ profile, window: 0 }).send(10).close().expectNothing()
      .peer("ACK seq=5001 ack=1001 win=1000").expect("FIN,PSH,ACK seq=1001 len=10")
      .expectNothing().expectState("FIN-WAIT-1");
  });
}

// ---- data after close

for (const profile of profileNames) {
  Deno.test(`Data after close is answered with RST, in FIN-WAIT-1 and FIN-WAIT-2: ${profile} [SHLD-3]`, () => {
    finWait1({ profile, orphan: true }).peer("PSH,ACK seq=5001 ack=1001 len=10")
      .expect("RST seq=1001 ack=0").expectNothing().expectEnd("ResetSent", "FIN-WAIT-1");
    finWait2({ profile, orphan: true }).peer("PSH,ACK seq=5001 ack=1002 len=10")
      .expect("RST seq=1002 ack=0").expectNothing().expectEnd("ResetSent", "FIN-WAIT-2");
  });

  Deno.test(`A FIN after close is no data: ${profile} [RFC 9293 3.10.7.4, eighth]`, () => {
    finWait2({ profile, orphan: true }).peer("FIN,ACK seq=5001 ack=1002")
      .expect("ACK seq=1002 ack=5002").expectNothing().expectState("TIME-WAIT");
  });

  Deno.test(`What was received before close is no data after it: ${profile} [SHLD-3]`, () => {
    const t = unread(profile).read(10).close().expect("FIN,ACK");
    const again = profile === "freebsd" ? "FIN,ACK seq=1001 ack=5011" : "ACK seq=1002 ack=5011";
    t.peer("PSH,ACK seq=5001 ack=1001 len=10").expect(again).expectNothing()
      .expectState("FIN-WAIT-1");
  });

  Deno.test(`Data after shutdown of sending is read as ever: ${profile} [RFC 9293 3.6]`, () => {
    finWait2({ profile }).peer("PSH,ACK seq=5001 ack=1002 len=10").read(10)
      .expectState("FIN-WAIT-2");
  });
}

Deno.test("Data after close can be discarded by profile [MAY-1]", () => {
  const knobs = { dataAfterClose: "discard" };
  finWait2({ orphan: true, knobs }).peer("PSH,ACK seq=5001 ack=1002 len=10").at(ms(200))
    .expect("ACK seq=1002 ack=5011").expectReadable(0).peer("FIN,ACK seq=5011 ack=1002")
    .expect("ACK seq=1002 ack=5012").expectState("TIME-WAIT");
});

// ---- shutdown of receiving

Deno.test("shutdown of receiving, data queued: kept by rfc9293 and linux", () => {
  for (const profile of ["rfc9293", "linux"] as const) {
    unread(profile).shutdownReceive().expectNothing().expectState("ESTABLISHED").read(10);
  }
});

Deno.test("shutdown of receiving, data queued: thrown away silently by freebsd", () => {
  unread("freebsd").shutdownReceive().expectNothing().expectState("ESTABLISHED").expectReadable(0);
});

Deno.test("shutdown of receiving, data queued: windows resets", () => {
  unread("windows").shutdownReceive().expect("RST,ACK seq=1001 ack=5011").expectNothing()
    .expectReadable(0).expectEnd("ResetSent", "ESTABLISHED");
});

Deno.test("shutdown of receiving sends nothing by itself", () => {
  for (const profile of profileNames) {
    established({ profile }).shutdownReceive().expectNothing().expectState("ESTABLISHED").send(10)
      .expect("PSH,ACK len=10");
  }
});

Deno.test("shutdown of receiving, data later: taken and readable by rfc9293 and linux", () => {
  for (const profile of ["rfc9293", "linux"] as const) {
    established({ profile }).shutdownReceive().peer("PSH,ACK seq=5001 ack=1001 len=10")
      .at(ms(200)).expect("ACK seq=1001 ack=5011").read(10);
  }
});

Deno.test("shutdown of receiving, data later: acknowledged and thrown away by freebsd", () => {
  established({ profile: "freebsd" }).shutdownReceive().peer("PSH,ACK seq=5001 ack=1001 len=10")
    .at(ms(40)).expect("ACK seq=1001 ack=5011").expectReadable(0)
    .expectState("ESTABLISHED");
});

Deno.test("shutdown of receiving, data later: windows resets", () => {
  established({ profile: "windows" }).shutdownReceive().peer("PSH,ACK seq=5001 ack=1001 len=10")
    .expect("RST,ACK seq=1001 ack=5001").expectNothing().expectEnd("ResetSent", "ESTABLISHED");
});

Deno.test("shutdown of receiving: a FIN is no data, on no system", () => {
  for (const profile of profileNames) {
    established({ profile }).shutdownReceive().peer("FIN,ACK seq=5001 ack=1001").at(ms(200))
      .expect("ACK seq=1001 ack=5002").expectNothing().expectState("CLOSE-WAIT");
  }
});

Deno.test("Both directions shut down, data later: linux resets, in FIN-WAIT-1 and FIN-WAIT-2", () => {
  established({ profile: "linux" }).shutdownReceive().shutdownSend().expect("FIN,ACK seq=1001")
    .peer("PSH,ACK seq=5001 ack=1001 len=10").expect("RST seq=1001").expectEnd("ResetSent");
  finWait2({ profile: "linux" }).shutdownReceive().peer("PSH,ACK seq=5001 ack=1002 len=10")
    .expect("RST seq=1002").expectNothing().expectEnd("ResetSent", "FIN-WAIT-2");
});

Deno.test("Both directions shut down, data later: freebsd discards, rfc9293 accepts", () => {
  finWait2({ profile: "freebsd" }).shutdownReceive().peer("PSH,ACK seq=5001 ack=1002 len=10")
    .at(ms(40)).expect("ACK ack=5011").expectReadable(0).expectState("FIN-WAIT-2");
  finWait2().shutdownReceive().peer("PSH,ACK seq=5001 ack=1002 len=10").read(10);
});

// ---- FIN-WAIT-2 of an orphan

const ORPHANS: Record<Exclude<ProfileName, "rfc9293">, Nanos> = {
  linux: seconds(60),
  windows: seconds(120),
  freebsd: seconds(600),
};

for (const [name, length] of Object.entries(ORPHANS)) {
  const profile = name as ProfileName;
  Deno.test(`FIN-WAIT-2 of an orphan lasts exactly ${length / 1e9} s: ${profile} [os profiles]`, () => {
    const options = { keepalive: false };
    finWait2({ profile, orphan: true, options }).expectNothingUntil(length - 1)
      .expectState("FIN-WAIT-2").at(length).expectNothing().expectEnd("Closed", "FIN-WAIT-2")
      .peer("FIN,ACK seq=5001 ack=1002").expect("RST seq=1002");
  });

  Deno.test(`FIN-WAIT-2 of a socket that is let go later counts from then: ${profile}`, () => {
    const t = finWait2({ profile, options: { keepalive: false } }).at(minutes(30)).close();
    t.expectNothing().at(minutes(30) + length - 1).expectState("FIN-WAIT-2");
    t.at(minutes(30) + length).expectEnd("Closed", "FIN-WAIT-2");
  });
}

Deno.test("FIN-WAIT-2 of the RFC has no timer, orphan or not [RFC 9293 3.10.8]", () => {
  finWait2({ orphan: true }).expectNothingUntil(minutes(6000)).expectState("FIN-WAIT-2");
});

Deno.test("A FIN that comes in time ends the orphan's timer [RFC 9293 3.10.7.4, eighth]", () => {
  finWait2({ profile: "linux", orphan: true }).at(seconds(50)).peer("FIN,ACK seq=5001 ack=1002")
    .expect("ACK").expectState("TIME-WAIT").at(seconds(110) - 1).expectState("TIME-WAIT")
    .at(seconds(110)).expectEnd("Closed", "TIME-WAIT");
});

// ---- resets

Deno.test("What was received before a RST: dropped by rfc9293 and windows, delivered by linux and freebsd", () => {
  for (const profile of ["rfc9293", "windows"] as const) {
    unread(profile).peer("RST seq=5011").expectEnd("Reset").expectReadable(0);
  }
  for (const profile of ["linux", "freebsd"] as const) {
    unread(profile).peer("RST seq=5011").expectEnd("Reset").read(10);
  }
});

Deno.test("A RST at RCV.NXT - 1 counts behind the peer's FIN: linux [RFC 5961 .4; seen]", () => {
  const profile = "linux";
  closeWait({ profile }).peer("RST seq=5001").expectNothing().expectEnd("Reset", "CLOSE-WAIT");
  lastAck({ profile }).peer("RST seq=5001").expectNothing().expectEnd("Closed", "LAST-ACK");
  established({ profile }).peer("RST seq=5000").expectNothing().expectState("ESTABLISHED");
  for (const profile of ["rfc9293", "windows", "freebsd"] as const) {
    closeWait({ profile }).peer("RST seq=5001").expectNothing().expectState("CLOSE-WAIT");
  }
});
