import { ok, strictEqual } from "node:assert/strict";
import { CHROMIUM } from "../support/browser/chromium.ts";

const PROJECT = new URL("../../", import.meta.url);

/**
 * Runs checks of pages in a process of their own: what drives the browser
 * needs every permission, and no other test shall have them.
 */
async function check(file: string): Promise<{ name: string; passed: boolean }[]> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--no-prompt", "--allow-all", "--no-check", "--reporter=tap", file],
    cwd: PROJECT,
    env: { NO_COLOR: "1" },
  }).output();
  const lines = new TextDecoder().decode(stdout).split("\n");
  const checks = lines.flatMap((line) => {
    const [, not = "", name = ""] = /^(not )?ok \d+ - (.*)$/.exec(line) ?? [];
    return name === "" ? [] : [{ name, passed: not === "" }];
  });
  const failed = checks.filter(({ passed }) => !passed);
  if (failed.length > 0 || checks.length === 0) {
    throw new Error(`${lines.join("\n")}\n${new TextDecoder().decode(stderr)}`);
  }
  return checks;
}

const WHY_NOT = CHROMIUM === "" ? " (Chromium is not installed)" : "";

Deno.test({
  name: `a page does in a real Chromium what it says${WHY_NOT}`,
  ignore: CHROMIUM === "",
  async fn(test) {
    const checks = await check("tests/browser/page_checks.ts");
    ok(checks.length >= 14);
    for (const { name, passed } of checks) {
      await test.step(name, () => strictEqual(passed, true));
    }
  },
});
