/**
 * SHA-256 of the npm library `@noble/hashes`, to be bundled into `sha256.min.js`
 * by `deno task bundle-libraries`: short digests have it in the place of Node's,
 * whose module takes 40 ms to load.
 *
 * @module
 */
export { sha256 } from "@noble/hashes/sha2.js";
