/** Whether this program was built, and does not run from its sources. */
const IS_BUILT = import.meta.url.endsWith(".js");

/** Where the project is: where its tasks run. */
export const PROJECT: URL = new URL(IS_BUILT ? "../../" : "../", import.meta.url);

/** The command line, built where this program is. */
export const COMMAND_LINE = IS_BUILT ? "dist/cablepull.js" : "main.ts";

/** The programs that benchmarks run in processes of their own, from their sources. */
const SOURCES = { alone: "bench/mod.ts", ours: "bench/peers/ours.ts" } as const;
type Program = keyof typeof SOURCES;

/** The module of a program. */
export function moduleOf(program: Program, isBuilt: boolean): string {
  return isBuilt ? `dist/bench/${program}.js` : SOURCES[program];
}

/**
 * Builds the command line, by its task, and in the same way the programs of
 * benchmarks. Each is parsed once, as Deno does before the first run, which takes
 * 30 MB that no later run has. The first time on a machine Deno fetches the
 * bundler from the npm registry.
 *
 * @throws {Error} if that fails.
 */
export function buildAll(): void {
  deno(["task", "--quiet", "build"]);
  for (const program of Object.keys(SOURCES) as Program[]) {
    const to = moduleOf(program, true);
    deno(["bundle", "--quiet", "--platform", "deno", "-o", to, SOURCES[program]]);
    deno(["cache", "--quiet", to]);
  }
}

function deno(args: string[]): void {
  const { code, stderr } = new Deno.Command(Deno.execPath(), { args, cwd: PROJECT }).outputSync();
  if (code === 0) return;
  throw new Error(
    `Cannot build (--sources measures without): deno ${args.join(" ")} ended with ${code}:\n` +
      new TextDecoder().decode(stderr),
  );
}
