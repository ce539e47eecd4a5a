/**
 * For those who work on the engine: all captures, grouped by what differs first.
 *
 * deno run --allow-read tests/support/capture_groups.ts [--ignore=sackOK,ts] [--strict] [PREFIX...]
 *
 * `--ignore` leaves out options of SYNs that are not there yet; without
 * timestamps, segments are as long as with them. `--strict` compares windows
 * and SACK blocks too. A prefix selects captures by name.
 */
import { type Capture, compare, type Comparison, parseCapture } from "../../captures/mod.ts";

const FOLDER = new URL("../captures/", import.meta.url);
const ignored = Deno.args.find((it) => it.startsWith("--ignore="))?.slice(9).split(",") ?? [];
const windowsAndSack = Deno.args.includes("--strict");
const prefixes = Deno.args.filter((it) => !it.startsWith("--"));

/** Without the 12 bytes of timestamps, an MTU that much smaller gives equal segments. */
function prepared(capture: Capture): Capture {
  const sysctl = JSON.stringify(capture.system.sysctl);
  if (!ignored.includes("ts") || sysctl.includes("tcp_timestamps")) return capture;
  return { ...capture, system: { ...capture.system, mtu: capture.system.mtu - 12 } };
}

function compareFile(name: string): Comparison {
  const capture = prepared(parseCapture(Deno.readTextFileSync(new URL(name, FOLDER)), name));
  const ignoredSynOptions = ignored.includes("ts") ? [...ignored, "mss"] : ignored;
  return compare(capture, { ignoredSynOptions, windowsAndSack });
}

const names = [...Deno.readDirSync(FOLDER)].map((it) => it.name)
  .filter((it) => it.endsWith(".json"))
  .filter((it) => prefixes.length === 0 || prefixes.some((prefix) => it.startsWith(prefix)))
  .sort();
const groups: Map<string, string[]> = new Map();
let passed = 0;
for (const name of names) {
  const first = compareFile(name).differences[0];
  if (first === undefined) {
    passed++;
    continue;
  }
  const group = `${first.kind}: ${first.field}`;
  const line = `  ${name.padEnd(52)} ${first.side}: ${first.theirs} | ${first.ours}`;
  groups.set(group, [...groups.get(group) ?? [], line]);
}
const lines = [...groups].sort((a, b) => b[1].length - a[1].length)
  .flatMap(([group, members]) => [`${group}: ${members.length}`, ...members]);
lines.push(`${passed} passed, ${names.length - passed} failed`);
Deno.stdout.writeSync(new TextEncoder().encode(`${lines.join("\n")}\n`));
