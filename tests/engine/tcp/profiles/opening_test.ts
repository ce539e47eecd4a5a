import { minutes, ms, seconds } from "../../../../engine/base/time.ts";
import { synReceived, synSent } from "../../../support/tcp_script.ts";

Deno.test("Linux repeats a SYN after 1, 1, 1, 1, 1, 2, 4, 8, 16, 32 s and gives up after 131 s [tcp_syn_retries 6, linear 4]", () => {
  const t = synSent({ profile: "linux" });
  for (const at of [1, 2, 3, 4, 5, 7, 11, 19, 35, 67]) t.expectAt(seconds(at), "SYN seq=1000");
  t.expectNothingUntil(seconds(131) - 1).expectState("SYN-SENT").at(seconds(131)).expectNothing()
    .expectEnd("TimedOut", "SYN-SENT");
});

Deno.test("Linux, 3 retries and none of them linear: 1, 3, 7 s, the end at 15 s [seen]", () => {
  const t = synSent({ profile: "linux", knobs: { synRetries: 3, synLinearRetries: 0 } });
  for (const at of [1, 3, 7]) t.expectAt(seconds(at), "SYN seq=1000");
  t.expectNothingUntil(seconds(15) - 1).at(seconds(15)).expectEnd("TimedOut");
});

Deno.test("Linux, 3 retries and 4 linear ones: 1, 2, 3, 4, 5, 7, 11 s, the end at 19 s [seen]", () => {
  const t = synSent({ profile: "linux", knobs: { synRetries: 3 } });
  for (const at of [1, 2, 3, 4, 5, 7, 11]) t.expectAt(seconds(at), "SYN seq=1000");
  t.expectNothingUntil(seconds(19) - 1).at(seconds(19)).expectEnd("TimedOut");
});

Deno.test("Linux, 2 retries and 4 linear ones: only 5 of these 6 happen, as 7 s are over at the next RTO [seen]", () => {
  const t = synSent({ profile: "linux", knobs: { synRetries: 2 } });
  for (const at of [1, 2, 3, 4, 5]) t.expectAt(seconds(at), "SYN seq=1000");
  t.expectNothingUntil(seconds(7) - 1).at(seconds(7)).expectNothing().expectEnd("TimedOut");
});

Deno.test("Windows repeats a SYN after 1, 2, 4, 8 s and gives up after 31 s [MaxSynRetransmissions 4]", () => {
  const t = synSent({ profile: "windows" });
  for (const at of [1, 3, 7, 15]) t.expectAt(seconds(at), "SYN seq=1000");
  t.expectNothingUntil(seconds(31) - 1).at(seconds(31)).expectNothing().expectEnd("TimedOut");
});

Deno.test("FreeBSD repeats a SYN after 1 s, then 2, 4, 8, 16, 32 s and its slop, and gives up after 75 s [keepinit]", () => {
  const t = synSent({ profile: "freebsd" });
  for (const at of [1, 3.2, 7.4, 15.6, 31.8, 64]) t.expectAt(seconds(at), "SYN seq=1000");
  t.expectNothingUntil(seconds(75) - 1).at(seconds(75)).expectEnd("TimedOut", "SYN-SENT");
});

Deno.test("Linux repeats a SYN,ACK after 1, 3, 7, 15, 31 s and gives up after 63 s [tcp_synack_retries 5]", () => {
  const t = synReceived({ profile: "linux" });
  for (const at of [1, 3, 7, 15, 31]) t.expectAt(seconds(at), "SYN,ACK seq=1000");
  t.expectNothingUntil(seconds(63) - 1).at(seconds(63)).expectEnd("TimedOut", "SYN-RECEIVED");
});

Deno.test("FreeBSD repeats a SYN,ACK 3 times, Windows twice [os profiles]", () => {
  const freebsd = synReceived({ profile: "freebsd" });
  for (const at of [1, 3, 7]) freebsd.expectAt(seconds(at), "SYN,ACK seq=1000");
  freebsd.at(minutes(5)).expectNothing().expectEnd("TimedOut");
  const windows = synReceived({ profile: "windows" });
  for (const at of [1, 3]) windows.expectAt(seconds(at), "SYN,ACK seq=1000");
  windows.at(minutes(5)).expectNothing().expectEnd("TimedOut");
});

Deno.test("A RST refuses at once on every system but Windows [os profiles]", () => {
  for (const profile of ["rfc9293", "linux", "freebsd"] as const) {
    synSent({ profile }).peer("RST,ACK seq=0 ack=1001").expectNothing().expectEnd("Refused");
  }
});

Deno.test("Windows sends its SYN again 0.5 s after a RST, four times, then it is refused [KB175523]", () => {
  const t = synSent({ profile: "windows" });
  for (let i = 0; i < 4; i++) {
    t.at(ms(500 * i + 20 * i)).peer("RST,ACK seq=0 ack=1001").expectNothing()
      .expectState("SYN-SENT").expectNothingUntil(ms(500 * i + 20 * i + 500) - 1)
      .expectAt(ms(500 * i + 20 * i + 500), "SYN seq=1000").expectNothing().after(ms(20));
  }
  t.peer("RST,ACK seq=0 ack=1001").expectNothing().expectEnd("Refused", "SYN-SENT");
});

Deno.test("Windows connects if the port opens between two of its SYNs [KB175523]", () => {
  synSent({ profile: "windows" }).peer("RST,ACK seq=0 ack=1001").expectAt(ms(500), "SYN seq=1000")
    .peer("SYN,ACK seq=5000 ack=1001 mss=1000").expect("ACK seq=1001 ack=5001")
    .expectState("ESTABLISHED");
});

Deno.test("After SYN retransmissions the data's RTO is 3 s, which RFC 6298 and Linux have [RFC 6298 5.7]", () => {
  for (const profile of ["rfc9293", "linux"] as const) {
    const t = synSent({ profile }).at(seconds(1)).expect("SYN")
      .peer("SYN,ACK seq=5000 ack=1001 mss=1000").expect("ACK").send(10).expect("PSH,ACK len=10");
    t.expectNothingUntil(seconds(4) - 1).expectAt(seconds(4), "PSH,ACK len=10");
  }
});
