import { PROJECT } from "./built.ts";
import { V8_FLAGS } from "./v8_flags.ts";

/** Runs a module of the project in a Deno of its own, as a task does; gives milliseconds. */
export async function childMs(module: string, args: readonly string[]): Promise<number> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      `--v8-flags=${V8_FLAGS}`,
      "--no-prompt",
      "--allow-read",
      "--allow-write",
      module,
      ...args,
    ],
    cwd: PROJECT,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  });
  const start = performance.now();
  const { code, stderr } = await command.output();
  if (code === 0) return performance.now() - start;
  throw new Error(`A benchmark's child failed: ${new TextDecoder().decode(stderr)}`);
}
