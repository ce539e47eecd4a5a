import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { OutputFile } from "../../cli/output_file.ts";
import { timelineSchema } from "../../mod.ts";
import { callCli, type Outcome, TOPOLOGY, withFolder } from "../support/cli.ts";

/** Runs a topology from a file in a folder, and writes JSON to where `path` says. */
async function runInto(folder: string, path: string, text = TOPOLOGY): Promise<Outcome> {
  await Deno.writeTextFile(`${folder}/in.yaml`, text);
  return await callCli(["run", `${folder}/in.yaml`, "--quiet", "--json", path]);
}

async function filesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}

Deno.test("--json writes the timeline in place of a longer file", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/out.json`;
    await Deno.writeTextFile(path, "x".repeat(1_000_000));
    strictEqual((await runInto(folder, path)).status, 0);
    timelineSchema.parse(JSON.parse(await Deno.readTextFile(path)));
  });
});

Deno.test("a place that cannot be written is told before the run", async () => {
  await withFolder(async (folder) => {
    const cases = [
      [`${folder}/no/out.json`, "cannot be written: there is no such file or folder"],
      [folder, "cannot be written: it is a folder"],
      [`${folder}/in.yaml/out.json`, "cannot be written: a part of its path is no folder"],
    ] as const;
    for (const [path, reason] of cases) {
      deepStrictEqual(await runInto(folder, path), {
        status: 2,
        stdout: "",
        stderr: `${path}: ${reason}\n`,
      });
    }
  });
});

Deno.test("the topology is not written over, by whichever path", async () => {
  await withFolder(async (folder) => {
    const input = `${folder}/in.yaml`;
    await Deno.writeTextFile(input, TOPOLOGY);
    await Deno.symlink(input, `${folder}/soft.json`);
    await Deno.link(input, `${folder}/hard.json`);
    for (
      const path of [input, `${folder}/./in.yaml`, `${folder}/soft.json`, `${folder}/hard.json`]
    ) {
      const { status, stderr } = await callCli(["run", input, "--json", path]);
      strictEqual(status, 2);
      strictEqual(stderr, `${path}: --json must be another file than the topology\n`);
      strictEqual(await Deno.readTextFile(input), TOPOLOGY);
    }
  });
});

Deno.test("bad input leaves a file as it was, and makes none", async () => {
  await withFolder(async (folder) => {
    const bad = TOPOLOGY.replace("20ms", "20");
    await Deno.writeTextFile(`${folder}/old.json`, "old");
    strictEqual((await runInto(folder, `${folder}/old.json`, bad)).status, 2);
    strictEqual((await runInto(folder, `${folder}/new.json`, bad)).status, 2);
    strictEqual(await Deno.readTextFile(`${folder}/old.json`), "old");
    deepStrictEqual(await filesIn(folder), ["in.yaml", "old.json"]);
  });
});

Deno.test("a file that was opened and never written is as it was", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/old.json`, "old");
    for (const name of ["old.json", "new.json"]) {
      const file = await OutputFile.open(`${folder}/${name}`, []);
      await file.close();
    }
    strictEqual(await Deno.readTextFile(`${folder}/old.json`), "old");
    deepStrictEqual(await filesIn(folder), ["old.json"]);
  });
});

Deno.test("a file that does not get whole is taken away, whatever stopped it", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/out.json`;
    const message = async (texts: Iterable<string>, isInterrupted: boolean): Promise<string> => {
      const file = await OutputFile.open(path, []);
      try {
        await file.write(texts, () => isInterrupted);
        return "";
      } catch (error) {
        return String(error);
      } finally {
        await file.close();
      }
    };
    function* failing(): Generator<string> {
      yield "x".repeat(100_000);
      throw new RangeError("a bug");
    }
    strictEqual(await message(failing(), false), "RangeError: a bug");
    deepStrictEqual(await filesIn(folder), []);
    strictEqual(
      await message(["x"], true),
      `Interruption: Interrupted: ${path} is taken away, since it is not whole`,
    );
    deepStrictEqual(await filesIn(folder), []);
    strictEqual(await message(["whole"], false), "");
    strictEqual(await Deno.readTextFile(path), "whole");
  });
});

Deno.test("two exports do not share a file, by whatever path, but may share a device", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/in.yaml`, TOPOLOGY);
    const [json, link] = [`${folder}/out.json`, `${folder}/link`];
    await Deno.symlink(json, link);
    for (const path of [json, `${folder}/./out.json`, link]) {
      deepStrictEqual(
        await callCli(["run", `${folder}/in.yaml`, "--json", json, "--pcapng", path]),
        {
          status: 2,
          stdout: "",
          stderr: `${path}: --json and --pcapng must not both go to one file\n`,
        },
      );
    }
    deepStrictEqual(await filesIn(folder), ["in.yaml", "link"], "no file stays");
    const twice = ["--quiet", "--json", "/dev/null", "--pcapng", "/dev/null"];
    strictEqual((await callCli(["run", `${folder}/in.yaml`, ...twice])).status, 0);
  });
});

Deno.test("a script is not replaced by what came of it", async () => {
  await withFolder(async (folder) => {
    const script = `${folder}/socket.pkt`;
    const text = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n";
    await Deno.writeTextFile(script, text);
    const { status, stderr } = await callCli([
      "drill",
      script,
      "--junit",
      `${folder}/./socket.pkt`,
    ]);
    strictEqual(status, 2);
    strictEqual(
      stderr,
      `${folder}/./socket.pkt: --junit must be another file than the script\n`,
    );
    strictEqual(await Deno.readTextFile(script), text);
    const passed = await callCli(["drill", script, "--json", "-", "--junit", `${folder}/out.xml`]);
    strictEqual(passed.status, 0);
    strictEqual(JSON.parse(passed.stdout)[0].status, "passed");
    deepStrictEqual(await filesIn(folder), ["out.xml", "socket.pkt"]);
  });
});

Deno.test("verdicts and the matrix do not share a file either, nor standard output", async () => {
  await withFolder(async (folder) => {
    const script = `${folder}/socket.pkt`;
    await Deno.writeTextFile(script, "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n");
    const out = `${folder}/out`;
    const matrix = ["matrix", "--os", "linux", "--action", "cable out", "--state", "LISTEN"];
    const cases = [
      [["drill", script, "--json", out, "--junit", out], `${out}: --json and --junit`, "one file"],
      [["drill", script, "--json", "-", "--junit", "-"], "--json and --junit", "standard output"],
      [[...matrix, "--json", out, "--html", out], `${out}: --json and --html`, "one file"],
    ] as const;
    for (const [args, both, where] of cases) {
      const { status, stderr } = await callCli([...args]);
      strictEqual(status, 2);
      strictEqual(stderr.split("\n").at(-2), `${both} must not both go to ${where}`);
    }
    deepStrictEqual(await filesIn(folder), ["socket.pkt"], "no file stays");
  });
});

Deno.test("the matrix goes to standard output and into a file at once", async () => {
  await withFolder(async (folder) => {
    const args = [
      "--os",
      "linux",
      "--action",
      "close",
      "--json",
      "-",
      "--html",
      `${folder}/a.html`,
    ];
    const { status, stdout } = await callCli(["matrix", ...args]);
    strictEqual(status, 0);
    strictEqual(JSON.parse(stdout).format, "cablepull-matrix");
    deepStrictEqual(await filesIn(folder), ["a.html"]);
  });
});
