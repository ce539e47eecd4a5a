import { ok, strictEqual } from "node:assert/strict";

const ROOT = new URL("../../../", import.meta.url);

/** Bundles the viewer as `deno task bundle-viewer` does, and returns what comes out. */
async function bundle(): Promise<string> {
  const args = ["bundle", "--quiet", "--platform", "browser", "--minify"];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args, "timeline/html/viewer/main.tsx"],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test("the bundled viewer is that of its sources: else run deno task bundle-viewer", async () => {
  const committed = await Deno.readTextFile(new URL("timeline/html/viewer.min.js", ROOT));
  strictEqual(await bundle() === committed, true);
});

Deno.test("the bundled viewer cannot end the script that it stands in", async () => {
  const committed = await Deno.readTextFile(new URL("timeline/html/viewer.min.js", ROOT));
  strictEqual(/<\/script|<!--/i.test(committed), false);
});
