import { ok } from "node:assert/strict";

const ROOT = new URL("../../", import.meta.url);

/** The npm libraries of `third_party/` that are bundled: those that each start needs. */
export const LIBRARIES = ["commander", "node", "sha256", "yaml", "zod"];

/** Bundles a module as `deno task bundle-viewer` does, and returns what comes out. */
export async function bundleOf(entry: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform", "browser", "--minify", entry],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** The bundle of a library: what it would take from Node, it takes from `node.min.js`. */
export async function libraryBundle(library: string): Promise<string> {
  const bundle = await bundleOf(`third_party/${library}.ts`);
  return bundle.replaceAll(/\bfrom"node:\w+"/g, 'from"./node.min.js"');
}

/** `deno task bundle-libraries`. */
if (import.meta.main) {
  for (const library of LIBRARIES) {
    const file = new URL(`third_party/${library}.min.js`, ROOT);
    await Deno.writeTextFile(file, await libraryBundle(library));
  }
}
