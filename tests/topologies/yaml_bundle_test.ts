import { strictEqual } from "node:assert/strict";
import { bundleOf } from "../support/bundle.ts";

const ROOT = new URL("../../", import.meta.url);

Deno.test("the bundled parser of YAML is the pinned version's: else run deno task bundle-yaml", async () => {
  const committed = await Deno.readTextFile(new URL("third_party/yaml.min.js", ROOT));
  strictEqual(await bundleOf("third_party/yaml.ts") === committed, true);
});

Deno.test("the bundled parser of YAML reads no environment and asks Node for nothing", async () => {
  const committed = await Deno.readTextFile(new URL("third_party/yaml.min.js", ROOT));
  strictEqual(/\bprocess\.|\brequire\(|\bimport\b|"node:/.exec(committed)?.[0], undefined);
});
