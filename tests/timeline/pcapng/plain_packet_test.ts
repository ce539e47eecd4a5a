import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  encodePacket,
  fold,
  NO_OPTIONS,
  Packet,
  Segment,
  sumOf,
  tcpPacket,
  timestampOptions,
} from "../../../engine/wire/mod.ts";
import { PATTERN_PERIOD, patternBuffer } from "../../../nodes/sockets/mod.ts";
import { BlockWriter } from "../../../timeline/pcapng/block_writer.ts";
import { patternSum } from "../../../timeline/pcapng/pattern_sum.ts";
import { plainLength, putPlainPacket } from "../../../timeline/pcapng/plain_packet.ts";
import { packets } from "../../engine/wire/arbitraries.ts";

function bytesOf(packet: Packet, length: number): Uint8Array {
  const out = new BlockWriter();
  out.padded(new Uint8Array(4).fill(0xff));
  putPlainPacket(out, out.skip(length), packet, length);
  return out.take().subarray(4);
}

const int32 = fc.integer({ min: -0x80000000, max: 0x7fffffff });
const plainOptions = fc.oneof(
  fc.constant(NO_OPTIONS),
  fc.tuple(int32, int32).map(([value, echo]) => timestampOptions(value, echo)),
);

Deno.test("a plain packet has the bytes of the codec", () => {
  fc.assert(fc.property(packets, plainOptions, (packet, options) => {
    const segment = Object.assign(new Segment(), packet.segment, { options });
    const plain = Object.assign(new Packet(), packet, { segment });
    const length = plainLength(plain);
    ok(length > 0);
    deepStrictEqual(bytesOf(plain, length), encodePacket(plain));
  }));
});

Deno.test("a packet with other options, or with options laid out otherwise, is not plain", () => {
  fc.assert(fc.property(packets, (packet) => {
    const { options } = packet.segment!;
    const isPlain = options === NO_OPTIONS;
    strictEqual(plainLength(packet) > 0, isPlain);
  }));
  strictEqual(plainLength(new Packet()), 0);
});

Deno.test("payloads of the pattern have right checksums wherever they begin", () => {
  const data = patternBuffer();
  for (const start of [0, 1, 2, 1447, PATTERN_PERIOD - 1, PATTERN_PERIOD, 2 * PATTERN_PERIOD + 7]) {
    for (const length of [1, 2, 3, 1447, 1448, 65_000]) {
      strictEqual(fold(patternSum(start, length)), fold(sumOf(data, start, start + length)));
      const segment = Object.assign(new Segment(), { data, dataStart: start, dataLength: length });
      segment.options = timestampOptions(-1, 5);
      const packet = tcpPacket(0x0a000001, 0xc0a80002 | 0, segment, 64, 3, 9);
      deepStrictEqual(bytesOf(packet, plainLength(packet)), encodePacket(packet));
    }
  }
});
