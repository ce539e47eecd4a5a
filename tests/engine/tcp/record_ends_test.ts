import { strictEqual } from "node:assert/strict";
import { RecordEnds } from "../../../engine/tcp/record_ends.ts";

const EDGES: readonly [name: string, base: number][] = [
  ["plain", 1000],
  ["across 2^31", 0x7fff_ffff - 50],
  ["across 2^32", -50],
];

for (const [name, base] of EDGES) {
  Deno.test(`the end of a record ${name} cuts what begins before it and ends behind it`, () => {
    const ends = new RecordEnds();
    const at = (offset: number): number => (base + offset) | 0;
    ends.add(at(100));
    ends.add(at(100));
    ends.add(at(300));
    strictEqual(ends.cut(at(0), at(200)), at(100));
    strictEqual(ends.cut(at(0), at(100)), at(100));
    strictEqual(ends.cut(at(0), at(99)), at(99));
    strictEqual(ends.cut(at(100), at(1000)), at(300));
    strictEqual(ends.cut(at(300), at(1000)), at(1000));
    ends.forget(at(299));
    strictEqual(ends.cut(at(0), at(200)), at(200));
    strictEqual(ends.isEmpty, false);
    ends.forget(at(300));
    strictEqual(ends.isEmpty, true);
  });
}
