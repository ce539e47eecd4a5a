import { ok } from "node:assert/strict";
import { DRILL_DEFAULTS, runScript, ScriptError } from "../../drill/mod.ts";

const ESTABLISHED = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 60000 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
+.1 < . 1:1(0) ack 1 win 60000
+0 accept(3, ..., ...) = 4
`;

const code = (text: string): string => `0 %{ ${text} }%\n`;

/** Scripts that would take time or memory without end, or reach outside, if they were believed. */
const SCRIPTS: Readonly<Record<string, string>> = {
  "comments without an end": "/*".repeat(200_000),
  "code without an end": `0 ${"%{ ".repeat(150_000)}`,
  "quotes without an end": `0 close("${'\\"'.repeat(200_000)}`,
  "a command of blanks": `0 \`x${" ".repeat(300_000)}x\`\n`,
  "a command of redirections": `0 \`x${" >".repeat(200_000)}x\`\n`,
  "lists within lists": `0 close(${"[".repeat(200_000)}) = 0\n`,
  "calls within calls": `0 close(${"htons(".repeat(200_000)}) = 0\n`,
  "conditionals without an end": "#ifdef FreeBSD\n".repeat(50_000),
  "many arguments": `0 close(${"1,".repeat(100_000)}1) = 0\n`,
  "negations": code(`assert ${"not ".repeat(100_001)}1`),
  "a long sum": code(`x = ${"1+".repeat(200_000)}1`),
  "choices in a chain": code(`x = ${"1 if 1 else ".repeat(50_000)}1`),
  "brackets": code(`x = ${"(".repeat(200_000)}`),
  "a list that doubles": code(`x = [1]\n${"x = [x, x]\n".repeat(60)}print(x)`),
  "a text that doubles": code(`s = 'aaaa'\n${"s = s + s\n".repeat(40)}`),
  "endless print": code(`s = '${"a".repeat(1000)}'\n${"print(s)\n".repeat(20_000)}`),
  "wide formats": code(`x = '${"%999d".repeat(5000)}' % (${"5,".repeat(5000)})`),
  "a large power": code("x = 1 << 100000000000"),
  "a large repeat": code("x = 'a' * 1000000000"),
  "a loop": code("while 1: pass"),
  "an import": code("import os; os.system('id')"),
  "a file": code("open('../../../../etc/passwd')"),
  "a property of objects": code("x = constructor.constructor('return 1')()"),
  "a command outside": "0 `../../../bin/sh -c 'echo 1 > /tmp/x'`\n",
  "a substitution": "0 `sysctl -w net.ipv4.tcp_sack=$(id)`\n",
  "a large write": `${ESTABLISHED}+0 write(4, ..., 268435456) = 1\n`,
  "a call named as a property": "0 __proto__(1) = 0\n",
  "an option named as a property":
    `${ESTABLISHED}+0 setsockopt(4, SOL_TCP, __proto__, [1], 4) = 0\n`,
  "a setting named as a property": "0 `sysctl -w constructor=1`\n",
  "SACK blocks without end": `${ESTABLISHED}+0 < . 1:1(0) ack 1 win 1 <sack ${
    "1:2 ".repeat(20_000)
  }>\n`,
  "an MTU without room": `--mtu=0\n${ESTABLISHED}`,
};

/** What any of them may take, in milliseconds: they take a few; without bounds, minutes. */
const LONGEST = 10_000;

for (const [name, script] of Object.entries(SCRIPTS)) {
  Deno.test(`a script with ${name} ends as failed or unsupported, in bounded time and size`, () => {
    const start = performance.now();
    try {
      const verdict = runScript(script, "t.pkt", DRILL_DEFAULTS);
      ok(verdict.status !== "passed", verdict.status);
      ok(JSON.stringify(verdict).length < 1_500_000);
    } catch (error) {
      ok(error instanceof ScriptError, String(error));
      ok(error.message.length < 1000);
    }
    ok(performance.now() - start < LONGEST);
  });
}
