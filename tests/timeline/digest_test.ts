import { match, notStrictEqual, strictEqual } from "node:assert/strict";
import type { RecordBody } from "../../nodes/records.ts";
import { digest, Timeline } from "../../timeline/mod.ts";
import { close, handshake, meet } from "./close_story.ts";
import { Story } from "./story.ts";

function told(change: (story: Story) => void = () => {}): Story {
  const story = new Story();
  const { client, server } = meet(story);
  handshake(story, client, server);
  close(story, client, server);
  change(story);
  return story;
}

function digestOf(...bodies: RecordBody[]): string {
  const timeline = new Timeline();
  for (const body of bodies) timeline.record(0, body);
  return digest(timeline);
}

Deno.test("equal timelines have equal digests, of a form that names the hash", () => {
  strictEqual(digest(told().timeline), digest(told().timeline));
  match(digest(told().timeline), /^sha256:[0-9a-f]{64}$/);
});

Deno.test("the digest of a known timeline is the same on every machine", () => {
  strictEqual(
    digest(told().timeline),
    "sha256:4eea354269fea4d50f1a32e4353f6de886e484825047aa895bc1c04ca202b802",
  );
});

Deno.test("the digest does not depend on the order of keys", () => {
  const one = digestOf({ kind: "fault", event: "pull", target: "cable", host: "", note: "" });
  const other = digestOf({ note: "", host: "", target: "cable", event: "pull", kind: "fault" });
  strictEqual(one, other);
  const call = (args: Record<string, number>) =>
    digestOf({
      kind: "call",
      event: "started",
      host: "a",
      process: "p",
      thread: "main",
      call: "recv",
      socket: "s",
      connection: 0,
      args,
      result: null,
    });
  strictEqual(call({ a: 1, b: 2 }), call({ b: 2, a: 1 }));
  notStrictEqual(call({ a: 1, b: 2 }), call({ a: 2, b: 1 }));
});

Deno.test("text cannot move from one field to the next unseen by the digest", () => {
  const fault = (target: string, host: string) =>
    digestOf({ kind: "fault", event: "pull", target, host, note: "" });
  notStrictEqual(fault("ab", "c"), fault("a", "bc"));
  notStrictEqual(fault("\u0141", ""), fault("A\u0001", ""));
});

Deno.test("the digest sees time, cause, connections and the end of the run", () => {
  const digests = [
    told(),
    told((story) => story.record({ kind: "link", event: "pulled", link: "c", lost: 0 })),
    told((story) => story.record({ kind: "link", event: "pulled", link: "c", lost: 0 }, 1)),
    told((story) => story.timeline.end(story.now + 1)),
    told((story) => story.timeline.connectionOf(1).name = "other"),
  ].map((story) => digest(story.timeline));
  strictEqual(new Set(digests).size, digests.length);
});

Deno.test("the digest sees each byte of a payload and each field of a packet", () => {
  const sent = (length: number, change: (data: Uint8Array) => void, flags = "ACK"): string => {
    const story = new Story();
    const { client } = meet(story);
    const [, packet] = story.send(client, flags, { seq: 1, ack: 1, len: length });
    change(packet.segment?.data ?? new Uint8Array(0));
    return digest(story.timeline);
  };
  for (const length of [10, 70_000]) {
    const plain = sent(length, () => {});
    strictEqual(sent(length, () => {}), plain);
    notStrictEqual(sent(length, (data) => data[length - 1] = 1), plain);
    notStrictEqual(sent(length, () => {}, "PSH,ACK"), plain);
    notStrictEqual(sent(length + 1, () => {}), plain);
  }
});

Deno.test("the digest takes in more records than its buffer holds", () => {
  const many = (last: number): string => {
    const timeline = new Timeline();
    for (let i = 0; i < 5000; i++) {
      timeline.record(i, {
        kind: "link",
        event: "pulled",
        link: "cable",
        lost: i === 0 ? last : i,
      });
    }
    return digest(timeline);
  };
  notStrictEqual(many(1), many(2));
  strictEqual(many(1), many(1));
});

Deno.test("a timeline that went on has another digest, and asking twice gives the same", () => {
  const { timeline } = told();
  const before = digest(timeline);
  strictEqual(digest(timeline), before);
  timeline.end(timeline.endedAt + 1);
  const later = digest(timeline);
  notStrictEqual(later, before);
  timeline.record(timeline.endedAt, {
    kind: "fault",
    event: "pull",
    target: "cable",
    host: "",
    note: "",
  });
  notStrictEqual(digest(timeline), later);
});
