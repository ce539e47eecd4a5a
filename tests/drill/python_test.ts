import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { PythonError, PythonProgram } from "../../drill/python/mod.ts";

/** What fails in a piece, "" for nothing. */
function failureOf(piece: string, variables = {}): string {
  return new PythonProgram().run(piece, variables)?.message ?? "";
}

Deno.test("assertions of a script's code hold as in Python", () => {
  const right = [
    "assert tcpi_cwnd == 10, 'cwnd is %d' % tcpi_cwnd",
    "assert 1 < 2 <= 2 < 0x10 and not 3 < 2",
    "assert (tcpi_options & 5) != 0 or False; assert 7 | 8 == 15",
    "x = 3; x += 4 # seven\nassert x * 2 - 1 == \\\n 13",
    "assert 7 // 2 == 3 and 7 / 2 == 3.5 and -7 % 3 == 2 and 1 << 4 == 16",
    "assert abs(-3) == max(1, 3,\n  2) and 'b' in 'abc' and 2 not in [1, 3]",
    "assert (5 if tcpi_cwnd > 3 else 6) == 5; print('%03d|%x|%s' % (7, 255, True))",
  ];
  for (const piece of right) {
    strictEqual(failureOf(piece, { "tcpi_cwnd": 10, "tcpi_options": 4 }), "", piece);
  }
});

Deno.test("an assertion that does not hold tells its text, its message and its values", () => {
  const message = failureOf("assert cwnd == 10, 'cwnd %d' % cwnd", { cwnd: 9 });
  strictEqual(message, "assert cwnd == 10, 'cwnd %d' % cwnd: cwnd 9; cwnd = 9");
  ok(failureOf("assert 1 / 0").includes("division by zero"));
  ok(failureOf("assert unknown").includes('no variable "unknown"'));
});

Deno.test("variables live on from piece to piece", () => {
  const program = new PythonProgram();
  strictEqual(program.run("cwnd = 10", {}), null);
  strictEqual(program.run("cwnd += 5; print(cwnd, tcpi_state)", { "tcpi_state": 4 }), null);
  deepStrictEqual(program.printed, ["15 4"]);
});

Deno.test("what is not of the subset is refused with its place", () => {
  for (const piece of ["\n for x in y: pass", "\n  while 1: pass", "\n import os", "\n 1 $ 2"]) {
    throws(() => new PythonProgram().run(piece, {}), (error: PythonError) => {
      strictEqual(error instanceof PythonError && error.line, 2);
      return true;
    });
  }
});

Deno.test("code cannot take more than its share of steps, text or depth", () => {
  const steps = `x = 0\n${"x = x + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1\n".repeat(10_000)}`;
  ok(failureOf(steps).includes("steps"));
  ok(failureOf("s = 'aaaa'\n" + "s = s + s\n".repeat(30)).includes("longer than"));
  throws(() => new PythonProgram().run("(".repeat(5000), {}), PythonError);
});
