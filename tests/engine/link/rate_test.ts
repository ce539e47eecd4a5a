import { strictEqual, throws } from "node:assert/strict";
import { checkRate, serialisationTime, Transmitter } from "../../../engine/link/mod.ts";

Deno.test("1500 bytes at 1 Gbit/s take 12 us to the nanosecond", () => {
  strictEqual(serialisationTime(1500, 1_000_000_000), 12_000);
});

Deno.test("a part of a nanosecond counts as a whole one", () => {
  strictEqual(serialisationTime(1, 3_000_000_000), 3); // 2.67 ns
  strictEqual(serialisationTime(3, 3_000_000_000), 8); // 8 ns exactly
  strictEqual(serialisationTime(1, 7), 1_142_857_143); // 1142857142.86 ns
});

Deno.test("serialisation time is the exact quotient rounded up", () => {
  for (const rate of [999_999_937, 8_999_999, 65_537, 3]) {
    for (const bytes of [1, 40, 1125, 1500, 65_535, 1_125_899]) {
      const bits = BigInt(bytes) * 8_000_000_000n;
      const exact = (bits + BigInt(rate) - 1n) / BigInt(rate);
      strictEqual(serialisationTime(bytes, rate), Number(exact), `${bytes} bytes at ${rate}`);
    }
  }
});

Deno.test("serialisation time is exact beyond 2^31 bytes", () => {
  strictEqual(serialisationTime(2 ** 32, 1_000_000_000), 2 ** 35);
  strictEqual(serialisationTime(2 ** 32 + 1, 3_000_000_000), 11_453_246_126);
});

Deno.test("rates 0 and Infinity take no time", () => {
  strictEqual(serialisationTime(1500, 0), 0);
  strictEqual(serialisationTime(1500, Infinity), 0);
});

Deno.test("a rate must be a whole number of bit/s from 0", () => {
  checkRate(0, "Cannot test");
  checkRate(Infinity, "Cannot test");
  for (const rate of [-1, 0.5, NaN]) {
    throws(() => checkRate(rate, "Cannot test"), {
      name: "RangeError",
      message: `Cannot test: rate must be a whole number of bit/s from 0: it is ${rate}`,
    });
  }
});

Deno.test("a transmitter sends one frame after the other", () => {
  const line = new Transmitter(1_000_000_000, 0);
  strictEqual(line.startsAt(100), 100);
  strictEqual(line.transmit(1500, 100), 12_100);
  strictEqual(line.startsAt(5_000), 12_100);
  strictEqual(line.transmit(40, 5_000), 12_420);
  strictEqual(line.transmit(40, 20_000), 20_320);
});

Deno.test("a transmitter adds the overhead to each frame", () => {
  const line = new Transmitter(1_000_000_000, 38); // preamble, header, FCS, gap
  strictEqual(line.transmit(1500, 0), 12_304);
});

Deno.test("a reset transmitter is free", () => {
  const line = new Transmitter(1_000_000, 0);
  line.transmit(1500, 0);
  line.reset();
  strictEqual(line.startsAt(7), 7);
});

Deno.test("an overhead must be whole bytes from 0", () => {
  throws(() => new Transmitter(0, -1), RangeError);
  throws(() => new Transmitter(0, 1.5), RangeError);
});
