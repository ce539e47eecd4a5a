import { ok, strictEqual } from "node:assert/strict";
import { bundleOf } from "../../support/bundle.ts";

const ROOT = new URL("../../../", import.meta.url);

Deno.test("the bundled viewer is that of its sources: else run deno task bundle-viewer", async () => {
  const committed = await Deno.readTextFile(new URL("timeline/html/viewer.min.js", ROOT));
  strictEqual(await bundleOf("timeline/html/viewer/main.tsx") === committed, true);
});

Deno.test("the bundled viewer carries nothing of the engine, and so is small", async () => {
  const { size } = await Deno.stat(new URL("timeline/html/viewer.min.js", ROOT));
  ok(size < 110_000, `it has ${size} bytes`);
});

Deno.test("the bundled viewer cannot end the script that it stands in", async () => {
  const committed = await Deno.readTextFile(new URL("timeline/html/viewer.min.js", ROOT));
  strictEqual(/<\/script|<!--/i.test(committed), false);
});
