import type { Nanos } from "../../engine/base/time.ts";
import type { Place } from "./script_error.ts";

/** A packetdrill script as plain data. */
export interface Script {
  /** As messages name it. */
  readonly path: string;
  readonly options: readonly ScriptOption[];
  readonly events: readonly ScriptEvent[];
  /** What the language has and this program does not: the script cannot be run. */
  readonly unsupported: readonly Unsupported[];
}

/** `--tolerance_usecs=75000` at the top of a script. */
export interface ScriptOption {
  readonly place: Place;
  readonly name: string;
  readonly value: string;
}

/** A part of the language that is read but not run. */
export interface Unsupported {
  readonly place: Place;
  readonly what: string;
}

/** When an event happens. Ranges and "any" are for outbound packets only. */
export type EventTime =
  /** Counted from the start of the script. */
  | { readonly kind: "absolute"; readonly from: Nanos; readonly to: Nanos }
  /** Counted from the event before. */
  | { readonly kind: "relative"; readonly from: Nanos; readonly to: Nanos }
  /** `*`: whenever it comes. */
  | { readonly kind: "any" }
  /** A command before the first event, or behind the last one. */
  | { readonly kind: "untimed" };

/** What all events have. */
interface EventBase {
  readonly place: Place;
  readonly time: EventTime;
  /** The line as it stands in the script, without its comment. */
  readonly text: string;
}

export type ScriptEvent = SegmentEvent | IcmpEvent | CallEvent | CommandEvent | CodeEvent;

/** What of the IP header is asked for or given; null where a script says nothing. */
export interface IpFields {
  readonly ecn: EcnField | null;
  readonly tos: number | null;
  readonly ttl: number | null;
}

export type EcnField = "noecn" | "ect0" | "ect1" | "ce";

/** A segment that is injected ("in") or expected ("out"). */
export interface SegmentEvent extends EventBase {
  readonly kind: "segment";
  readonly direction: "in" | "out";
  readonly ip: IpFields;
  /** Bits of `Flag`. */
  readonly flags: number;
  readonly seq: SequenceField;
  readonly ack: number | null;
  readonly window: number | null;
  readonly urgent: number | null;
  /** null: `<...>`, which matches everything. */
  readonly options: readonly OptionSpec[] | null;
}

/** `1:101(100)`, `0:0(0)!`, `...(0)`. */
export interface SequenceField {
  /** null: `...`, which matches everything. */
  readonly start: number | null;
  readonly length: number;
  /** `!`: the number stands as it is, not counted from the initial one. */
  readonly isAbsolute: boolean;
}

/** A TCP option as a script writes it. */
export type OptionSpec =
  | { readonly kind: "nop" | "eol" | "sackOK" }
  | { readonly kind: "mss" | "wscale"; readonly value: number }
  | { readonly kind: "TS"; readonly value: number; readonly echo: number }
  | { readonly kind: "sack"; readonly blocks: readonly (readonly [number, number])[] }
  | { readonly kind: "FO" | "FOEXP"; readonly cookie: Uint8Array };

/** An ICMP message that is injected. */
export interface IcmpEvent extends EventBase {
  readonly kind: "icmp";
  readonly type: number;
  readonly code: number;
  /** Of "fragmentation needed". */
  readonly mtu: number | null;
  /** What segment it is about; null: the last one sent. */
  readonly quoted: SequenceField | null;
}

/** A system call. */
export interface CallEvent extends EventBase {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Expression[];
  readonly result: Expression;
  /** "EINPROGRESS"; null where the script does not say. */
  readonly errno: string | null;
  /** `...`: it blocks until then, counted as its start; null where it must return at once. */
  readonly end: Nanos | null;
}

/** A command line for a shell, in backticks. None is ever executed. */
export interface CommandEvent extends EventBase {
  readonly kind: "command";
  readonly command: string;
}

/** A piece of a Python program, in `%{ }%`. */
export interface CodeEvent extends EventBase {
  readonly kind: "code";
  readonly code: string;
  /** Where its first character stands. */
  readonly codePlace: Place;
}

/** An argument or result of a call. */
export type Expression =
  | { readonly kind: "ellipsis"; readonly place: Place }
  | { readonly kind: "number"; readonly place: Place; readonly value: number }
  | { readonly kind: "word"; readonly place: Place; readonly name: string }
  | { readonly kind: "text"; readonly place: Place; readonly value: string }
  | { readonly kind: "or"; readonly place: Place; readonly items: readonly Expression[] }
  | { readonly kind: "list"; readonly place: Place; readonly items: readonly Expression[] }
  | { readonly kind: "record"; readonly place: Place; readonly fields: readonly Field[] }
  | {
    readonly kind: "call";
    readonly place: Place;
    readonly name: string;
    readonly args: readonly Expression[];
  };

/** `events=POLLIN`; positional ones have the name "". */
export interface Field {
  readonly name: string;
  readonly value: Expression;
}
