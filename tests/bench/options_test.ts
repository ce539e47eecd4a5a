import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { isChosen, readOptions } from "../../bench/options.ts";

Deno.test("without arguments everything is measured five times", () => {
  deepStrictEqual(readOptions([]), {
    help: false,
    texts: [],
    runs: 5,
    json: "",
    against: "",
    sources: false,
    alone: "",
  });
  strictEqual(isChosen("anything", []), true);
});

Deno.test("every text that is given chooses, by itself or with --only", () => {
  const { texts, runs, against } = readOptions([
    "D",
    "churn",
    "--only",
    "B",
    "--against",
    "ns3",
    "--runs",
    "3",
  ]);
  deepStrictEqual([texts, runs, against], [["D", "churn", "B"], 3, "ns3"]);
  deepStrictEqual(["churn-1", "C", "B"].map((name) => isChosen(name, texts)), [true, false, true]);
});

for (
  const [args, message] of [
    [["--runs", "0"], '--runs must be a whole number from 1 up: it is "0"'],
    [["--runs", "x"], '--runs must be a whole number from 1 up: it is "x"'],
    [["--against", "mininet"], '--against must be ns3: it is "mininet"'],
    [["--runs", "-3"], "Option '--runs' argument is ambiguous; --help tells what there is"],
    [["--fast"], "Unknown option '--fast'; --help tells what there is"],
  ] as const
) {
  Deno.test(`bench ${args.join(" ")} is told what is wrong`, () => {
    throws(() => readOptions(args), { name: "BadOption", message });
  });
}
