import { match, ok, strictEqual } from "node:assert/strict";
import { svgChunks } from "../../../mod.ts";
import { runScenario } from "../../support/scenarios.ts";

function svgOf(scenario: string, title?: string): string {
  const { timeline, info } = runScenario(scenario);
  return Array.from(svgChunks(timeline, { ...info, title: title ?? info.title })).join("");
}

function count(text: string, part: RegExp): number {
  return text.match(part)?.length ?? 0;
}

Deno.test("an SVG has a lane for each host and an arrow for each segment", () => {
  const { timeline } = runScenario("closing/client-first.yaml");
  let received = 0;
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind === "segment" && body.event === "received") received++;
  }
  const svg = svgOf("closing/client-first.yaml");
  strictEqual(count(svg, /class="lane"/g), 2);
  strictEqual(count(svg, /<g class="segment">/g), received);
  match(svg, />FIN-WAIT-2</);
  match(svg, />SYN seq=0 len=0, 20 ms</);
});

Deno.test("an arrow goes down to where its segment arrives", () => {
  const svg = svgOf("closing/client-first.yaml");
  const ways = [...svg.matchAll(/<g class="segment"><path d="M(\S+) (\S+)L(\S+) (\S+)"/g)];
  ok(ways.length > 0);
  for (const [, x = "", y = "", toX = "", toY = ""] of ways) {
    ok(Number(toY) > Number(y));
    ok(x !== toX);
  }
});

Deno.test("a lost segment ends in a cross, and a reset is marked as one", () => {
  const lost = svgOf("faults/keep-alive.yaml");
  strictEqual(count(lost, /class="cross"/g), 4);
  match(lost, /class="across"/);
  match(svgOf("faults/crash-and-boot.yaml"), /<g class="reset">/);
});

Deno.test("an SVG runs nothing, refers to nothing outside, and escapes what it quotes", () => {
  const svg = svgOf("closing/refused.yaml", `<script>alert("&")</script>`);
  strictEqual(/<script|<a |href|url\(|@import|onload/.test(svg), false);
  match(svg, /<title>&#60;script&#62;alert\(&#34;&#38;&#34;\)&#60;\/script&#62;<\/title>/);
});
