import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { packTimeline } from "../../../timeline/html/pack.ts";
import { readAddress, writeAddress } from "../../../timeline/html/viewer/address.ts";
import { Search } from "../../../timeline/html/viewer/data/search.ts";
import { SHOW_ALL, shownBy } from "../../../timeline/html/viewer/scene/filter.ts";
import { linesOf } from "../../../timeline/html/viewer/scene/lines.ts";
import { Scene } from "../../../timeline/html/viewer/scene/scene.ts";
import { SpanIndex } from "../../../timeline/html/viewer/scene/span_index.ts";
import { MOST_TRACKS, tracksOf } from "../../../timeline/html/viewer/scene/tracks.ts";
import { INITIAL } from "../../../timeline/html/viewer/store.ts";
import { runScenario, scenarioPaths } from "../../support/scenarios.ts";

function sceneOf(scenario: string): Scene {
  const { timeline, info, verdicts } = runScenario(scenario);
  return new Scene(packTimeline(timeline, info, verdicts));
}

Deno.test("a span is found in a range if and only if it meets it", () => {
  const span = fc.record({
    start: fc.integer({ min: 1, max: 500 }),
    length: fc.integer({ min: 0, max: 300 }),
    isOpen: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(span, { maxLength: 300 }),
      fc.nat(600),
      fc.nat(200),
      (raw, from, length) => {
        const spans = raw
          .map(({ start, length, isOpen }) => ({ start, end: isOpen ? 0 : start + length }))
          .sort((one, other) => one.start - other.start);
        const found: number[] = [];
        new SpanIndex(spans).visit(from, from + length, (place) => found.push(place));
        const meant = spans.flatMap(({ start, end }, place) =>
          start <= from + length && (end === 0 || end >= from) ? [place] : []
        );
        deepStrictEqual(found, meant);
      },
    ),
  );
});

Deno.test("in every scenario no two records of a lane stand on one line", () => {
  for (const scenario of scenarioPaths()) {
    const { records, facts } = sceneOf(scenario);
    const shown = new Uint8Array(records.size).fill(1);
    const lines = linesOf(records, facts, shown);
    const taken = new Set<string>();
    for (let i = 0; i < records.size; i++) {
      if (facts.takesLine[i] !== 1) continue;
      const place = `${facts.lane[i]} ${lines.instant[i]} ${lines.line[i]}`;
      ok(!taken.has(place), `${scenario} #${i + 1}`);
      taken.add(place);
      ok((lines.line[i] ?? 0) < (lines.heights[lines.instant[i] ?? 0] ?? 0));
      strictEqual(lines.times[lines.instant[i] ?? 0], records.at[i]);
    }
  }
});

Deno.test("in every scenario what lasts at one time stands side by side, while there are tracks", () => {
  for (const scenario of scenarioPaths()) {
    const { states, timers, calls, facts } = sceneOf(scenario);
    for (const { all } of [states, timers, calls]) {
      const { track } = tracksOf(all, facts.lanes.length, () => true);
      for (const [i, one] of all.entries()) {
        for (const [j, other] of all.entries()) {
          const isTogether = i < j && one.lane === other.lane && track[i] === track[j] &&
            (one.end === 0 || one.end > other.start);
          ok(
            !isTogether || track[i] === MOST_TRACKS - 1,
            `${scenario} #${one.start} #${other.start}`,
          );
        }
      }
    }
  }
});

Deno.test("every segment of a scenario is an arrow from its sending to its end", () => {
  const { arrows, records } = sceneOf("faults/lost-fin.yaml");
  const ends = arrows.all.map(({ start, end }) => {
    const [sent, got] = [records.recordOf(start), records.recordOf(end)];
    ok(sent.kind === "segment" && sent.event === "sent" && got.kind === "segment");
    strictEqual(got.sent, start);
    return got.event;
  });
  strictEqual(ends.filter((event) => event === "dropped").length, 1);
});

Deno.test("a filter by connection keeps faults and leaves out segments of others", () => {
  const scene = sceneOf("faults/three-hosts.yaml");
  const pair = scene.facts.pairs.ofEnd("far.conn");
  const shown = shownBy(scene, { ...SHOW_ALL, pair });
  let faults = 0;
  for (let id = 1; id <= scene.records.size; id++) {
    if (shown[id - 1] !== 1) continue;
    const record = scene.records.recordOf(id);
    if (record.kind === "fault") faults++;
    if (record.kind !== "segment" || record.tcp === null) continue;
    ok([record.ip.source, record.ip.destination].includes("10.0.0.2"), `#${id}`);
  }
  ok(faults > 0);
});

Deno.test("a search finds the records that have all its words", () => {
  const { records } = sceneOf("faults/lost-fin.yaml");
  const shown = new Uint8Array(records.size).fill(1);
  const search = new Search(records);
  const found = Array.from(search.find("FIN dropped", shown), (id) => records.recordOf(id));
  deepStrictEqual(found.map((it) => it.kind === "segment" && it.event), ["dropped"]);
  deepStrictEqual([...search.find("#3", shown)], [3]);
  deepStrictEqual([...search.find("#99999", shown)], []);
  deepStrictEqual([...search.find("  ", shown)], []);
});

Deno.test("an address brings back the state that wrote it, and survives nonsense", () => {
  const { facts: { pairs }, records } = sceneOf("faults/three-hosts.yaml");
  const state = {
    ...INITIAL,
    selected: 17,
    filter: { pair: 1, hosts: new Set(["near"]), categories: new Set([2, 4]) },
    query: "RST & more",
    isFolding: false,
  };
  const { theme: _theme, ...read } = {
    theme: "",
    ...readAddress(`#${writeAddress(state, pairs)}`, pairs, records.size),
  };
  const { selected, filter, query, isFolding } = state;
  deepStrictEqual(read, { selected, filter, query, isFolding });
  strictEqual(writeAddress(INITIAL, pairs), "");
  strictEqual(readAddress("#record=1e99&connection=x&hide=a,,", pairs, 10).selected, 0);
});
