import { strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { RttEstimator } from "../../../engine/tcp/rtt.ts";

Deno.test("The RTO is 1 s before the first sample [RFC 6298 2.1]", () => {
  const rtt = new RttEstimator();
  strictEqual(rtt.hasSample, false);
  strictEqual(rtt.rto, seconds(1));
  strictEqual(new RttEstimator({ rtoInitial: seconds(3) }).rto, seconds(3));
});

Deno.test("The first sample R sets SRTT to R and RTTVAR to R/2 [RFC 6298 2.2]", () => {
  const rtt = new RttEstimator({ rtoMin: 0 });
  rtt.sample(ms(100));
  strictEqual(rtt.hasSample, true);
  strictEqual(rtt.srtt, ms(100));
  strictEqual(rtt.rttvar, ms(50));
  strictEqual(rtt.rto, ms(300));
});

Deno.test("A later sample moves RTTVAR by 1/4 first, then SRTT by 1/8 [RFC 6298 2.3]", () => {
  const rtt = new RttEstimator({ rtoMin: 0 });
  rtt.sample(ms(100));
  rtt.sample(ms(180));
  strictEqual(rtt.rttvar, ms(57.5)); // 3/4 * 50 + 1/4 * |100 - 180|
  strictEqual(rtt.srtt, ms(110)); // 7/8 * 100 + 1/8 * 180
  strictEqual(rtt.rto, ms(340));
});

Deno.test("The variance counts at least as the clock's granularity G [RFC 6298 2.3]", () => {
  const rtt = new RttEstimator({ rtoMin: 0, granularity: ms(10) });
  for (let i = 0; i < 100; i++) rtt.sample(ms(20));
  strictEqual(rtt.srtt, ms(20));
  strictEqual(rtt.rto, ms(30));
});

Deno.test("A RTO below the minimum is rounded up to it [RFC 6298 2.4]", () => {
  const rtt = new RttEstimator();
  rtt.sample(ms(10));
  strictEqual(rtt.rto, seconds(1));
  const short = new RttEstimator({ rtoMin: ms(300) });
  short.sample(ms(10));
  strictEqual(short.rto, ms(300));
});

Deno.test("A RTO above the maximum is cut to it [RFC 6298 2.5]", () => {
  const rtt = new RttEstimator({ rtoMax: seconds(60) });
  rtt.sample(seconds(30));
  strictEqual(rtt.rto, seconds(60));
});

Deno.test("Back-off doubles up to the maximum, far beyond 2^31 ns [RFC 6298 5.5]", () => {
  const rtt = new RttEstimator({ rtoMax: seconds(60) });
  strictEqual(rtt.backedOff(0), seconds(1));
  strictEqual(rtt.backedOff(1), seconds(2));
  strictEqual(rtt.backedOff(5), seconds(32));
  strictEqual(rtt.backedOff(6), seconds(60));
  strictEqual(rtt.backedOff(1000), seconds(60));
});

Deno.test("Linux bounds the variance from below: 40.6 ms give SRTT + 200 ms [seen on 6.18]", () => {
  const rtt = new RttEstimator({ rtoMin: ms(200), rtoFormula: "linux" });
  rtt.sample(ms(40.6));
  strictEqual(rtt.rto, ms(240.6));
  rtt.sample(ms(340.6));
  strictEqual(rtt.rto, rtt.srtt + 4 * rtt.rttvar); // above the bound
});

Deno.test("FreeBSD adds 200 ms of slop, which back-off does not double [TCPT_RANGESET]", () => {
  const rtt = new RttEstimator({ rtoMin: ms(30), rtoMax: seconds(64), rtoFormula: "freebsd" });
  strictEqual(rtt.backedOff(1), seconds(2));
  rtt.sample(ms(4));
  strictEqual(rtt.rto, ms(230));
  strictEqual(rtt.backedOff(1), ms(260));
  rtt.sample(ms(4));
  for (let i = 0; i < 3; i++) rtt.sample(ms(100));
  strictEqual(rtt.rto, rtt.srtt + 4 * rtt.rttvar + ms(200));
  strictEqual(rtt.backedOff(20), seconds(64));
});

Deno.test("SRTT and RTTVAR stay whole and near equal samples for ever", () => {
  const rtt = new RttEstimator({ rtoMin: 0 });
  rtt.sample(1_234_567);
  for (let i = 0; i < 10_000; i++) rtt.sample(1_234_567 + (i % 3));
  strictEqual(Number.isInteger(rtt.srtt) && Number.isInteger(rtt.rttvar), true);
  strictEqual(Math.abs(rtt.srtt - 1_234_568) <= 8, true);
  strictEqual(rtt.rttvar <= 10, true);
});

Deno.test("Linux's RTO takes the largest deviation of a round trip, and hardly rises as times fall [tcp_rtt_estimator]", () => {
  const rtt = new RttEstimator({ rtoMin: ms(200), rtoFormula: "linux" });
  rtt.sample(ms(400), 1, 1000);
  strictEqual(rtt.rto, ms(1200)); // SRTT + 2 R
  rtt.sample(ms(400), 500, 1000); // the same round trip: 3/4 of the deviation, but the spread stays
  strictEqual(rtt.rttvar, ms(150));
  strictEqual(rtt.rto, ms(1200));
  rtt.sample(ms(400), 1001, 2000); // the next: the largest of the last is 800 ms still
  strictEqual(rtt.rto, ms(1200));
  rtt.sample(ms(400), 2001, 3000); // deviation 337.5 ms: a quarter of the difference goes
  strictEqual(rtt.rto, ms(400) + ms(800) - (ms(800) - ms(337.5)) / 4);
  const falling = new RttEstimator({ rtoMin: ms(200), rtoFormula: "linux" });
  falling.sample(ms(400), 1, 1000);
  const { rttvar } = falling;
  falling.sample(ms(100), 2, 1000); // 300 ms less: an eighth of 300 - 200
  strictEqual(falling.rttvar, rttvar + ms(100) / 8 / 4);
});
