import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { PortUsers } from "../../../engine/tcp/port_users.ts";

/** The ends of pages and of ports, and some between. */
const port = fc.oneof(fc.constantFrom(0, 1, 255, 256, 511, 65_535), fc.nat(65_535));

Deno.test("A port is in use as long as it has a user, whatever others do", () => {
  fc.assert(fc.property(fc.array(fc.tuple(port, fc.boolean()), { maxLength: 200 }), (steps) => {
    const users = new PortUsers();
    const counts = new Map<number, number>();
    for (const [port, isMore] of steps) {
      const count = counts.get(port) ?? 0;
      strictEqual(users.uses(port), count > 0);
      const by = isMore ? 1 : count > 0 ? -1 : 0;
      users.count(port, by);
      counts.set(port, count + by);
    }
    for (const [port, count] of counts) strictEqual(users.uses(port), count > 0);
  }));
});

Deno.test("A port may have more users than there are ports", () => {
  const users = new PortUsers();
  users.count(80, 1_000_000);
  users.count(80, -999_999);
  strictEqual(users.uses(80), true);
  users.count(80, -1);
  strictEqual(users.uses(80), false);
});
