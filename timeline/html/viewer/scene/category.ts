/** What a record is shown as: what one can hide has a number of its own. */
export const Category = {
  Segment: 0,
  State: 1,
  Call: 2,
  Timer: 3,
  Process: 4,
  Fault: 5,
  /** Numbers of a connection: shown as plots, not on the lanes. */
  Numbers: 6,
} as const;
export type Category = typeof Category[keyof typeof Category];

/** The categories that can be hidden, by name. */
export const CATEGORIES: readonly (readonly [Category, string])[] = [
  [Category.Segment, "Segments"],
  [Category.State, "States"],
  [Category.Call, "Calls"],
  [Category.Timer, "Timers"],
  [Category.Process, "Processes"],
  [Category.Fault, "Faults"],
];

/** The category of a record's kind. */
export function categoryOf(kind: string): Category {
  switch (kind) {
    case "segment":
      return Category.Segment;
    case "state":
      return Category.State;
    case "call":
      return Category.Call;
    case "timer":
      return Category.Timer;
    case "process":
      return Category.Process;
    case "fault":
    case "link":
    case "nic":
    case "host":
      return Category.Fault;
    default:
      return Category.Numbers;
  }
}

/** What a segment does, which decides its color: of several, the first. */
export const Tone = {
  Reset: 0,
  Syn: 1,
  Fin: 2,
  Again: 3,
  Data: 4,
  Ack: 5,
  Icmp: 6,
} as const;
export type Tone = typeof Tone[keyof typeof Tone];

/** The tone of a segment by its flags, its bytes and why it was sent. */
export function toneOf(flags: readonly string[], dataLength: number, note: string): Tone {
  if (flags.includes("RST")) return Tone.Reset;
  if (/retransmi|probe/i.test(note)) return Tone.Again;
  if (flags.includes("SYN")) return Tone.Syn;
  if (flags.includes("FIN")) return Tone.Fin;
  return dataLength > 0 ? Tone.Data : Tone.Ack;
}
