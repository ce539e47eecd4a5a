import type { Value } from "./ast.ts";

/** A value as `print` and `str` show it. */
export function textOf(value: Value): string {
  if (typeof value === "string") return value;
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  return `[${value.map((it) => typeof it === "string" ? `'${it}'` : textOf(it)).join(", ")}]`;
}

const FIELD = /%(%|[-+ 0#]*\d{0,3}(?:\.\d{1,2})?[dixXfgeosr])/g;

/**
 * `'%d bytes' % 5`.
 *
 * @throws {RangeError} if there are more fields than values, or fewer.
 */
export function formatText(format: string, values: readonly Value[]): string {
  let used = 0;
  const text = format.replace(FIELD, (_, field: string) => {
    if (field === "%") return "%";
    if (used >= values.length) throw new RangeError("a format must have as many values as fields");
    return formatField(field, values[used++]!);
  });
  if (used < values.length) throw new RangeError("a format must have as many values as fields");
  return text;
}

function formatField(field: string, value: Value): string {
  const [, flags = "", width = "", precision, kind = "s"] =
    /^([-+ 0#]*)(\d*)(?:\.(\d+))?(.)$/.exec(field) ?? [];
  const text = converted(kind, value, precision);
  const size = Number(width);
  if (flags.includes("-")) return text.padEnd(size);
  return text.padStart(size, flags.includes("0") ? "0" : " ");
}

function converted(kind: string, value: Value, precision: string | undefined): string {
  if (kind === "s" || kind === "r") return textOf(value);
  const number = Number(value);
  switch (kind) {
    case "x":
      return Math.trunc(number).toString(16);
    case "X":
      return Math.trunc(number).toString(16).toUpperCase();
    case "o":
      return Math.trunc(number).toString(8);
    case "f":
      return number.toFixed(Number(precision ?? 6));
    case "e":
      return number.toExponential(Number(precision ?? 6));
    case "g":
      return String(number);
    default:
      return String(Math.trunc(number));
  }
}
