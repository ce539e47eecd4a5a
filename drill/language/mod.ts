/** The language of packetdrill: its text as plain data. */
export type {
  CallEvent,
  CodeEvent,
  CommandEvent,
  EcnField,
  EventTime,
  Expression,
  Field,
  IcmpEvent,
  IpFields,
  OptionSpec,
  Script,
  ScriptEvent,
  ScriptOption,
  SegmentEvent,
  SequenceField,
  Unsupported,
} from "./ast.ts";
export { declaredProfile } from "./declared_profile.ts";
export { parseScript } from "./parse_script.ts";
export type { Defines } from "./reader.ts";
export { type Place, ScriptError } from "./script_error.ts";
