/**
 * Keeps this process's main thread on the processor that it is on, and says which
 * one that is: on a machine that is shared, one may be half as fast as the next
 * for minutes, so what is compared has to run on the same. V8's helpers stay free.
 *
 * Returns -1 where that cannot be: anywhere but on Linux, without util-linux's
 * `taskset`, and without permission.
 */
export function stayOnProcessor(): number {
  if (Deno.build.os !== "linux") return -1;
  try {
    const processor = processorIn(Deno.readTextFileSync("/proc/self/stat"));
    const { success } = new Deno.Command("taskset", {
      args: ["--cpu-list", "--pid", String(processor), String(Deno.pid)],
      stdout: "null",
      stderr: "null",
    }).outputSync();
    return success ? processor : -1;
  } catch (error) {
    const isAbsent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotCapable;
    if (isAbsent) return -1;
    throw error;
  }
}

/** Runs a program with the same processor as its only one; -1: with any. */
export function onProcessor(processor: number, program: string, args: readonly string[]): string[] {
  return processor < 0
    ? [program, ...args]
    : ["taskset", "--cpu-list", String(processor), program, ...args];
}

/** The processor in the text of `/proc/PID/stat`: its field 39; the second one, a name, may have spaces. */
export function processorIn(stat: string): number {
  const fromThirdOn = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fromThirdOn[39 - 3]);
}
