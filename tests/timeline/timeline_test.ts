import { strictEqual, throws } from "node:assert/strict";
import { InvariantError } from "../../engine/base/invariant.ts";
import type { LinkRecord } from "../../nodes/records.ts";
import { connectionNamed, connectionNames, Timeline, why } from "../../timeline/mod.ts";
import { deepStrictEqual } from "node:assert/strict";
import { Story } from "./story.ts";

const PULLED: LinkRecord = { kind: "link", event: "pulled", link: "cable", lost: 0 };

Deno.test("a timeline numbers its records from 1 and keeps time, cause and body of each", () => {
  const timeline = new Timeline();
  strictEqual(timeline.record(5, PULLED), 1);
  timeline.cause = 1;
  strictEqual(timeline.record(7, PULLED), 2);
  strictEqual(timeline.size, 2);
  strictEqual(timeline.atOf(2), 7);
  strictEqual(timeline.causeOf(1), 0);
  strictEqual(timeline.causeOf(2), 1);
  strictEqual(timeline.bodyOf(2), PULLED);
});

Deno.test("a timeline refuses a record before its last one", () => {
  const timeline = new Timeline();
  timeline.record(5, PULLED);
  throws(() => timeline.record(4, PULLED), InvariantError);
  timeline.record(5, PULLED);
});

Deno.test("a timeline refuses a cause that is not an earlier record", () => {
  const timeline = new Timeline();
  timeline.cause = 1;
  throws(() => timeline.record(0, PULLED), InvariantError);
  timeline.cause = -1;
  throws(() => timeline.record(0, PULLED), InvariantError);
});

Deno.test("a timeline ends with its last record, or later where it is told so", () => {
  const timeline = new Timeline();
  timeline.record(5, PULLED);
  strictEqual(timeline.endedAt, 5);
  timeline.end(9);
  strictEqual(timeline.endedAt, 9);
  throws(() => timeline.end(8), InvariantError);
});

Deno.test("a timeline is not asked for what it does not hold", () => {
  const timeline = new Timeline();
  throws(() => timeline.bodyOf(1), InvariantError);
  throws(() => timeline.connectionOf(1), InvariantError);
});

Deno.test("why goes from a record back to the one that nothing caused", () => {
  const timeline = new Timeline();
  timeline.record(0, PULLED);
  timeline.record(0, PULLED);
  timeline.cause = 1;
  timeline.record(1, PULLED);
  timeline.cause = 3;
  timeline.record(2, PULLED);
  deepStrictEqual(why(timeline, 4), [4, 3, 1]);
  deepStrictEqual(why(timeline, 4, 2), [4, 3]);
});

Deno.test("connections of one name are told apart in the order of their creation", () => {
  const story = new Story();
  story.end("server.peer", "10.0.0.2:80", "10.0.0.1:49152");
  story.end("server.peer", "10.0.0.2:80", "10.0.0.1:49153");
  story.end("client.peer", "10.0.0.1:49152", "10.0.0.2:80");
  const late = story.end("server.", "10.0.0.2:80", "10.0.0.1:49154");
  const names = () => connectionNames(story.timeline.connections);
  deepStrictEqual(names(), [
    "server.peer",
    "server.peer#2",
    "client.peer",
    "server.[10.0.0.1:49154]",
  ]);
  late.info.name = "peer";
  strictEqual(names()[3], "server.peer#3");
  strictEqual(connectionNamed(names(), "server.peer#2"), 2);
  strictEqual(connectionNamed(names(), "server.peer#1"), 1);
  strictEqual(connectionNamed(names(), "server.nobody"), 0);
});
