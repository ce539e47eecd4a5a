/** The part of zod that schemas need, with its types: `z` as in its documentation. */
// @ts-types="./zod.ts"
export * as z from "./zod.min.js";
