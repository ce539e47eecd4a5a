import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { jsonChunks, timelineSchema } from "../../timeline/files.ts";
import { digest, evaluate } from "../../timeline/mod.ts";
import { timelineJsonSchema } from "../../timeline/files.ts";
import { icmpMessage, icmpPacket, parseIpv4, tcpOptions } from "../../engine/wire/mod.ts";
import { NEVER } from "../../engine/base/time.ts";
import { matchesGolden } from "../support/golden.ts";
import { close, handshake, meet } from "./close_story.ts";
import { pullStory } from "./pull_story.ts";
import { runOf, Story } from "./story.ts";

const RUN = runOf("A test", "client", "server");

function exported(story: Story) {
  const text = [...jsonChunks(story.timeline, RUN, [])].join("");
  return timelineSchema.parse(JSON.parse(text));
}

function closeStory(): Story {
  const story = new Story();
  const { client, server } = meet(story);
  handshake(story, client, server);
  close(story, client, server);
  return story;
}

Deno.test("the export of a run validates against its own schema, with verdicts", () => {
  const story = pullStory();
  const verdicts = evaluate(
    [
      { type: "never", pattern: { segment: { flags: "RST" } } },
      { type: "end", connection: "client.conn", state: "CLOSED" },
    ],
    story.timeline,
    RUN.hosts,
  );
  const text = [...jsonChunks(story.timeline, RUN, verdicts)].join("");
  const json = timelineSchema.parse(JSON.parse(text));
  strictEqual(json.format, "cablepull-timeline");
  strictEqual(json.digest, digest(story.timeline));
  strictEqual(json.records.length, story.timeline.size);
  deepStrictEqual(json.expectations.map((verdict) => verdict.holds), [false, true]);
  deepStrictEqual(json.hosts, RUN.hosts);
});

Deno.test("each exported record stands on its own line, in the order of its id", () => {
  const lines = [...jsonChunks(closeStory().timeline, RUN, [])].join("").split("\n");
  const records = lines.filter((line) => line.startsWith('{"id":'));
  records.forEach((line, index) => {
    strictEqual(JSON.parse(line.replace(/,$/, "")).id, index + 1);
  });
  strictEqual(records.length, closeStory().timeline.size);
});

Deno.test("an export without records is whole", () => {
  deepStrictEqual(exported(new Story()).records, []);
});

Deno.test("sequence numbers are exported unsigned and relative to their connection", () => {
  const story = new Story();
  const end = story.end("client.conn", "10.0.0.1:1", "10.0.0.2:80", -1, 0x7fffffff);
  story.send(end, "ACK", {
    seq: 2,
    ack: 3,
    options: tcpOptions({ sack: [0x7fffffff, -0x7fffffff] }),
  });
  story.segment("received", { ...end, id: 0 }, story.packet(end, "SYN", {}), "", 1);
  const [record, syn] = exported(story).records;
  ok(record?.kind === "segment" && syn?.kind === "segment");
  strictEqual(record.tcp?.seq, 1);
  strictEqual(record.tcp.relativeSeq, 2);
  strictEqual(record.tcp.ack, 0x80000002);
  strictEqual(record.tcp.relativeAck, 3);
  deepStrictEqual(record.tcp.options.sack, [
    { left: 0x7fffffff, right: 0x80000001, relativeLeft: 0, relativeRight: 2 },
  ]);
  strictEqual(record.cause, null);
  strictEqual(record.connection, "client.conn");
  strictEqual(record.sent, null);
  strictEqual(syn.cause, 1);
  strictEqual(syn.sent, 1);
  strictEqual(syn.connection, null);
  strictEqual(syn.tcp?.seq, 0xffffffff);
  strictEqual(syn.tcp.relativeSeq, 0);
  strictEqual(syn.tcp.relativeAck, null);
  deepStrictEqual(syn.tcp.flags, ["SYN"]);
});

Deno.test("a segment of no known connection has no relative numbers", () => {
  const story = new Story();
  const end = story.end("client.conn", "10.0.0.1:1", "10.0.0.2:80");
  const stranger = { ...end, id: 0, info: { ...end.info, localPort: 9 } };
  story.send(stranger, "SYN");
  const [record] = exported(story).records;
  ok(record?.kind === "segment");
  strictEqual(record.tcp?.relativeSeq, null);
});

Deno.test("a segment without a connection belongs to the youngest one of its ports", () => {
  const story = new Story();
  const old = story.end("client.conn", "10.0.0.1:1", "10.0.0.2:80", 1000);
  story.send({ ...old, id: 0 }, "SYN");
  const young = story.end("client.conn", "10.0.0.1:1", "10.0.0.2:80", 9000);
  story.send({ ...young, id: 0 }, "SYN");
  const relative = exported(story).records.map((record) =>
    record.kind === "segment" ? record.tcp?.relativeSeq : null
  );
  deepStrictEqual(relative, [0, 0]);
});

Deno.test("ICMP messages and timers without a deadline are exported", () => {
  const story = new Story();
  const { client } = meet(story);
  const message = icmpMessage(3, 4, 1400, new Uint8Array([0, 255]));
  const packet = icmpPacket(parseIpv4("10.0.0.9"), parseIpv4("10.0.0.1"), message);
  story.segment("received", client, packet, "", 0);
  story.record({
    kind: "timer",
    event: "cancelled",
    host: "client",
    connection: client.id,
    timer: "persist",
    deadline: NEVER,
  });
  const [first, second] = exported(story).records;
  ok(first?.kind === "segment" && second?.kind === "timer");
  deepStrictEqual(first.icmp, { type: 3, code: 4, rest: 1400, body: "00ff" });
  strictEqual(first.tcp, null);
  strictEqual(second.deadline, null);
});

Deno.test("connections are exported with both ends and the state they ended in", () => {
  const [client, server] = exported(closeStory()).connections;
  deepStrictEqual(client, {
    id: 1,
    name: "client.conn",
    host: "client",
    localAddress: "10.0.0.1",
    localPort: 49152,
    remoteAddress: "10.0.0.2",
    remotePort: 80,
    iss: 1000,
    irs: 5000,
    state: "CLOSED",
  });
  strictEqual(server?.name, "server.peer");
});

Deno.test("timeline.schema.json is what the schema gives now", () => {
  matchesGolden("timeline.schema.json", timelineJsonSchema());
});
