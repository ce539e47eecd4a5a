import { doesNotMatch, match } from "node:assert/strict";
import { textLines } from "../../../timeline/mod.ts";
import { meet } from "../close_story.ts";
import { runOf, Story } from "../story.ts";

const RUN = runOf("", "client", "server");

function view(story: Story): string {
  return [...textLines(story.timeline, RUN, [], { ascii: true })].join("\n");
}

/** So many segments one after the other, each after that many milliseconds. */
function transfer(count: number, apart: number, note = ""): Story {
  const story = new Story();
  const { client, server } = meet(story);
  for (let i = 0; i < count; i++) {
    story.now = i * apart * 1_000_000;
    const told = { seq: 1 + i * 10, ack: 1, len: 10, note: i === 9 ? note : "" };
    const sent = story.send(client, "ACK", told);
    story.now += 500_000;
    story.arrive(server, sent);
  }
  return story;
}

Deno.test("a short transfer is drawn segment by segment", () => {
  doesNotMatch(view(transfer(6, 1)), /segments/);
});

Deno.test("a long transfer is summed up with its bytes, its end and its time", () => {
  const text = view(transfer(20, 1));
  match(text, /20 segments, 200 bytes, up to seq=201 =+>\|/);
  match(text, /0\.019500 .*\(in 19\.5 ms\)/);
});

Deno.test("the sum of a transfer tells of a silence within it", () => {
  match(view(transfer(20, 3000)), /longest silence 2\.9995 s/);
});

Deno.test("a retransmission within a transfer has a row of its own", () => {
  const text = view(transfer(40, 1, "retransmission: RTO"));
  match(text, /9 segments, 90 bytes/);
  match(text, /seq=91 ack=1 len=10 \(retransmission: RTO\)/);
  match(text, /30 segments, 300 bytes/);
});

Deno.test("acknowledgements in a transfer are counted, duplicates apart", () => {
  const story = new Story();
  const { client, server } = meet(story);
  for (let i = 0; i < 10; i++) {
    story.send(client, "ACK", { seq: 1 + i * 10, ack: 1, len: 10 });
    story.send(server, "ACK", {
      seq: 1,
      ack: 1,
      note: i === 0 ? "" : "duplicate ACK: out of order",
    });
  }
  const text = view(story);
  match(text, /10 ACKs \(9 duplicate\), up to ack=1/);
  match(text, /10 segments, 100 bytes, up to seq=101; 0 arrive/);
});

Deno.test("calls that moved the bytes of a transfer vanish in its sum, failed ones do not", () => {
  const story = new Story();
  const { client } = meet(story);
  for (let i = 0; i < 20; i++) {
    story.call("client.app.send(conn)");
    story.returns("client.app.send(conn)", 10);
    story.send(client, "ACK", { seq: 1 + i * 10, ack: 1, len: 10 });
  }
  story.call("client.app.send(conn)");
  story.returns("client.app.send(conn)", ["EPIPE", 32]);
  const text = view(story);
  match(text, /20 send of 200 bytes/);
  match(text, /send\(conn\) = -1 EPIPE \(32\)/);
});
