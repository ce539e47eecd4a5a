/**
 * What the command line needs of the npm library `commander`, to be bundled into
 * `commander.min.js` by `deno task bundle-libraries`, which lets it ask
 * `node.min.js` for what it takes from Node.
 *
 * @module
 */
export { Command, CommanderError } from "commander";
