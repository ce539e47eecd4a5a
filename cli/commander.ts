/** The part of commander that the command line needs, with its types. */
// @ts-types="../third_party/commander.ts"
export { Command, CommanderError } from "../third_party/commander.min.js";
