import { ok } from "node:assert/strict";
import { V8_FLAGS } from "../../bench/v8_flags.ts";

Deno.test("the tasks that simulate have the flags of V8 that benchmarks have", () => {
  const { tasks } = JSON.parse(Deno.readTextFileSync("deno.json"));
  for (const name of ["run", "verify", "sweep", "matrix"]) {
    const { command } = tasks[name];
    ok(command.includes(`deno run --v8-flags=${V8_FLAGS} `), `${name}: ${command}`);
  }
});
