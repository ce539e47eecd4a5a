import type { JSX } from "preact";
import { formatDuration, groupThousands } from "../../../duration.ts";
import type { RecordJson } from "../../../schema_records.ts";

/** Fields that stand in the heading, or are told in another way. */
const ELSEWHERE = new Set(["id", "at", "cause", "kind", "host", "ip", "tcp", "icmp", "sent"]);

/** Times among the fields. */
const TIMES = new Set(["deadline", "srtt", "rttvar", "rto", "minRtt"]);

/** The fields of a record, as in the JSON, in a table of names and values. */
export function Fields({ record }: { record: RecordJson }): JSX.Element {
  const rows = rowsOf(record as unknown as Record<string, unknown>, ELSEWHERE);
  const segment = record.kind === "segment" ? record : null;
  return (
    <>
      <Rows rows={rows} />
      {segment?.tcp && <Section title="TCP" of={segment.tcp} />}
      {segment?.icmp && <Section title="ICMP" of={segment.icmp} />}
      {segment && <Section title="IP" of={segment.ip} />}
    </>
  );
}

function Section({ title, of }: { title: string; of: object }): JSX.Element {
  const { options, ...rest } = of as Record<string, unknown>;
  const rows = rowsOf({ ...rest, ...(options as object) }, new Set());
  return (
    <details open={title !== "IP"}>
      <summary>{title}</summary>
      <Rows rows={rows} />
    </details>
  );
}

function Rows({ rows }: { rows: readonly (readonly [string, string])[] }): JSX.Element {
  return (
    <dl>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function rowsOf(fields: Record<string, unknown>, without: ReadonlySet<string>): [string, string][] {
  return Object.entries(fields)
    .filter(([name, value]) => !without.has(name) && value !== "" && value !== null)
    .map(([name, value]) => [name, textOf(name, value)]);
}

function textOf(name: string, value: unknown): string {
  if (TIMES.has(name) && typeof value === "number") return formatDuration(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") {
    return Number.isInteger(value) ? groupThousands(value) : `${value}`;
  }
  if (Array.isArray(value)) return value.map((item) => textOf("", item)).join(", ") || "none";
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value).filter(([, part]) => part !== "" && part !== null);
    return parts.map(([key, part]) => `${key} ${textOf(key, part)}`).join(", ") || "none";
  }
  return String(value);
}
