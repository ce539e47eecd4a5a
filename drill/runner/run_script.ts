import { type Profile, profileByName, profileNames } from "../../engine/tcp/mod.ts";
import {
  declaredProfile,
  type Defines,
  parseScript,
  type Script,
  ScriptError,
} from "../language/mod.ts";
import { ScriptRun } from "./script_run.ts";
import { settingsOf } from "./settings.ts";
import { Failure, NotSupported, type Verdict } from "./verdict.ts";

/** How scripts are run. */
export interface DrillOptions {
  /** The system under test; "" for the one that the script names, or else its dialect asks for. */
  readonly profile: string;
  /** Whether PSH in the middle of a write is not checked. */
  readonly relaxedPush: boolean;
  /** `--define NAME=value`. */
  readonly defines: Defines;
}

/** What is so where nothing is said. */
export const DRILL_DEFAULTS: DrillOptions = { profile: "", relaxedPush: false, defines: new Map() };

/**
 * Runs a packetdrill script in virtual time.
 *
 * A script that the system under test does not satisfy has the verdict
 * "failed"; one that asks for what is not here is "unsupported". Nothing that
 * stands in a script is ever executed outside: no command, no file.
 *
 * @throws {ScriptError} if it is not a script.
 *
 * @example A host that nobody listens on resets
 * ```ts
 * import { runScript } from "./run_script.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const script = `
 * 0 < S 0:0(0) win 1000 <mss 1460>
 * +0 > R. 0:0(0) ack 1 win 0
 * `;
 * strictEqual(runScript(script, "closed.pkt").status, "passed");
 * ```
 */
export function runScript(
  text: string,
  path: string,
  options: DrillOptions = DRILL_DEFAULTS,
): Verdict {
  const script = parseScript(text, path, options.defines);
  const [first] = script.unsupported;
  if (first !== undefined) return unsupported(path, new NotSupported(first.place, first.what));
  const isFreebsd = isFreebsdDialect(script);
  const declared = declaredProfile(text, path, profileNames);
  const name = options.profile || declared || (isFreebsd ? "freebsd" : "linux");
  return verdictOf(script, profileByName(name), isFreebsd, options);
}

function verdictOf(
  script: Script,
  profile: Profile,
  isFreebsd: boolean,
  options: DrillOptions,
): Verdict {
  const { path } = script;
  let run: ScriptRun | null = null;
  try {
    const settings = settingsOf(script, isFreebsd);
    run = new ScriptRun(script, profile, settings, options.relaxedPush);
    run.run();
    return { ...NOTHING, path, status: "passed", printed: run.printed };
  } catch (error) {
    if (error instanceof NotSupported) return unsupported(path, error);
    if (!(error instanceof Failure) || error instanceof ScriptError) throw error;
    const { place, message, expected, seen } = error;
    const timeline = run === null ? [] : run.log.tail();
    const printed = run === null ? [] : run.printed;
    return { path, status: "failed", place, message, expected, seen, timeline, printed };
  }
}

const NOTHING = { place: null, message: "", expected: "", seen: "", timeline: [], printed: [] };

function unsupported(path: string, { place, message }: NotSupported): Verdict {
  return { ...NOTHING, path, status: "unsupported", place, message };
}

/** FreeBSD's scripts set its own variables, or ask its own programs. */
function isFreebsdDialect(script: Script): boolean {
  return script.events.some((it) =>
    it.kind === "command" && /\b(?:net\.inet6?\.|kern\.|sockstat\b|tcpdrop\b)/.test(it.command)
  );
}
