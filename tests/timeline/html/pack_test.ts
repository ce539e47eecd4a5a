import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { htmlChunks, jsonChunks, type TimelineJson } from "../../../mod.ts";
import { packTimeline } from "../../../timeline/html/pack.ts";
import { Records } from "../../../timeline/html/viewer/data/records.ts";
import { runScenario, scenarioPaths } from "../../support/scenarios.ts";

function exported(scenario: string): TimelineJson {
  const { timeline, info, verdicts } = runScenario(scenario);
  return JSON.parse(Array.from(jsonChunks(timeline, info, verdicts)).join(""));
}

/** The lines of a page, and its timeline as a browser would read it. */
function pageOf(json: TimelineJson): { page: string; data: string } {
  const page = Array.from(htmlChunks(json, json, json.expectations)).join("");
  const [, data = ""] =
    /<script type="application\/json" id="timeline">(.*?)<\/script>/s.exec(page) ??
      [];
  return { page, data };
}

Deno.test("a page has every record of every scenario as it is exported", () => {
  for (const scenario of scenarioPaths()) {
    const json = exported(scenario);
    const records = new Records(JSON.parse(JSON.stringify(packTimeline(json, json, []))));
    strictEqual(records.size, json.records.length);
    for (const record of json.records) {
      deepStrictEqual(records.recordOf(record.id), record, `${scenario} #${record.id}`);
    }
  }
});

Deno.test("a page of a run is the same as one of its export", () => {
  const { timeline, info, verdicts } = runScenario("faults/three-hosts.yaml");
  const json = exported("faults/three-hosts.yaml");
  strictEqual(
    Array.from(htmlChunks(timeline, info, verdicts)).join(""),
    Array.from(htmlChunks(json, json, json.expectations)).join(""),
  );
});

Deno.test("no text of a timeline can end the script that it stands in", () => {
  const json = { ...exported("closing/refused.yaml"), title: "</script><script>alert(1)//<!--" };
  const { page, data } = pageOf(json);
  strictEqual(JSON.parse(data).title, json.title);
  strictEqual(page.includes("<script>alert"), false);
  strictEqual(data.includes("<"), false);
});

Deno.test("a page refers to nothing outside, and its policy forbids it to", () => {
  const { page } = pageOf(exported("closing/refused.yaml"));
  ok(page.includes("default-src 'none'"));
  strictEqual(
    /(?:src|href)\s*=\s*["'](?!data:)|@import|url\(/.test(page.replace(/<script>.*/s, "")),
    false,
  );
});

Deno.test("a packet that arrives as it was sent is in a page once", () => {
  const json = exported("closing/client-first.yaml");
  const { packets, tables, kinds } = packTimeline(json, json, []);
  const sendings = json.records.filter((it) => it.kind === "segment" && it.event === "sent").length;
  const segments = tables[kinds.indexOf("segment")];
  const packet = segments?.["packet"] ?? { all: [] };
  ok("all" in packet && new Set(packet.all).size === sendings);
  ok("all" in (packets["seq"] ?? {}));
});
