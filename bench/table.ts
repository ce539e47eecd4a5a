import type { Measurement } from "./measure.ts";

const NAME_WIDTH = 44;
const WIDTH = 12;

/** The first line of the table. */
export function headLine(): string {
  return row("workload", ["median", "lowest", "highest"], "unit");
}

/** One measurement as a line of the table. */
export function measurementLine({ name, unit, median, lowest, highest }: Measurement): string {
  return row(name, [median, lowest, highest].map(threeDigits), unit);
}

function row(name: string, values: string[], unit: string): string {
  return `${name.padEnd(NAME_WIDTH)}${values.map((v) => v.padStart(WIDTH)).join("")}  ${unit}`;
}

/** A measured number without digits that mean nothing. */
function threeDigits(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}
