import { formatDuration } from "../timeline/mod.ts";
import { type Answer, type Side } from "./answer.ts";

/** Who was in TIME-WAIT and for how long: "local, 60 s"; "nobody". */
export function timeWaitText({ local, peer }: Answer): string {
  const holders = [["local", local] as const, ["peer", peer] as const]
    .filter(([, side]) => side.timeWait > 0)
    .map(([name, side]) => `${name}, ${formatDuration(side.timeWait)}`);
  return holders.length === 0 ? "nobody" : holders.join("; ");
}

/** The segments in one line: "> FIN,ACK, < ACK"; "none". */
export function segmentsText({ segments }: Answer): string {
  return segments.length === 0 ? "none" : segments.join("  ");
}

/** The states in one line: "FIN-WAIT-1 +0 s, CLOSED +20 ms"; "no connection". */
export function statesText({ states }: Side): string {
  return states.length === 0 ? "no connection" : states.join(", ");
}

/**
 * What calls returned, those of one name together in the order of their
 * making: "close: 0; recv: ECONNRESET at +10 ms, 0, 0; send: EPIPE 3x".
 */
export function callsText({ calls }: Side): string {
  if (calls.length === 0) return "no program";
  const byName = new Map<string, string[]>();
  for (const { call, text } of calls) {
    const results = byName.get(call) ?? [];
    byName.set(call, [...results, text]);
  }
  return [...byName].map(([call, results]) => `${call}: ${counted(results).join(", ")}`)
    .join("; ");
}

/** Equal neighbours as one: "0 3x". */
function counted(texts: readonly string[]): string[] {
  const runs: { text: string; count: number }[] = [];
  for (const text of texts) {
    const last = runs.at(-1);
    if (last?.text === text) last.count++;
    else runs.push({ text, count: 1 });
  }
  return runs.map(({ text, count }) => count === 1 ? text : `${text} ${count}x`);
}
