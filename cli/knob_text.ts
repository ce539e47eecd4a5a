import { knobs } from "../engine/tcp/mod.ts";
import { OptionKind } from "../engine/wire/mod.ts";
import { formatDuration } from "../timeline/mod.ts";

/** The value of a knob as people read it: "200 ms", "never", "64 KiB", "on". */
export function knobText(knob: keyof typeof knobs, value: unknown): string {
  switch (knobs[knob].unit) {
    case "time":
      return value === Infinity ? "never" : formatDuration(value as number);
    case "count":
      return value === Infinity ? "no limit" : String(value);
    case "bytes":
      return bytesText(value as number);
    case "switch":
      return value === true ? "on" : "off";
    case "word":
      return String(value);
    case "list":
      return (value as readonly number[]).map(optionText).join(" ");
  }
}

function bytesText(count: number): string {
  if (count % 2 ** 20 === 0) return `${count / 2 ** 20} MiB`;
  if (count % 2 ** 10 === 0) return `${count / 2 ** 10} KiB`;
  return `${count} bytes`;
}

function optionText(kind: number): string {
  switch (kind) {
    case OptionKind.EndOfList:
      return "EOL";
    case OptionKind.NoOperation:
      return "NOP";
    case OptionKind.MaximumSegmentSize:
      return "MSS";
    case OptionKind.WindowScale:
      return "WS";
    case OptionKind.SackPermitted:
      return "SACK";
    case OptionKind.Timestamps:
      return "TS";
    default:
      return String(kind);
  }
}
