import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { fitsMtu, pathMtuOf, plateauBelow } from "../../../engine/ip/mod.ts";
import {
  fragmentationNeeded,
  icmpMessage,
  NO_BYTES,
  Segment,
  tcpPacket,
} from "../../../engine/wire/mod.ts";

function packetOf(length: number) {
  const seg = new Segment();
  seg.dataLength = length - 40;
  seg.data = new Uint8Array(seg.dataLength);
  return tcpPacket(0x0a000001, 0x0a000002, seg);
}

Deno.test("a packet as long as the MTU passes, one byte more does not [RFC 1191 4]", () => {
  strictEqual(fitsMtu(packetOf(1500), 1500), true);
  strictEqual(fitsMtu(packetOf(1501), 1500), false);
});

Deno.test("the path MTU is the next hop's, but never less than 68 [RFC 1191 3]", () => {
  strictEqual(pathMtuOf(fragmentationNeeded(packetOf(1500), 1, 1280).icmp!), 1280);
  strictEqual(pathMtuOf(fragmentationNeeded(packetOf(1500), 1, 67).icmp!), 68);
});

Deno.test("a router that gives no MTU stands for the next plateau [RFC 1191 5, 7.1]", () => {
  strictEqual(pathMtuOf(fragmentationNeeded(packetOf(1500), 1, 0).icmp!), 1492);
  strictEqual(pathMtuOf(icmpMessage(3, 4, 0, NO_BYTES)), 68);
  deepStrictEqual([70000, 65535, 1492, 69, 68, 0].map(plateauBelow), [
    65535,
    32000,
    1006,
    68,
    68,
    68,
  ]);
});
