import { strictEqual } from "node:assert/strict";
import { LIBRARIES, libraryBundle } from "./support/bundle.ts";

const ROOT = new URL("../", import.meta.url);

for (const library of LIBRARIES) {
  const read = () => Deno.readTextFile(new URL(`third_party/${library}.min.js`, ROOT));

  Deno.test(`the bundle of ${library} is the pinned version's: else run deno task bundle-libraries`, async () => {
    strictEqual(await libraryBundle(library) === await read(), true);
  });

  Deno.test(`the bundle of ${library} reads no environment and asks Node for nothing`, async () => {
    const found = /\bprocess\.|\brequire\(|\bimport\(|"node:/.exec(await read());
    strictEqual(found?.[0], undefined);
  });
}
