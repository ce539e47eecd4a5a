import { strictEqual } from "node:assert/strict";
import { Progress } from "../../cli/progress.ts";
import { FakeOutput } from "../support/cli.ts";

/** A run whose clock goes on by so many milliseconds between two looks. */
async function shown(isTerminal: boolean, steps: readonly number[]): Promise<FakeOutput> {
  const output = new FakeOutput(null, isTerminal);
  let time = 1000;
  const progress = new Progress(output, () => time);
  for (const [i, step] of steps.entries()) {
    time += step;
    await progress.show((i + 1) * 1e9, (i + 1) * 1000);
  }
  await progress.clear();
  return output;
}

Deno.test("progress shows virtual time and events per second on a terminal, and goes away", async () => {
  const { text } = await shown(true, [500, 500]);
  strictEqual(
    text,
    "\r\x1b[K1s of virtual time, 2,000 events/s" +
      "\r\x1b[K2s of virtual time, 2,000 events/s" +
      "\r\x1b[K",
  );
});

Deno.test("progress is shown where there is a terminal only", async () => {
  strictEqual((await shown(false, [500, 500])).text, "");
});

Deno.test("progress shows nothing of a short run, and not every look of a long one", async () => {
  strictEqual((await shown(true, [100, 100, 100])).text, "");
  strictEqual((await shown(true, [500, 10, 10])).text.split("\r").length, 3);
});
