import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  decodePacket,
  destinationUnreachable,
  echoReply,
  encodePacket,
  Flag,
  fragmentationNeeded,
  icmpError,
  icmpMessage,
  IcmpType,
  isIcmpError,
  LEAST_QUOTE,
  Packet,
  readQuote,
  Segment,
  tcpOptions,
  tcpPacket,
  timeExceeded,
  UnreachableCode,
} from "../../../engine/wire/mod.ts";

const CLIENT = 0x0a000001;
const SERVER = 0xc8000002;
const ROUTER = 0x0a0000fe;

function upload(bytes: number): Packet {
  const seg = new Segment();
  seg.sourcePort = 50000;
  seg.destinationPort = 443;
  seg.seq = 0x80000001 | 0;
  seg.flags = Flag.Ack;
  seg.options = tcpOptions({ timestamps: { value: 7, echo: 8 } });
  seg.data = new Uint8Array(bytes);
  seg.dataLength = bytes;
  return tcpPacket(CLIENT, SERVER, seg, 3, 0, 77);
}

Deno.test("an error goes back to the source and quotes what it is about [RFC 792]", () => {
  const packet = upload(10);
  const error = destinationUnreachable(packet, ROUTER, UnreachableCode.Host);
  strictEqual(error.source, ROUTER);
  strictEqual(error.destination, CLIENT);
  strictEqual(error.icmp?.type, 3);
  strictEqual(error.icmp?.code, 1);
  deepStrictEqual(error.icmp?.body, encodePacket(packet));
});

Deno.test("an error quotes as much as fits into 576 bytes [RFC 1812 4.3.2.3]", () => {
  strictEqual(timeExceeded(upload(1000), ROUTER).length, 576);
  const least = icmpError(upload(1000), ROUTER, IcmpType.TimeExceeded, 0, 0, LEAST_QUOTE);
  strictEqual(least.length, 56);
});

Deno.test("the 4-tuple and the sequence number are read from the least quote [RFC 9293 MUST-54]", () => {
  const error = icmpError(upload(1000), ROUTER, IcmpType.DestinationUnreachable, 3, 0, LEAST_QUOTE);
  const arrived = decodePacket(encodePacket(error));
  ok(arrived instanceof Packet);
  deepStrictEqual({ ...readQuote(arrived.icmp!)! }, {
    source: CLIENT,
    destination: SERVER,
    sourcePort: 50000,
    destinationPort: 443,
    seq: 0x80000001 | 0,
    packetLength: 20 + 32 + 1000,
    dataLength: 12 + 1000, // the least quote does not tell of options
  });
});

Deno.test("a longer quote tells how much payload its segment has", () => {
  const error = icmpError(upload(1000), ROUTER, IcmpType.DestinationUnreachable, 3, 0);
  strictEqual(readQuote(error.icmp!)?.dataLength, 1000);
});

Deno.test("fragmentation needed carries the MTU of the next hop [RFC 1191 4]", () => {
  const error = fragmentationNeeded(upload(1400), ROUTER, 1006);
  deepStrictEqual([error.icmp?.type, error.icmp?.code, error.icmp?.rest], [3, 4, 1006]);
});

Deno.test("a quote that is short, no TCP, a later fragment or not IPv4 tells nothing", () => {
  const whole = encodePacket(upload(0));
  const quoting = (body: Uint8Array, type: number = IcmpType.TimeExceeded) =>
    readQuote(icmpMessage(type, 0, 0, body));
  ok(quoting(whole.slice(0, 28)) !== null);
  strictEqual(quoting(whole.slice(0, 27)), null);
  strictEqual(quoting(whole.slice(0, 19)), null);
  strictEqual(quoting(whole, IcmpType.EchoRequest), null);
  strictEqual(quoting(whole.with(9, 17)), null);
  strictEqual(quoting(whole.with(7, 1)), null);
  strictEqual(quoting(whole.with(0, 0x65)), null);
  strictEqual(quoting(whole.with(0, 0x44)), null);
  strictEqual(quoting(whole.with(0, 0x4f).slice(0, 60)), null);
});

Deno.test("errors are told from questions and answers [RFC 1122 3.2.2]", () => {
  const types = [0, 3, 4, 5, 8, 11, 12, 13];
  const errors = types.filter((type) => isIcmpError(icmpMessage(type, 0, 0, new Uint8Array(0))));
  deepStrictEqual(errors, [3, 4, 5, 11, 12]);
});

Deno.test("an echo reply has the request's identifier, number and bytes [RFC 1122 3.2.2.6]", () => {
  const reply = echoReply(icmpMessage(8, 0, 0x00010002, Uint8Array.of(1, 2)));
  deepStrictEqual({ ...reply }, { type: 0, code: 0, rest: 0x00010002, body: Uint8Array.of(1, 2) });
});
