/**
 * What topologies need of the npm library `yaml`, to be bundled into
 * `yaml.min.js` by `deno task bundle-libraries`.
 *
 * Of the library's two builds Deno always takes that for Node: 74 files of
 * CommonJS, which take a tenth of a short command's time to find, and which read
 * the environment. The other one, for browsers, does neither.
 *
 * @module
 */
export {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Pair,
  type ParsedNode,
  Parser,
} from "yaml";
