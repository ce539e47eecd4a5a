import { strictEqual } from "node:assert/strict";
import { Prr } from "../../../engine/tcp/prr.ts";

const SMSS = 1000;

/** Recovery with 10 segments in flight and ssthresh 5, in which one was sent again at once. */
function begun(): Prr {
  const prr = new Prr();
  prr.begin(10 * SMSS, 1);
  return prr;
}

Deno.test("One retransmission goes at the start of recovery, whatever is in flight [RFC 9937 6, .5]", () => {
  strictEqual(begun().allowance(0, 9 * SMSS, 5 * SMSS, SMSS, false), SMSS);
});

Deno.test("Above ssthresh sending is in proportion to all that was delivered [RFC 9937 6, .3]", () => {
  const prr = begun();
  prr.sent = SMSS;
  strictEqual(prr.allowance(SMSS, 9 * SMSS, 5 * SMSS, SMSS, true), 0);
  strictEqual(prr.allowance(3 * SMSS, 8 * SMSS, 5 * SMSS, SMSS, true), SMSS);
});

Deno.test("RecoverFS is FlightSize when recovery began, and counting begins anew [RFC 9937 6, .2]", () => {
  const prr = begun();
  prr.sent = 4 * SMSS;
  prr.allowance(8 * SMSS, 9 * SMSS, 5 * SMSS, SMSS, true);
  prr.begin(20 * SMSS, 1);
  strictEqual(prr.sent, 0);
  prr.sent = SMSS;
  strictEqual(prr.allowance(4 * SMSS, 16 * SMSS, 10 * SMSS, SMSS, true), SMSS);
});

Deno.test("At ssthresh no more is sent than was delivered, and a segment more on progress [RFC 9937 6, .4]", () => {
  for (const [mayGrow, allowed] of [[false, SMSS], [true, 2 * SMSS]] as const) {
    const prr = begun();
    prr.sent = SMSS;
    strictEqual(prr.allowance(SMSS, 2 * SMSS, 5 * SMSS, SMSS, mayGrow), allowed);
  }
});

Deno.test("The flight grows no higher than ssthresh [RFC 9937 6, .4]", () => {
  const prr = begun();
  prr.sent = SMSS;
  strictEqual(prr.allowance(4 * SMSS, 4500, 5 * SMSS, SMSS, true), 500);
});
