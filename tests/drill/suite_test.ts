import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { DRILL_DEFAULTS, runScript, ScriptError } from "../../drill/mod.ts";
import { mutantsOf } from "../support/drill/mutate.ts";

const ROOT = new URL("scripts/", import.meta.url);

/** The scripts of this suite by their path: a folder for each state; each names its system. */
function* scripts(folder = ""): Generator<{ path: string; text: string }> {
  const entries = [...Deno.readDirSync(new URL(folder, ROOT))];
  for (const { name, isDirectory } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
    if (isDirectory) yield* scripts(`${folder}${name}/`);
    else {
      const path = folder + name;
      yield { path, text: Deno.readTextFileSync(new URL(path, ROOT)) };
    }
  }
}

for (const { path, text } of scripts()) {
  Deno.test(`the script ${path} passes`, () => {
    const named = /^\/\/ profile: (\w+)\n/.exec(text)?.[1];
    ok(path.endsWith(`-${named}.pkt`), `${path} is for the system that it names`);
    const verdict = runScript(text, path);
    deepStrictEqual([verdict.status, verdict.message], ["passed", ""], verdict.timeline.join("\n"));
  });
}

Deno.test("a script of the suite fails once one of its expectations is changed", () => {
  let mutants = 0;
  const alive: string[] = [];
  for (const { path, text } of scripts()) {
    for (const mutant of mutantsOf(text, path)) {
      mutants++;
      const { status } = runScript(mutant.text, path);
      if (status !== "failed") alive.push(`${path}: ${mutant.what}: ${status}`);
    }
  }
  ok(mutants > 10_000);
  deepStrictEqual(alive, []);
});

Deno.test("a script whose time has passed, or whose packet comes at another time, fails", () => {
  const script = `--tolerance_usecs=1000
0 \`sysctl -w net.inet.tcp.sack.enable=1\`
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
+0 connect(3, ..., ...) = -1 EINPROGRESS
+0 > S 0:0(0) <...>
+1.0 > S 0:0(0) <...>
`;
  strictEqual(runScript(script, "t.pkt").status, "passed");
  for (const time of ["+0.99", "+1.01", "1.5", "+0~+0.9", "+1.1~+1.2"]) {
    strictEqual(runScript(script.replace("+1.0", time), "t.pkt").status, "failed", time);
  }
  strictEqual(runScript(script.replace("+1.0", "*"), "t.pkt").status, "passed");
  const late = `${script}0.5 close(3) = 0\n`;
  ok(runScript(late, "t.pkt").message.startsWith("the event must come in time"));
});

Deno.test("PSH in the middle of a write is checked, unless that is relaxed", () => {
  const script = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 60000 <mss 1000>
+0 > S. 0:0(0) ack 1 <mss 1460>
+0 < . 1:1(0) ack 1 win 60000
+0 accept(3, ..., ...) = 4
+0 write(4, ..., 3000) = 3000
+0 > P. 1:1001(1000) ack 1
+0 > . 1001:2001(1000) ack 1
+0 > P. 2001:3001(1000) ack 1
`;
  strictEqual(runScript(script, "t.pkt").status, "failed");
  const relaxed = { ...DRILL_DEFAULTS, relaxedPush: true };
  strictEqual(runScript(script, "t.pkt", relaxed).status, "passed");
  const atEnd = script.replace("P. 2001", ". 2001");
  strictEqual(runScript(atEnd, "t.pkt", relaxed).status, "failed");
  const strict = `--strict_segments\n${script.replaceAll(/\+0 > P?\. \d.*\n/g, "")}`;
  const whole = "+0 > P. 1:3001(3000) ack 1\n";
  strictEqual(runScript(strict + whole, "t.pkt").status, "failed");
  strictEqual(
    runScript(strict.replace("--strict_segments\n", "") + whole, "t.pkt").status,
    "passed",
  );
});

Deno.test("what would reach outside is not supported, and does nothing", () => {
  const commands = [
    "rm -rf /",
    "cat /etc/passwd",
    "../../bin/sh -c true",
    "sysctl -a",
    "true | false",
  ];
  for (const command of commands) {
    const { status, message } = runScript(`0 \`${command}\`\n`, "t.pkt");
    strictEqual(status, "unsupported", command);
    ok(message.includes(command), message);
  }
  const codes = ["while True: pass", "import os", "open('/etc/passwd')", "x = [i for i in y]"];
  for (const code of codes) {
    const { status } = runScript(`0 %{ ${code} }%\n`, "t.pkt");
    strictEqual(status, "unsupported", code);
  }
  const growing = `s = 'aaaaaaaaaa'\n${"s = s + s\n".repeat(40)}`;
  strictEqual(runScript(`0 %{ ${growing} }%\n`, "t.pkt").status, "failed");
});

Deno.test("a comment at the top names the profile, which --profile overrides", () => {
  const script = (profile: string): string =>
    `// A port that nobody listens on\n// profile: ${profile}\n0 < S 0:0(0) win 1000\n` +
    "+0 > (ttl 128) R. 0:0(0) ack 1\n";
  strictEqual(runScript(script("windows"), "t.pkt").status, "passed");
  strictEqual(runScript(script("linux"), "t.pkt").status, "failed");
  const asLinux = { ...DRILL_DEFAULTS, profile: "linux" };
  strictEqual(runScript(script("windows"), "t.pkt", asLinux).status, "failed");
  throws(() => runScript(script("beos"), "t.pkt"), (error: ScriptError) => {
    return error.message.startsWith("t.pkt:2:13: the profile must be one of rfc9293, linux,");
  });
});
