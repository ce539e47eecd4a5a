/**
 * Runs all mutants of packetdrill scripts and tells which survive: scripts whose
 * expectation does not hold, and that pass.
 *
 * ```sh
 * deno task drill-mutants tests/drill/scripts
 * ```
 */
import { runScript, ScriptError } from "../../../drill/mod.ts";
import { mutantsOf } from "./mutate.ts";

/** How many of a hundred mutants must be found. */
const LEAST = 99;

/** The scripts at a path, those of folders at any depth. */
function scriptsAt(path: string): string[] {
  if (!Deno.statSync(path).isDirectory) return [path];
  const entries = [...Deno.readDirSync(path)].sort((a, b) => a.name < b.name ? -1 : 1);
  return entries.flatMap(({ name, isDirectory }) => {
    if (isDirectory) return scriptsAt(`${path}/${name}`);
    return name.endsWith(".pkt") ? [`${path}/${name}`] : [];
  });
}

/** Whether a script passes; one that cannot be read does not. */
function passes(text: string, path: string): boolean {
  try {
    return runScript(text, path).status === "passed";
  } catch (error) {
    if (error instanceof ScriptError) return false;
    throw error;
  }
}

const lines: string[] = [];
let [scripts, mutants, found] = [0, 0, 0];
for (const path of Deno.args.flatMap(scriptsAt)) {
  const text = Deno.readTextFileSync(path);
  if (!passes(text, path)) continue;
  scripts++;
  for (const mutant of mutantsOf(text, path)) {
    mutants++;
    if (passes(mutant.text, path)) lines.push(`survives: ${path}: ${mutant.what}`);
    else found++;
  }
}
const share = mutants === 0 ? 100 : 100 * found / mutants;
lines.push(`${scripts} scripts pass; ${found} of ${mutants} mutants fail (${share.toFixed(2)} %)`);
Deno.stdout.writeSync(new TextEncoder().encode(`${lines.join("\n")}\n`));
if (share < LEAST) Deno.exit(1);
