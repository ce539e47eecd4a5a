import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { onProcessor, processorIn } from "../../bench/processor.ts";

Deno.test("the processor is the 39th field, whatever the program's name [proc(5)]", () => {
  const fields = Array.from({ length: 52 }, (_, i) => String(i + 1));
  fields[1] = "(a name) with (words)";
  strictEqual(processorIn(`${fields.join(" ")}\n`), 39);
});

Deno.test("a program runs on one processor, or on any", () => {
  deepStrictEqual(onProcessor(3, "./bulk", ["--flows=1"]), [
    "taskset",
    "--cpu-list",
    "3",
    "./bulk",
    "--flows=1",
  ]);
  deepStrictEqual(onProcessor(-1, "./bulk", ["--flows=1"]), ["./bulk", "--flows=1"]);
});
