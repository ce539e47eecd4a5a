import type { Measurement } from "./measure.ts";

const NAME_WIDTH = 50;
const UNIT_WIDTH = 14;
const WIDTH = 10;

/** The first line of the table. */
export function headLine(): string {
  return row("workload", ["median", "lowest", "highest"], "unit", [
    "segments/s",
    "us/segment",
    "us/conn",
    "events/s",
    "peak MB",
    "cpu/wall",
  ]);
}

/** One measurement as a line of the table, and the lines that it has itself. */
export function measurementLines(measurement: Measurement): string[] {
  const { name, unit, median, lowest, highest, figures, results } = measurement;
  const line = row(
    name,
    [median, lowest, highest].map(threeDigits),
    unit,
    [
      figures.segmentsPerSecond,
      figures.usPerSegment,
      figures.usPerConnection,
      figures.eventsPerSecond,
      figures.peakMB,
      figures.processors,
    ].map((it) => it === 0 ? "-" : threeDigits(it)),
  );
  return [line, ...(results[0]?.lines ?? []).map((it) => `  ${it}`)];
}

function row(name: string, values: string[], unit: string, figures: string[]): string {
  const cells = (texts: string[]): string => texts.map((it) => ` ${it.padStart(WIDTH)}`).join("");
  return name.padEnd(NAME_WIDTH) + cells(values) + `  ${unit.padEnd(UNIT_WIDTH)}` + cells(figures);
}

/** A measured number without digits that mean nothing. */
export function threeDigits(value: number): string {
  if (value >= 10_000) return `${(value / 1e3).toFixed(0)}k`;
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}
