import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { Rng } from "../../../engine/base/rng.ts";
import { EphemeralPorts } from "../../../engine/tcp/ephemeral_ports.ts";
import { profiles, withOverrides } from "../../../engine/tcp/mod.ts";
import { TakenPorts } from "../../../engine/tcp/taken_ports.ts";

const WAY = { localAddress: 1, remoteAddress: 2, remotePort: 80 };

/** A port of a small range, found by a look at each from the one that chance gives. */
function byLookingAtEach(
  count: number,
  rng: Rng,
  isFree: (port: number) => boolean,
): number {
  const offset = rng.below(count);
  for (let i = 0; i < count; i++) {
    const port = 1000 + (offset + i) % count;
    if (isFree(port)) return port;
  }
  return 0;
}

Deno.test("An ephemeral port is the one that a look at each finds, however crowded the way is [RFC 6056 3.3.1]", () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.constant({ what: "connect", port: 0 }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant("end"), port: fc.nat(299) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant("bind"), port: fc.nat(299) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant("unbind"), port: fc.nat(299) }) },
  );
  const run = fc.array(step, { minLength: 300, maxLength: 900 });
  fc.assert(
    fc.property(fc.integer({ min: 40, max: 300 }), fc.nat(1000), run, (count, seed, steps) => {
      const knobs = { ephemeralFirst: 1000, ephemeralLast: 999 + count };
      const ports = new EphemeralPorts(withOverrides(profiles.linux, knobs), new Rng(seed));
      const rng = new Rng(seed);
      const connected = new Set<number>();
      const bound = new Set<number>();
      for (const { what, port: place } of steps) {
        const port = 1000 + place % count;
        if (what === "bind") bound.add(port);
        else if (what === "unbind") bound.delete(port);
        else if (what === "end") {
          if (connected.delete(port)) ports.release(WAY, port);
        } else {
          const wanted = byLookingAtEach(count, rng, (it) => !connected.has(it) && !bound.has(it));
          strictEqual(ports.choose(WAY, (it) => connected.has(it), (it) => bound.has(it)), wanted);
          if (wanted !== 0) connected.add(wanted);
        }
      }
    }),
    { numRuns: 100 },
  );
});

Deno.test("A crowd of ports in use is not looked at again one by one", () => {
  const ports = new EphemeralPorts(profiles.linux, new Rng(1));
  const connected = new Set<number>();
  let looks = 0;
  const isConnected = (port: number): boolean => {
    looks++;
    return connected.has(port);
  };
  for (let i = 0; i < 28_232; i++) connected.add(ports.choose(WAY, isConnected, () => false));
  strictEqual(connected.size, 28_232);
  strictEqual(ports.choose(WAY, isConnected, () => false), 0);
  strictEqual(looks < 28_232 * 20, true, `${looks} looks`);
  ports.release(WAY, 40_000);
  connected.delete(40_000);
  strictEqual(ports.choose(WAY, isConnected, () => false), 40_000);
});

Deno.test("The next port that is not taken is found over whole words and at their edges", () => {
  const taken = new TakenPorts(1000, 100);
  for (let port = 1000; port < 1100; port++) taken.take(port);
  for (const port of [1000, 1031, 1032, 1063, 1099]) {
    strictEqual(taken.nextFrom(1000), 0);
    taken.free(port);
    deepStrictEqual([taken.nextFrom(1000), taken.nextFrom(port)], [port, port]);
    strictEqual(taken.nextFrom(port + 1), 0);
    taken.take(port);
  }
  taken.free(999); // outside of the range
  taken.free(1100);
  strictEqual(taken.nextFrom(1000), 0);
});
