import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { callCli, TOPOLOGY } from "../support/cli.ts";

/** Each wrong command with its one message. */
const WRONG: readonly (readonly [args: string, message: string])[] = [
  ["run", 'missing required argument "file"; --help tells what there is'],
  [
    "run a.yaml b.yaml",
    'too many arguments for "run": expected 1 argument but got 2: a.yaml, b.yaml; ' +
    "--help tells what there is",
  ],
  ["run - --bogus", 'unknown option "--bogus"; --help tells what there is'],
  ["run - --jsn out.json", 'unknown option "--jsn"; did you mean "--json"?'],
  ["run - --seed", 'option "--seed <number>" argument missing; --help tells what there is'],
  ["run - --seed abc", '--seed must be a whole number from 0 to 4294967295: it is "abc"'],
  ["run - --seed -1", '--seed must be a whole number from 0 to 4294967295: it is "-1"'],
  ["run - --seed 1e3", '--seed must be a whole number from 0 to 4294967295: it is "1e3"'],
  [
    "run - --seed 4294967296",
    '--seed must be a whole number from 0 to 4294967295: it is "4294967296"',
  ],
  ["run - --seed 1 --seed 1", "--seed must be there once: it is there twice"],
  ["run - --until 0", '--until must be a time with its unit, such as 250ms, 3s or 5m: it is "0"'],
  [
    "run - --until -5s",
    '--until must be a time with its unit, such as 250ms, 3s or 5m: it is "-5s"',
  ],
  ["run - --width 59", '--width must be a number of columns from 60 to 1000: it is "59"'],
  ["peer-death --keepcnt 128", '--keepcnt must be a whole number from 1 to 127: it is "128"'],
  ["run - --json=", `--json must be a file's name, or - for standard output: it is ""`],
  [
    "run - --set hosts",
    "--set hosts: a setting must be a path and a value, such as hosts.client.os=linux",
  ],
  [
    "run - --set hosts.__proto__.os=linux",
    "--set hosts.__proto__.os=linux: a setting must be a path and a value, " +
    "such as hosts.client.os=linux",
  ],
  [
    "run - --set hosts.client.os=linus",
    "--set hosts.client.os=linus: hosts.client.os must be rfc9293, linux, windows or freebsd: " +
    'it is "linus"; did you mean "linux"?',
  ],
  [
    "run - --set hosts.cleint.os=linux",
    '--set hosts.cleint.os=linux: hosts has no "cleint": it has client and server' +
    '; did you mean "client"?',
  ],
  ["check", 'missing required argument "file"; --help tells what there is'],
  ["check - -", "<stdin>: can be read only once: - is there more than once"],
  ["schema", 'missing required argument "schema"; --help tells what there is'],
  ["schema json", '<schema> must be topology or timeline: it is "json"'],
  ["rnu", 'unknown command "rnu"; did you mean "run"?'],
];

for (const [args, message] of WRONG) {
  Deno.test(`cablepull ${args} is told what is wrong`, async () => {
    deepStrictEqual(await callCli(args.split(" "), TOPOLOGY), {
      status: 2,
      stdout: "",
      stderr: message + "\n",
    });
  });
}

Deno.test("without a command the help comes as a mistake, with --help as an answer", async () => {
  const none = await callCli([]);
  const asked = await callCli(["--help"]);
  strictEqual(none.status, 2);
  strictEqual(none.stdout, "");
  strictEqual(asked.status, 0);
  strictEqual(asked.stderr, "");
  strictEqual(asked.stdout, none.stderr);
  match(asked.stdout, /^Usage: cablepull .*\n {2}run .*\n.*\n {2}check .*\n {2}schema /s);
});

Deno.test("--version prints the version alone", async () => {
  const { status, stdout } = await callCli(["--version"]);
  strictEqual(status, 0);
  match(stdout, /^\d+\.\d+\.\d+\n$/);
});
