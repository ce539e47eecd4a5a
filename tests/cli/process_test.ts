import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { timelineSchema } from "../../mod.ts";
import { LONG_TOPOLOGY, spawnCli, startCli, TOPOLOGY, withFolder } from "../support/cli.ts";

/** Waits until a file is there and not empty. */
async function untilWritten(path: string): Promise<void> {
  while (true) {
    try {
      if ((await Deno.stat(path)).size > 0) return;
    } catch { // not yet
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits until a file is there, which is when the run begins. */
async function untilThere(path: string): Promise<void> {
  while (true) {
    try {
      await Deno.stat(path);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

Deno.test("two processes give the same bytes", async () => {
  const args = ["run", "-", "--json", "-", "--seed", "3"];
  const lossy = TOPOLOGY.replace("latency: 20ms", "latency: 20ms, loss: 10%, jitter: 3ms");
  const [one, other] = await Promise.all([spawnCli(args, lossy), spawnCli(args, lossy)]);
  strictEqual(one.status, 0);
  strictEqual(one.stderr, "");
  deepStrictEqual(other, one);
  timelineSchema.parse(JSON.parse(one.stdout));
});

Deno.test("the statuses of main are those of the process", async () => {
  const statuses = await Promise.all([
    spawnCli(["run", "-", "--quiet"], TOPOLOGY.replace("for: 60s", "for: 61s")),
    spawnCli(["run", "no.yaml"]),
    spawnCli(["check", "-"], TOPOLOGY),
  ]);
  deepStrictEqual(statuses.map(({ status }) => status), [1, 2, 0]);
  deepStrictEqual(statuses.map(({ stderr }) => stderr), [
    "",
    "no.yaml: cannot be read: there is no such file or folder\n",
    "",
  ]);
});

Deno.test("Ctrl-C writes what there is and says that it is partial", async () => {
  await withFolder(async (folder) => {
    const [input, output] = [`${folder}/long.yaml`, `${folder}/out.json`];
    await Deno.writeTextFile(input, LONG_TOPOLOGY);
    const child = startCli(["run", input, "--quiet", "--json", output]);
    await untilThere(output);
    child.kill("SIGINT");
    const { code, stdout, stderr } = await child.output();
    strictEqual(
      new TextDecoder().decode(stderr),
      "Interrupted: this is the beginning of the run only\n",
    );
    strictEqual(code, 130);
    match(new TextDecoder().decode(stdout), /^Interrupted after /m);
    const timeline = timelineSchema.parse(JSON.parse(await Deno.readTextFile(output)));
    strictEqual(timeline.partial, true);
    ok(timeline.records.length > 0);
  });
});

Deno.test("Ctrl-C while the JSON is written leaves no half of it", async () => {
  await withFolder(async (folder) => {
    const [input, output] = [`${folder}/long.yaml`, `${folder}/out.json`];
    await Deno.writeTextFile(input, LONG_TOPOLOGY);
    const child = startCli(["run", input, "--until", "60s", "--quiet", "--json", output]);
    await untilWritten(output);
    child.kill("SIGINT");
    const { code, stderr } = await child.output();
    strictEqual(
      new TextDecoder().decode(stderr),
      `Interrupted: ${output} is taken away, since it is not whole\n`,
    );
    strictEqual(code, 130);
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    deepStrictEqual(names, ["long.yaml"]);
  });
});

Deno.test("Ctrl-C while standard input is read ends at once", async () => {
  const child = startCli(["check", "-"], "piped");
  const writer = child.stdin.getWriter();
  await writer.write(new Uint8Array(100_000)); // more than a pipe holds: it is being read
  child.kill("SIGINT");
  const { signal, stderr } = await child.output();
  strictEqual(signal, "SIGINT");
  strictEqual(stderr.length, 0);
  await writer.close().catch(() => {}); // nobody reads it any more
});

Deno.test("the schema needs no permission", async () => {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "main.ts", "schema", "timeline"],
    cwd: new URL("../../", import.meta.url),
  });
  const { code, stdout } = await command.output();
  strictEqual(code, 0);
  const { timelineJsonSchema } = await import("../../mod.ts");
  strictEqual(new TextDecoder().decode(stdout), timelineJsonSchema());
});
