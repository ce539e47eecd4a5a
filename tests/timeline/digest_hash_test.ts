import { strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { LocalHash } from "../../timeline/mod.ts";

/** Bytes that repeat after 251. */
function bytesOf(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => i % 251);
}

/** Hashes pieces of these sizes, each from one buffer that the next one overwrites. */
function hold(...sizes: number[]): void {
  const hash = new LocalHash();
  const known = createHash("sha256");
  const buffer = new Uint8Array(Math.max(0, ...sizes));
  for (const size of sizes) {
    const piece = buffer.subarray(0, size);
    piece.set(bytesOf(size));
    hash.update(piece);
    known.update(piece);
    piece.fill(255);
  }
  strictEqual(hash.digest(), known.digest("hex"), `pieces of ${sizes.join(", ")} bytes`);
}

// In this order: what is hashed first in a program is hashed in another way than what follows.
Deno.test("a hash is SHA-256, from a program's first byte to beyond its first 256 kB", () => {
  hold();
  for (const size of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1_000]) hold(size); // ends of blocks
  hold(1, 64, 1_000, 3);
  hold(100_000, 5, 16_384);
  hold(100_000, 65_536, 1, 300_000, 7); // what makes it change its way
  for (const size of [0, 1, 64, 1_000, 100_000]) hold(size, size);
});

Deno.test("two hashes at once do not disturb each other", () => {
  const one = new LocalHash();
  const other = new LocalHash();
  one.update(bytesOf(100));
  other.update(bytesOf(200));
  one.update(bytesOf(500_000));
  strictEqual(other.digest(), createHash("sha256").update(bytesOf(200)).digest("hex"));
  const known = createHash("sha256").update(bytesOf(100)).update(bytesOf(500_000)).digest("hex");
  strictEqual(one.digest(), known);
});
