import { strictEqual } from "node:assert/strict";
import { IcmpEffect, icmpEffect, mayAnswerWithError, mayReachTcp } from "../../../engine/ip/mod.ts";
import {
  icmpMessage,
  icmpPacket,
  IcmpType,
  NO_BYTES,
  type Packet,
  parseIpv4,
  parsePrefix,
  Segment,
  tcpPacket,
} from "../../../engine/wire/mod.ts";

const PREFIXES = [parsePrefix("10.0.0.1/24"), parsePrefix("200.0.0.1/30")];

function between(source: string, destination: string): Packet {
  return tcpPacket(parseIpv4(source), parseIpv4(destination), new Segment());
}

function effectOf(type: number, code: number): IcmpEffect {
  return icmpEffect(icmpMessage(type, code, 0, NO_BYTES));
}

Deno.test("no ICMP error is sent about an ICMP error, but about a question [RFC 1122 3.2.2]", () => {
  const about = (type: number) =>
    mayAnswerWithError(
      icmpPacket(parseIpv4("10.0.0.2"), parseIpv4("10.0.0.1"), icmpMessage(type, 0, 0, NO_BYTES)),
      PREFIXES,
    );
  for (const type of [3, 4, 5, 11, 12]) strictEqual(about(type), false);
  for (const type of [0, 8, 13]) strictEqual(about(type), true);
});

Deno.test("no ICMP error is sent about a packet for many [RFC 1122 3.2.2]", () => {
  strictEqual(mayAnswerWithError(between("10.0.0.2", "10.0.0.1"), PREFIXES), true);
  for (const many of ["224.0.0.1", "255.255.255.255", "10.0.0.255", "200.0.0.3"]) {
    strictEqual(mayAnswerWithError(between("10.0.0.2", many), PREFIXES), false, many);
  }
});

const NO_HOSTS = [
  "0.0.0.0",
  "127.0.0.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "10.0.0.255",
];

Deno.test("no ICMP error is sent to a source that is no single host [RFC 1122 3.2.2]", () => {
  for (const source of NO_HOSTS) {
    strictEqual(mayAnswerWithError(between(source, "10.0.0.1"), PREFIXES), false, source);
  }
});

Deno.test("TCP sees no segment from or for many hosts [RFC 9293 3.9.2.3, MUST-57, MUST-63]", () => {
  strictEqual(mayReachTcp(between("10.0.0.2", "10.0.0.1"), PREFIXES), true);
  strictEqual(mayReachTcp(between("10.0.0.2", "10.0.0.255"), PREFIXES), false);
  strictEqual(mayReachTcp(between("10.0.0.2", "224.0.0.1"), PREFIXES), false);
  for (const source of NO_HOSTS) {
    strictEqual(mayReachTcp(between(source, "10.0.0.1"), PREFIXES), false, source);
  }
});

Deno.test("net, host, source route, time and parameter errors are soft [RFC 9293 3.9.2.2, MUST-56]", () => {
  for (const code of [0, 1, 5]) {
    strictEqual(effectOf(IcmpType.DestinationUnreachable, code), IcmpEffect.Soft);
  }
  for (const code of [0, 1]) strictEqual(effectOf(IcmpType.TimeExceeded, code), IcmpEffect.Soft);
  for (const code of [0, 1, 2]) {
    strictEqual(effectOf(IcmpType.ParameterProblem, code), IcmpEffect.Soft);
  }
});

Deno.test("protocol and port unreachable are hard, code 4 tells of a smaller MTU [RFC 9293 SHLD-26]", () => {
  strictEqual(effectOf(IcmpType.DestinationUnreachable, 2), IcmpEffect.Hard);
  strictEqual(effectOf(IcmpType.DestinationUnreachable, 3), IcmpEffect.Hard);
  strictEqual(effectOf(IcmpType.DestinationUnreachable, 4), IcmpEffect.TooBig);
  strictEqual(effectOf(IcmpType.DestinationUnreachable, 13), IcmpEffect.Soft);
});

Deno.test("source quench and all that is no error are discarded [RFC 9293 3.9.2.2, MUST-55]", () => {
  for (const type of [IcmpType.SourceQuench, IcmpType.Redirect, 0, 8, 200]) {
    strictEqual(effectOf(type, 0), IcmpEffect.None);
  }
});
