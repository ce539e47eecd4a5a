import { moduleOf, PROJECT } from "./built.ts";
import { stayOnProcessor } from "./processor.ts";
import { typical, warmUp } from "./warm_up.ts";
import { V8_FLAGS } from "./v8_flags.ts";
import type { Result, Workload } from "./workload.ts";

/** One run in a process of its own. */
export interface Alone {
  readonly result: Result;
  /** The most memory that the process had for its first run: later ones have the garbage of those before. */
  readonly peakMB: number;
}

/**
 * Runs a workload in this process: once, until it is warm, and then as it
 * typically is, which counts; a long one only once.
 */
export async function runHere(workload: Workload): Promise<Alone> {
  if (workload.isComparison === true) stayOnProcessor();
  const first = await workload.run();
  const peak = peakMB();
  if (workload.isLong === true) return { result: first, peakMB: peak };
  await warmUp(() => workload.run());
  const result = await typical(() => workload.run(), ({ value }) => value);
  return { result, peakMB: peak };
}

/**
 * Runs a workload in a process of its own, so that its memory is its own too.
 * With all permissions, for Deno gives /proc/self/status to no less.
 *
 * @throws {Error} if it fails.
 */
export function runAlone(workload: Workload, isBuilt: boolean): Alone {
  const { code, stdout, stderr } = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--no-check",
      "--allow-all",
      `--v8-flags=--expose-gc,${V8_FLAGS}`,
      moduleOf("alone", isBuilt),
      `--alone=${workload.name}`,
    ],
    cwd: PROJECT,
  }).outputSync();
  if (code === 0) return JSON.parse(new TextDecoder().decode(stdout)) as Alone;
  throw new Error(
    `Cannot measure ${workload.name}: it ended with ${code}:\n${new TextDecoder().decode(stderr)}`,
  );
}

/**
 * The most memory that the process had, in MB of 2^20 bytes, as Linux tells it; 0 elsewhere, and
 * without permission.
 */
export function peakMB(): number {
  if (Deno.build.os !== "linux") return 0;
  try {
    const status = Deno.readTextFileSync("/proc/self/status");
    return Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return 0;
    throw error;
  }
}
