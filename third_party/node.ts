/**
 * What commander takes from Node's modules (`node:events` and five others), to be
 * bundled into `node.min.js` by `deno task bundle-libraries`. Deno's own take
 * 16 ms of each start to load, for much that the command line never calls.
 *
 * @module
 */
export { EventEmitter } from "eventemitter3";

/** Of `node:util`: the widths of columns are of texts without colours, as all of ours are. */
export function stripVTControlCharacters(text: string): string {
  return text;
}

/**
 * Of `node:child_process`, `fs`, `path` and `process`: nothing. Commander starts
 * programs for subcommands that are files of their own, and reads arguments,
 * terminals and the environment where its caller gives none.
 */
export default {};
