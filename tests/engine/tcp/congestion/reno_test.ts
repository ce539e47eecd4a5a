import { strictEqual } from "node:assert/strict";
import { ms } from "../../../../engine/base/time.ts";
import { Reno } from "../../../../engine/tcp/congestion/reno.ts";
import { PLAIN_SETTINGS } from "../../../../engine/tcp/congestion/settings.ts";
import { ackOf } from "../../../support/ack_sample.ts";

const SMSS = 1460;

function avoiding(segments: number): Reno {
  const reno = new Reno();
  reno.onEstablished(SMSS, segments * SMSS, 0);
  reno.ssthresh = segments * SMSS;
  return reno;
}

Deno.test("Reno halves FlightSize, not cwnd, after a loss [RFC 5681 equation 4]", () => {
  const reno = avoiding(20);
  reno.onDuplicateAckLoss(15 * SMSS, 0);
  strictEqual(reno.ssthresh, Math.floor(15 * SMSS / 2));
});

Deno.test("Reno grows by one SMSS per window in congestion avoidance [RFC 5681 3.1]", () => {
  const reno = avoiding(10);
  for (let ack = 1; ack <= 9; ack++) reno.onAck(ackOf(SMSS, 10 * SMSS, ms(10), ms(ack), true));
  strictEqual(reno.cwnd, 10 * SMSS);
  reno.onAck(ackOf(SMSS, 10 * SMSS, ms(10), ms(10), true));
  strictEqual(reno.cwnd, 11 * SMSS);
});

Deno.test("Reno grows the same whether ACKs count one segment or two [RFC 5681 3.1]", () => {
  const single = avoiding(10);
  const delayed = avoiding(10);
  for (let i = 0; i < 200; i++) {
    single.onAck(ackOf(SMSS, 10 * SMSS, ms(10), ms(i), true));
    single.onAck(ackOf(SMSS, 10 * SMSS, ms(10), ms(i), true));
    delayed.onAck(ackOf(2 * SMSS, 10 * SMSS, ms(10), ms(i), true));
  }
  strictEqual(single.cwnd, delayed.cwnd);
  strictEqual(single.cwnd > 20 * SMSS, true);
});

Deno.test("Reno that counts ACKs grows by SMSS * SMSS / cwnd for each [RFC 5681 3.1, formula 3]", () => {
  const reno = new Reno({ ...PLAIN_SETTINGS, avoidanceCounts: "acks" });
  reno.onEstablished(SMSS, 10 * SMSS, 0);
  reno.ssthresh = 10 * SMSS;
  reno.onAck(ackOf(2 * SMSS, 10 * SMSS, ms(10), ms(1), true));
  strictEqual(reno.cwnd, 10 * SMSS + SMSS / 10);
  reno.cwnd = reno.ssthresh = 2 * SMSS * SMSS; // the share is less than a byte
  reno.onAck(ackOf(SMSS, reno.cwnd, ms(10), ms(2), true));
  strictEqual(reno.cwnd, 2 * SMSS * SMSS + 1);
});
