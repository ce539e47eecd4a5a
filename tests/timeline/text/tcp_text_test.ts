import { strictEqual } from "node:assert/strict";
import { tcpText } from "../../../timeline/text/event_text.ts";
import { match } from "node:assert/strict";
import type { TcpRecord } from "../../../nodes/records.ts";
import { textLines } from "../../../timeline/mod.ts";
import { meet } from "../close_story.ts";
import { runOf, Story } from "../story.ts";

const MS = 1_000_000;

const FRESH = {
  congestionState: "Open",
  cwnd: 14_480,
  ssthresh: 2 ** 31 - 1,
  pipe: 1448,
  srtt: 0,
  rttvar: 0,
  rto: 1000 * MS,
} as const;

Deno.test("what a sender knows is one line, in microseconds at the finest", () => {
  strictEqual(
    tcpText(FRESH),
    "cwnd 14,480, ssthresh none, pipe 1,448, rtt unknown, rto 1 s, Open",
  );
  strictEqual(
    tcpText({ ...FRESH, ssthresh: 2896, srtt: 40 * MS + 1, rttvar: 1499, rto: 240 * MS }),
    "cwnd 14,480, ssthresh 2,896, pipe 1,448, rtt 40 ms +- 1 us, rto 240 ms, Open",
  );
});

Deno.test("in the sum of a transfer only changes of the state of congestion control keep a line", () => {
  const story = new Story();
  const { client, server } = meet(story);
  const tell = (congestionState: TcpRecord["congestionState"], cwnd: number): void => {
    const { host } = client.info;
    story.record({ kind: "tcp", host, connection: client.id, ...FRESH, congestionState, cwnd });
  };
  for (let i = 0; i < 20; i++) {
    story.now = i * MS;
    const sent = story.send(client, "ACK", { seq: 1 + i * 10, ack: 1, len: 10 });
    story.arrive(server, sent);
    tell("Open", 1000 + i);
  }
  tell("Recovery", 700);
  const text = [...textLines(story.timeline, runOf("", "client", "server"), [])].join("\n");
  match(text, /20 segments, 200 bytes/);
  strictEqual(text.match(/cwnd/g)?.length, 2); // the one behind the last segment, and the loss
  match(text, /cwnd 700, .*Recovery/);
});
