import { ok } from "node:assert/strict";

const ROOT = new URL("../../", import.meta.url);

/** Bundles a module as `deno task bundle-viewer` and `bundle-libraries` do, and returns what comes out. */
export async function bundleOf(entry: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform", "browser", "--minify", entry],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}
