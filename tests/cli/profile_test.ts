import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { isGuess, knobNames, knobs, profileNames, profileTables } from "../../engine/tcp/mod.ts";
import { NOT_ACTED_UPON } from "../../cli/profile_table.ts";
import { callCli, withFolder } from "../support/cli.ts";

Deno.test("profile without a name lists the profiles", async () => {
  const { status, stdout } = await callCli(["profile"]);
  strictEqual(status, 0);
  deepStrictEqual(
    stdout.split("\n").slice(0, 4).map((line) => line.split(" ")[0]),
    [...profileNames],
  );
});

for (const name of profileNames) {
  Deno.test(`profile ${name} has each knob, its meaning and its source, in 100 columns`, async () => {
    const { status, stdout } = await callCli(["profile", name]);
    strictEqual(status, 0);
    const words = stdout.replace(/\s+/g, " ");
    for (const knob of knobNames) {
      ok(words.includes(` ${knob} ${knobs[knob].about} `), knob);
      ok(words.includes(profileTables[name][knob].source), knob);
    }
    deepStrictEqual(stdout.split("\n").filter((line) => line.length > 100), []);
  });

  Deno.test(`profile ${name} marks each guess and nothing else`, async () => {
    const lines = (await callCli(["profile", name])).stdout.split("\n");
    const marked = lines.filter((line) => /^ {2}\S.* {2}[m?] guess /.test(line)).length;
    const guesses = knobNames.filter((knob) => isGuess(profileTables[name][knob])).length;
    strictEqual(marked, guesses);
    ok(lines.includes(`${name}: ${knobNames.length} knobs, ${guesses} of them guesses`));
  });
}

Deno.test("profile prints values with their units", async () => {
  const { stdout } = await callCli(["profile", "windows"]);
  const values = [
    "300 ms          V         Get-NetTCPSetting MinRto",
    "60 s            V         TCP_MAXRT",
    "120 s           m guess   KB314053",
    "never           V         the number of retries decides",
    "off             V         Get-NetTCPSetting CwndRestart",
    "MSS NOP WS NOP NOP SACK  m guess",
  ];
  for (const value of values) ok(stdout.includes(`\n  ${value}`), value);
});

Deno.test("profile sets several systems side by side, each once", async () => {
  const { stdout } = await callCli(["profile", "linux", "windows", "linux"]);
  const lines = stdout.split("\n");
  const at = lines.findIndex((line) => line.startsWith("timeWait "));
  ok(lines[at + 1]!.startsWith("  linux    60 s "), lines[at + 1]);
  ok(lines[at + 2]!.startsWith("  windows  120 s "), lines[at + 2]);
  ok(lines[at + 3]!.startsWith("timeWaitReuse "), lines[at + 3]);
});

Deno.test("profile --json writes values, sources and marks", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/profile.json`;
    strictEqual((await callCli(["profile", "windows", "--json", path])).status, 0);
    const written = await Deno.readTextFile(path);
    const { stdout } = await callCli(["profile", "windows", "--json", "-"]);
    strictEqual(stdout, written);
    const { windows } = JSON.parse(written);
    deepStrictEqual(Object.keys(windows.knobs), [...knobNames]);
    const { value, text, sure, guess } = windows.knobs.rtoMin;
    deepStrictEqual([value, text, sure, guess], [300e6, "300 ms", "V", false]);
    strictEqual(windows.knobs.timeWait.guess, true);
    deepStrictEqual(windows.knobs.r2Time.value, "Infinity");
    strictEqual(windows.knobs.ackOnFin.guess, true);
  });
});

Deno.test("profile of a system that is not there is told which there are", async () => {
  deepStrictEqual(await callCli(["profile", "linux", "win"]), {
    status: 2,
    stdout: "",
    stderr: '[name...] must be of rfc9293, linux, windows, freebsd: it is "win"\n',
  });
});

/** The sources below a folder that may read a profile, or settings that one stands for, in one text. */
function readersIn(folder: string): string {
  return [...Deno.readDirSync(folder)].map(({ name, isDirectory }) => {
    if (isDirectory) return name === "profiles" ? "" : readersIn(`${folder}/${name}`);
    return Deno.readTextFileSync(`${folder}/${name}`);
  }).join("\n");
}

Deno.test("profile says of each knob that nothing reads that it has no effect", async () => {
  const sources = readersIn("engine/tcp") + readersIn("nodes");
  const unread = knobNames.filter((knob) =>
    !new RegExp(`([pP]rofile|[sS]ettings)\\.${knob}\\b|\\b${knob}\\b[^;]*\\} = .*[pP]rofile`).test(
      sources,
    )
  );
  deepStrictEqual(unread.filter((knob) => !NOT_ACTED_UPON.includes(knob)), []);
  const { stdout } = await callCli(["profile", "linux"]);
  const said = stdout.replace(/\s+/g, " ").split("(known only: no effect yet)").length - 1;
  strictEqual(said, NOT_ACTED_UPON.length);
});
