/** Scripts of packetdrill, run in virtual time. */
export {
  parseScript,
  type Place,
  type Script,
  ScriptError,
  type ScriptEvent,
} from "./language/mod.ts";
export { DRILL_DEFAULTS, type DrillOptions, runScript } from "./runner/run_script.ts";
export type { Verdict } from "./runner/verdict.ts";
