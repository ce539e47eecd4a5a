/**
 * What schemas need of the npm library `zod`, to be bundled into `zod.min.js` by
 * `deno task bundle-libraries`; `z.ts` gives it to those who need it.
 *
 * Of the library's 96 files 64 are its messages in other languages, and each
 * start would look for all of them: a twelfth of a short command's time.
 *
 * @module
 */
export {
  array,
  boolean,
  discriminatedUnion,
  enum,
  globalRegistry,
  type infer,
  int,
  ipv4,
  json,
  lazy,
  literal,
  NEVER,
  number,
  type output,
  record,
  strictObject,
  string,
  toJSONSchema,
  tuple,
  uint32,
  union,
  unknown,
  ZodArray,
  ZodBoolean,
  ZodLazy,
  ZodNumber,
  ZodObject,
  ZodRecord,
  ZodString,
  type ZodType,
  ZodUnion,
} from "zod";
export type * as core from "zod/v4/core";
