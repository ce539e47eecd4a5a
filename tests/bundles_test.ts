import { strictEqual } from "node:assert/strict";
import { bundleOf } from "./support/bundle.ts";

const ROOT = new URL("../", import.meta.url);

for (const library of ["yaml", "zod"]) {
  const read = () => Deno.readTextFile(new URL(`third_party/${library}.min.js`, ROOT));

  Deno.test(`the bundle of ${library} is the pinned version's: else run deno task bundle-libraries`, async () => {
    strictEqual(await bundleOf(`third_party/${library}.ts`) === await read(), true);
  });

  Deno.test(`the bundle of ${library} reads no environment and asks Node for nothing`, async () => {
    const found = /\bprocess\.|\brequire\(|\bimport\b|"node:/.exec(await read());
    strictEqual(found?.[0], undefined);
  });
}
