import { strictEqual } from "node:assert/strict";

/**
 * Compares text with a file of tests/golden, or of the path given from the
 * root. With GOLDEN=write in the environment, and `--allow-env`, the file is
 * written first: look at the difference before you commit it.
 */
export function matchesGolden(path: string, text: string): void {
  const url = new URL(`../../${path}`, import.meta.url);
  if (isWriting()) Deno.writeTextFileSync(url, text);
  strictEqual(text, Deno.readTextFileSync(url), `${path} is not what comes out now`);
}

function isWriting(): boolean {
  const { state } = Deno.permissions.querySync({ name: "env", variable: "GOLDEN" });
  return state === "granted" && Deno.env.get("GOLDEN") === "write";
}
