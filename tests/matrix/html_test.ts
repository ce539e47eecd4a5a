import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { AnswersByCell } from "../../matrix/html/page/answers.ts";
import { FIRST_CHOICE, readChoice, writeChoice } from "../../matrix/html/page/choice.ts";
import type { PackedMatrix } from "../../matrix/html/packed.ts";
import { Answers, cellsOf, matrixHtmlChunks } from "../../matrix/mod.ts";
import { bundleOf } from "../support/bundle.ts";

function page(): { html: string; answers: AnswersByCell } {
  const answers = new Answers();
  const found = [...cellsOf(["linux"])].filter((cell) => cell.state === "ESTABLISHED")
    .map((cell) => answers.answer(cell));
  const html = [...matrixHtmlChunks(found, answers.digest)].join("");
  const [, data = ""] =
    /<script type="application\/json" id="matrix">(.*?)<\/script>/s.exec(html) ??
      [];
  return { html, answers: new AnswersByCell(JSON.parse(data) as PackedMatrix) };
}

Deno.test("the page holds each answer, and finds it by its cell", () => {
  const { answers } = page();
  const plain = { ...FIRST_CHOICE, action: "close", data: "nothing" } as const;
  const cell = { ...plain, local: "linux", peer: "linux" } as const;
  const answer = answers.find(cell);
  strictEqual(answer?.wire, "> FIN,ACK  < ACK  < FIN,ACK  > ACK");
  strictEqual(answer?.timeWait, "local, 60 s");
  const crash = answers.find({ ...cell, action: "crash", loss: "the FIN" });
  strictEqual(crash?.impossible, "no FIN of the local side is sent");
  strictEqual(answers.find({ ...cell, peer: "windows" }), null);
});

Deno.test("the page asks no network, and none of its texts ends a script", () => {
  const { html } = page();
  strictEqual(/src=|href=|url\(|@import/.test(html.replace(/<script>.*<\/script>/s, "")), false);
  strictEqual(html.match(/<\/script>/g)?.length, 2);
  ok(html.includes("default-src 'none'"));
});

Deno.test("the page's choice stands in its address, and nonsense there is the first choice", () => {
  const allowed = {
    state: ["ESTABLISHED", "LISTEN"],
    action: ["", "close"],
    data: [""],
    loss: ["none", "the FIN"],
    peer: ["", "windows"],
  };
  const choice = { ...FIRST_CHOICE, state: "LISTEN", loss: "the FIN" } as const;
  deepStrictEqual(readChoice(`#${writeChoice(choice)}`, allowed), choice);
  strictEqual(writeChoice(FIRST_CHOICE), "");
  deepStrictEqual(readChoice("#state=OPEN&x=1", allowed), FIRST_CHOICE);
});

Deno.test("the page's bundled script is that of its sources: else run deno task bundle-viewer", async () => {
  const committed = await Deno.readTextFile(
    new URL("../../matrix/html/page.min.js", import.meta.url),
  );
  strictEqual(await bundleOf("matrix/html/page/main.tsx") === committed, true);
});
