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
    const told = { seq: 1 + i * 10, ack: 1, len: 10, note: i === 15 ? note : "" };
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
  match(text, /15 segments, 150 bytes/);
  match(text, /seq=151 ack=1 len=10 \(retransmission: RTO\)/);
  match(text, /24 segments, 240 bytes/);
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
  match(text, /10 segments, 100 bytes, up to seq=101: leave/);
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
  match(text, /19 send of 190 bytes/);
  match(text, /send\(conn\) = -1 EPIPE \(32\)/);
});

Deno.test("segments that are lost at once are summed up, a few are not", () => {
  const lost = (count: number): string => {
    const story = new Story();
    const { client } = meet(story);
    const sent = Array.from(
      { length: count },
      (_, i) => story.send(client, "ACK", { seq: 1 + i * 10, ack: 1, len: 10 }),
    );
    story.at(1);
    for (const segment of sent) story.lose(client, segment, "cable pulled");
    return view(story);
  };
  match(lost(5), /\. 5 segments, 50 bytes, up to seq=51 \.+X cable pulled/);
  match(lost(4), /\. ACK seq=31 ack=1 len=10 \.+X cable pulled/);
});

Deno.test("bytes that a call moved before its error are told", () => {
  const story = new Story();
  story.record({
    kind: "call",
    event: "returned",
    host: "client",
    process: "app",
    thread: "main",
    call: "recv",
    socket: "conn",
    connection: 0,
    args: {},
    result: { value: -1, error: "ECONNRESET", code: 104, bytes: 1234 },
  });
  match(view(story), /recv\(conn\) = -1 ECONNRESET \(104\), 1,234 bytes before/);
});
