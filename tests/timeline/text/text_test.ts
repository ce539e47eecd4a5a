import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import {
  evaluate,
  type Expectation,
  summaryLines,
  textLines,
  type TextOptions,
} from "../../../timeline/mod.ts";
import { matchesGolden } from "../../support/golden.ts";
import { close, handshake, meet } from "../close_story.ts";
import { pullStory } from "../pull_story.ts";
import { runOf, Story } from "../story.ts";

const RUN = runOf("The client closes first and its FIN is lost once", "client", "server");

const PULL_RUN = runOf("A cable is pulled during an upload", "client", "server");

const EXPECTATIONS: Expectation[] = [
  { type: "stays", connection: "client.conn", state: "TIME-WAIT", for: 120_000_000_000 },
  { type: "call", call: "server.web.recv", returns: "ECONNRESET" },
];

function closeStory(): Story {
  const story = new Story();
  const { client, server } = meet(story);
  handshake(story, client, server);
  close(story, client, server);
  return story;
}

function view(story: Story, options: TextOptions = {}, run = RUN): string {
  const verdicts = evaluate(EXPECTATIONS, story.timeline, RUN.hosts);
  return [...textLines(story.timeline, run, verdicts, options)].join("\n") + "\n";
}

Deno.test("a close with a lost FIN and TIME-WAIT is drawn as a ladder", () => {
  matchesGolden("tests/golden/close.txt", view(closeStory()));
});

Deno.test("a pulled cable during an upload is drawn, the upload in two lines", () => {
  matchesGolden("tests/golden/pull.txt", view(pullStory(), {}, PULL_RUN));
});

Deno.test("the ladder begins where it is asked to, without a silence before, and says all else", () => {
  const whole = view(closeStory()).split("\n");
  const late = view(closeStory(), { from: 80_000_000 }).split("\n");
  const first = whole.findIndex((line) => line.trimStart().startsWith("0.080"));
  ok(first > 0);
  const heads = whole.findIndex((line) => line.trimStart().startsWith("seconds"));
  deepStrictEqual(late, [...whole.slice(0, heads + 1), ...whole.slice(first)]);
});

Deno.test("the view is ASCII where asked for, and as wide as asked for", () => {
  const text = view(pullStory(), { ascii: true, width: 80 }, PULL_RUN);
  // deno-lint-ignore no-control-regex
  match(text, /^[\x0a\x20-\x7e]*$/);
  matchesGolden("tests/golden/pull_ascii.txt", text);
});

Deno.test("no line of the ladder is wider than the width, down to 60 columns", () => {
  for (const width of [60, 100, 160]) {
    const lines = [...textLines(pullStory().timeline, RUN, [], { width, full: true })];
    const longest = Math.max(
      ...lines.filter((line) => !line.startsWith("Digest")).map((l) => l.length),
    );
    ok(longest <= width, `${longest} <= ${width}`);
  }
});

Deno.test("colours add nothing but ANSI sequences", () => {
  for (const story of [closeStory(), pullStory()]) {
    const colored = view(story, { color: true });
    // deno-lint-ignore no-control-regex
    strictEqual(colored.replace(/\x1b\[[0-9;]*m/g, ""), view(story));
    ok(colored.length > view(story).length);
  }
});

Deno.test("every segment of a bulk transfer is drawn where all is asked for", () => {
  const full = view(pullStory(), { full: true });
  doesNotMatch(full, /30 arrive/);
  match(full, /seq=29101 .*len=1000/);
});

Deno.test("names from a topology cannot send commands to the terminal", () => {
  const story = new Story();
  story.record({ kind: "host", event: "crashed", host: "evil\x1b[2J", note: "a\nb" });
  const run = { ...runOf("title\x1b[2J", "evil\x1b[2J", "server") };
  const text = [...textLines(story.timeline, run, [])].join("\n");
  ok(!text.includes("\x1b"));
  match(text, /crashed \(a\?b\)/);
});

Deno.test("with four hosts the texts have a column of their own", () => {
  const story = new Story();
  const run = runOf("", "client", "left", "right", "server");
  const client = story.end("client.conn", "10.0.0.1:1", "10.0.0.4:80");
  const server = story.end("server.peer", "10.0.0.4:80", "10.0.0.1:1");
  for (const host of ["left", "right"]) {
    story.record({ kind: "host", event: "booted", host, note: "" });
  }
  story.arrive(server, story.send(client, "SYN"));
  const lines = [...textLines(story.timeline, run, [], { ascii: true })];
  const arrow = lines.find((line) => line.includes("SYN")) ?? "";
  match(arrow, /^ +\|-+\+-+\+-+>\| {2}SYN seq=0 len=0 win=64240$/);
});

Deno.test("a timeline of one host, and one of nothing, can be drawn", () => {
  const alone = new Story();
  alone.process("client.app", "started");
  match([...textLines(alone.timeline, runOf("", "client"), [])].join("\n"), /process app starts/);
  const nothing = [...textLines(new Story().timeline, runOf("", "client", "server"), [])];
  match(nothing.join("\n"), /Ended after 0 s: 0 records/);
});

Deno.test("the summary is the view without its ladder", () => {
  const { timeline } = closeStory();
  const verdicts = evaluate(EXPECTATIONS, timeline, RUN.hosts);
  const lines = summaryLines(timeline, RUN, verdicts);
  strictEqual(lines[0], RUN.title);
  ok(!lines.join("\n").includes("\u2502"));
  const whole = [...textLines(timeline, RUN, verdicts)];
  deepStrictEqual(whole.slice(2 - lines.length), lines.slice(2));
});

Deno.test("a segment to an address that nobody has leaves to the right edge", () => {
  const story = new Story();
  const client = story.end("client.conn", "10.0.0.1:1", "10.9.9.9:80");
  const sent = story.send(client, "SYN");
  story.lose(client, sent, "no route");
  const text = [...textLines(story.timeline, RUN, [], { ascii: true })].join("\n");
  match(text, /\|-- SYN seq=0 len=0 win=64240 -+X no route/);
});
