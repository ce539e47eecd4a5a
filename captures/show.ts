import type { CapturedSegment } from "./capture.ts";

/** A segment in one line: "> PA 1:101 (100) ack 1". */
export function showSegment(segment: CapturedSegment): string {
  const { direction, flags, seq, ack, len, opts, sack, win } = segment;
  const parts = [
    direction === "to-server" ? ">" : "<",
    (flags === "" ? "-" : flags).padEnd(3),
    len === 0 ? `${seq}` : `${seq}+${len}`,
  ];
  if (ack !== undefined) parts.push(`ack ${ack}`);
  if (opts !== undefined) parts.push(showOptions(segment));
  if (sack !== undefined) parts.push(`sack ${sack.map(([a, b]) => `${a}-${b}`).join(" ")}`);
  if (win !== undefined) parts.push(`win ${win}`);
  return parts.join(" ");
}

/** The options of a SYN: "mss 1460 sackOK ts wscale 10". */
export function showOptions({ opts }: CapturedSegment): string {
  if (opts === undefined) return "";
  const words: string[] = [];
  if (opts.mss !== undefined) words.push(`mss ${opts.mss}`);
  if (opts.sackOK === true) words.push("sackOK");
  if (opts.ts === true) words.push("ts");
  if (opts.wscale !== undefined) words.push(`wscale ${opts.wscale}`);
  return words.join(" ");
}

/** Milliseconds with one digit. */
export function showTime(at: number): string {
  return at === Infinity ? "never" : at.toFixed(1);
}
