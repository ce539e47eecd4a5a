import { groupThousands } from "../duration.ts";
import { always, type Part } from "./parts.ts";
import type { ArrowRow } from "./row.ts";

/** Sums up the segments with data among these: "23 segments, 33,580 bytes, up to seq=33581". */
export function dataParts(arrows: readonly ArrowRow[]): Part[] {
  const data = arrows.filter((row) => (row.bulk?.bytes ?? 0) > 0);
  if (data.length === 0) return [];
  const bytes = data.reduce((sum, row) => sum + (row.bulk?.bytes ?? 0), 0);
  const end = data.reduce((last, row) => Math.max(last, row.bulk?.end ?? 0), 0);
  return [
    always(`${count(data.length, "segment")}, ${count(bytes, "byte")}`),
    { text: `, up to seq=${end}`, keep: 3 },
  ];
}

/** Sums up the acknowledgements among these: "12 ACKs (3 duplicate), up to ack=33581". */
export function ackParts(arrows: readonly ArrowRow[]): Part[] {
  const acks = arrows.filter((row) => row.bulk?.bytes === 0);
  if (acks.length === 0) return [];
  const duplicates = acks.filter((row) => row.bulk?.duplicate).length;
  const ack = acks.reduce((last, row) => Math.max(last, row.bulk?.ack ?? 0), 0);
  return [
    always(`${acks.length < arrows.length ? ", " : ""}${count(acks.length, "ACK")}`),
    { text: duplicates === 0 ? "" : ` (${duplicates} duplicate)`, keep: 5 },
    { text: `, up to ack=${ack}`, keep: 3 },
  ];
}

/** So many of something: "1 byte", "33,580 bytes". */
export function count(value: number, what: string): string {
  return `${groupThousands(value)} ${what}${value === 1 ? "" : "s"}`;
}
