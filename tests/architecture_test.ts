import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { importsOf, resolveImport } from "./support/architecture/imports.ts";
import { maskSource } from "./support/architecture/mask.ts";
import { type Sources, violations } from "./support/architecture/violations.ts";

const ROOT = new URL("..", import.meta.url);

/** Every TypeScript source below the root; hidden folders and build output are not the house. */
function readSources(folder = "", sources = new Map<string, string>()): Sources {
  for (const entry of Deno.readDirSync(new URL(folder, ROOT))) {
    const path = folder + entry.name;
    if (entry.isDirectory) {
      const isPart = !entry.name.startsWith(".") && !["cov", "dist", "node_modules"].includes(path);
      if (isPart) readSources(`${path}/`, sources);
    } else if (/\.tsx?$/.test(path)) {
      sources.set(path, Deno.readTextFileSync(new URL(path, ROOT)));
    }
  }
  return sources;
}

Deno.test("every source keeps the rules of ARCHITECTURE.md", () => {
  const sources = readSources();
  ok(sources.has("engine/sim/simulator.ts") && sources.has("tests/architecture_test.ts"));
  deepStrictEqual(violations(sources), []);
});

/** What is wrong with one source, beside `others` that exist but are empty. */
function check(path: string, source: string, others: string[] = []): string[] {
  const sources = new Map(others.map((other) => [other, ""]));
  return violations(sources.set(path, source));
}

/** Checks that one source has exactly one thing wrong, in its first line, and that it names `what`. */
function rejects(path: string, source: string, what: string, others: string[] = []): void {
  const found = check(path, source, others);
  strictEqual(found.length, 1, `${path} with ${source}: ${JSON.stringify(found)}`);
  ok(found[0]!.startsWith(`${path}:1: `) && found[0]!.includes(what), found[0]);
}

function accepts(path: string, source: string, others: string[] = []): void {
  deepStrictEqual(check(path, source, others), []);
}

Deno.test("an import upwards is rejected", () => {
  const why = "imports go downwards only";
  rejects("engine/base/a.ts", `import { b } from "../sim/b.ts";`, why);
  rejects("engine/wire/a.ts", `import { b } from "../tcp/b.ts";`, why);
  rejects("engine/tcp/a.ts", `import { b } from "../../nodes/b.ts";`, why);
  rejects("nodes/deep/er/a.ts", `import { b } from "../../../timeline/b.ts";`, why);
  rejects("captures/a.ts", `import { b } from "../cli/b.ts";`, why);
  rejects("timeline/a.ts", `import { b } from "../mod.ts";`, why);
  rejects("mod.ts", `export { b } from "./cli/b.ts";`, why);
  rejects("cli/a.ts", `import { b } from "../tests/b.ts";`, why);
});

Deno.test("each way to import is seen", () => {
  const statements = [
    `import type { B } from "../../nodes/b.ts";`,
    `import { type B } from '../../nodes/b.ts';`,
    `import b from "../../nodes/b.ts";`,
    `import * as b from "../../nodes/b.ts";`,
    `import "../../nodes/b.ts";`,
    `export * from "../../nodes/b.ts";`,
    `export { b } from "../../nodes/b.ts";`,
    `export type { B } from"../../nodes/b.ts"`,
    `const b = import("../../nodes/b.ts");`,
    `let b: import("../../nodes/b.ts").B;`,
    `/* why */ import { b } /* so */ from /* here */ "../../nodes/b.ts";`,
    `const a = "it's"; import { b } from "../../nodes/b.ts";`,
    "const a = `${`}`}`; import { b } from '../../nodes/b.ts';",
    `const a = /["'\`]/; import { b } from "../../nodes/b.ts";`,
  ];
  for (const statement of statements) rejects("engine/tcp/a.ts", statement, "nodes/b.ts");
  const long = `import {\n  a,\n  b,\n} from "../../nodes/b.ts";\n`;
  deepStrictEqual(check("engine/tcp/a.ts", `\n${long}`).length, 1);
});

Deno.test("what only looks like an import is not one", () => {
  accepts("engine/tcp/a.ts", `// import { b } from "../../nodes/b.ts";`);
  accepts("engine/tcp/a.ts", `/** import { b } from "../../nodes/b.ts"; */`);
  accepts("engine/tcp/a.ts", `const text = 'import { b } from "../../nodes/b.ts"';`);
  accepts("engine/tcp/a.ts", `const text = \`from "../../nodes/b.ts"\`;`);
  accepts("engine/tcp/a.ts", `const list = Array.from("../../nodes/b.ts");`);
  accepts("engine/tcp/a.ts", `const fault = { from: "../../nodes/b.ts" };`);
});

Deno.test("an import downwards or within a folder is accepted", () => {
  accepts("engine/sim/a.ts", `import { b } from "../base/b.ts";\nimport { c } from "./c.ts";`);
  accepts("nodes/a.ts", `import { b } from "../engine/sim/b.ts";`);
  accepts("nodes/sockets/a.ts", `import { b } from "../programs/b.ts";`);
  accepts("timeline/a.ts", `import { b } from "../nodes/b.ts";`);
  accepts("cli/a.ts", `import { b } from "../topologies/b.ts";\nimport { c } from "../mod.ts";`);
  accepts("main.ts", `import { b } from "./cli/b.ts";`);
  accepts("bench/a.ts", `import { b } from "../engine/sim/b.ts";`);
  accepts("tests/a_test.ts", `import { b } from "../cli/b.ts";`);
});

Deno.test("folders of one layer do not see each other", () => {
  const why = "folders of one layer do not see each other";
  rejects("engine/wire/a.ts", `import { b } from "../sim/b.ts";`, why);
  rejects("engine/tcp/a.ts", `import { b } from "../ip/b.ts";`, why);
  rejects("engine/link/a.ts", `import { b } from "../tcp/b.ts";`, why);
  rejects("timeline/a.ts", `import { b } from "../topologies/b.ts";`, why);
  rejects("topologies/schema.ts", `import { b } from "../timeline/b.ts";`, why);
  rejects("topologies/builder.ts", `import { b } from "../timeline/b.ts";`, why);
  rejects("topologies/build.ts", `import { b } from "../captures/b.ts";`, why);
});

Deno.test("the build and the run of topologies join it with the timeline", () => {
  accepts("topologies/build.ts", `import { b } from "../timeline/b.ts";`);
  accepts("topologies/build/host.ts", `import { b } from "../../timeline/b.ts";`);
  accepts("topologies/run.ts", `import { b } from "../timeline/b.ts";`);
});

Deno.test("tcp, ip and link are told the time", () => {
  for (const folder of ["tcp", "ip", "link"]) {
    const source = `import { Simulator } from "../sim/mod.ts";`;
    rejects(`engine/${folder}/a.ts`, source, "never sees engine/sim", ["engine/sim/mod.ts"]);
  }
});

Deno.test("a folder with a mod.ts is entered through it", () => {
  const doors = ["engine/tcp/mod.ts", "engine/tcp/congestion/mod.ts"];
  const why = "from outside engine/tcp import only engine/tcp/mod.ts";
  rejects("nodes/a.ts", `import { b } from "../engine/tcp/tcb.ts";`, why, doors);
  rejects("nodes/a.ts", `import { b } from "../engine/tcp/congestion/mod.ts";`, why, doors);
  rejects("bench/a.ts", `import { b } from "../engine/tcp/tcb.ts";`, why, doors);
  const inner = "from outside engine/tcp/congestion import only engine/tcp/congestion/mod.ts";
  rejects("engine/tcp/a.ts", `import { b } from "./congestion/reno.ts";`, inner, doors);

  accepts("nodes/a.ts", `import { b } from "../engine/tcp/mod.ts";`, doors);
  accepts("engine/tcp/a.ts", `import { b } from "./congestion/mod.ts";`, doors);
  accepts("engine/tcp/a.ts", `import { b } from "./tcb.ts";`, doors);
  accepts("engine/tcp/congestion/a.ts", `import { b } from "../tcb.ts";`, doors);
  accepts("tests/a_test.ts", `import { b } from "../engine/tcp/tcb.ts";`, doors);
});

Deno.test("a folder may have a second door, which only re-exports too", () => {
  const doors = ["timeline/mod.ts", "timeline/files.ts"];
  accepts("cli/a.ts", `import { b } from "../timeline/files.ts";`, doors);
  rejects("cli/a.ts", `import { b } from "../timeline/json.ts";`, "only timeline/mod.ts", doors);
  rejects("timeline/files.ts", `export const a = 1;`, "a mod.ts must only re-export");
});

Deno.test("a mod.ts only re-exports", () => {
  accepts(
    "engine/tcp/mod.ts",
    `/** The door. */\nexport * from "./a.ts";\nexport type { B } from "./b.ts";\n` +
      `export {\n  c,\n  type D,\n} from "./c.ts";\nexport * as e from "./e.ts";\n`,
  );
  const why = "a mod.ts must only re-export";
  rejects("engine/tcp/mod.ts", `export const a = 1;`, why);
  rejects("mod.ts", `import { a } from "./engine/base/a.ts"; export { a };`, why);
  rejects("nodes/mod.ts", `export { a } from "./a.ts"; start();`, why);
  accepts("bench/mod.ts", `console.log(1);`);
});

Deno.test("clocks, luck and the outside world are rejected below the command line", () => {
  const uses = [
    "Date.now()",
    "new Date()",
    "new Date",
    "Date()",
    "performance.now()",
    "setTimeout(f, 1)",
    "setInterval(f, 1)",
    "Math.random()",
    "Math\n.random()",
    "crypto.randomUUID()",
    "Deno.readTextFileSync('a')",
    "globalThis.Date",
    "fetch('http://a')",
    "console.log(1)",
    "process.env.HOME",
    "eval('1')",
    "new Intl.Collator()",
    "a.localeCompare(b)",
    "n.toLocaleString()",
    "`${Math.random()}`",
    "a ? /x/ : Date.now()",
    "a / 2 + Date.now() / 2",
  ];
  const inner = [
    "engine/base/a.ts",
    "nodes/a.ts",
    "topologies/a.ts",
    "timeline/a.ts",
    "captures/a.ts",
  ];
  for (const use of uses) {
    for (const path of inner) rejects(path, `const x = ${use};`, "must not use");
    accepts("cli/a.ts", `const x = ${use};`);
    accepts("tests/a.ts", `const x = ${use};`);
  }
});

Deno.test("the forbidden names may stand in words, strings, comments and members", () => {
  const uses = [
    `const x = "Date.now()"; // Math.random() and Deno.args`,
    `const x = \`setTimeout(\${y})\`;`,
    "/** `performance.now()` is a clock. */",
    "cache.fetch(1);",
    "const myDeno = update.now();",
    "process.name = consoles.length;",
    "const x = /Date.now()/.test(y);",
    "interface SetTimeout { randomDate: number }",
  ];
  for (const use of uses) accepts("nodes/a.ts", use);
});

Deno.test("libraries are imported in their few files only", () => {
  const homes: Record<string, string> = {
    "yaml": "third_party/yaml.ts",
    "zod": "third_party/zod.ts",
    "@noble/hashes/sha2.js": "third_party/sha256.ts",
    "commander": "third_party/commander.ts",
    "pure-rand/generator/xoroshiro128plus": "engine/base/rng.ts",
    "fast-check": "tests/engine/a_test.ts",
    "node:assert/strict": "tests/engine/a_test.ts",
    "node:crypto": "timeline/digest_hash.ts",
  };
  for (const [library, home] of Object.entries(homes)) {
    accepts(home, `import x from "${library}";`);
    rejects("nodes/a.ts", `import x from "${library}";`, `must not import ${library}`);
    rejects("engine/sim/a.ts", `import x from "${library}";`, `must not import ${library}`);
  }
  rejects("topologies/load.ts", `import { parse } from "yaml";`, "allowed in third_party/yaml.ts");
  rejects("cli/a.ts", `import { parse } from "yaml";`, "must not import yaml");
});

Deno.test("a bundled library is imported in its few files only", () => {
  accepts("cli/commander.ts", `export { Command } from "../third_party/commander.min.js";`);
  accepts("topologies/yaml.ts", `import { Parser } from "../third_party/yaml.min.js";`);
  accepts("topologies/schema/a.ts", `import { z } from "../../third_party/z.ts";`);
  accepts("timeline/schema.ts", `import { z } from "../third_party/z.ts";`);
  accepts("third_party/z.ts", `export * as z from "./zod.min.js";`);
  rejects("cli/a.ts", `import { Command } from "../third_party/commander.min.js";`, "for others");
  rejects("topologies/a.ts", `import { Parser } from "../third_party/yaml.min.js";`, "for others");
  rejects("cli/a.ts", `import { Parser } from "../third_party/yaml.ts";`, "for others");
  rejects("cli/a.ts", `import { z } from "../third_party/z.ts";`, "for others");
  rejects("timeline/schema.ts", `import { z } from "../third_party/zod.ts";`, "for others");
});

Deno.test("files, network and processes are reached from the command line only", () => {
  for (const module of ["node:fs", "node:net", "node:process", "node:os", "node:timers"]) {
    rejects("nodes/a.ts", `import x from "${module}";`, `must not import ${module}`);
    rejects("timeline/a.ts", `import x from "${module}";`, `must not import ${module}`);
    accepts("cli/a.ts", `import x from "${module}";`);
    accepts("bench/a.ts", `import x from "${module}";`);
  }
});

Deno.test("imports past the import map are rejected everywhere", () => {
  const specifiers = ["jsr:@std/assert", "npm:yaml@2", "https://a.example/b.ts", "lodash"];
  for (const specifier of specifiers) {
    rejects("tests/a_test.ts", `import x from "${specifier}";`, "allowed in no file");
    rejects("cli/a.ts", `import x from "${specifier}";`, "allowed in no file");
  }
  rejects("cli/a.ts", `const x = await import(path);`, "computed");
  rejects("cli/a.ts", "const x = await import(`./${path}`);", "computed");
});

Deno.test("a source in a folder without a layer is rejected", () => {
  rejects("util.ts", "", "stands in no layer");
  rejects("engine/extra/a.ts", "", "stands in no layer");
  rejects("nodes/a.ts", `import { b } from "../engine/extra/b.ts";`, "stands in no layer");
});

Deno.test("violations are reported with their line", () => {
  const source = `import { b } from "./b.ts";\n\nconst a = 1;\nconst c = Date.now();\n`;
  deepStrictEqual(check("nodes/a.ts", source), [
    "nodes/a.ts:4: must not use Date.now: it reads a clock",
  ]);
});

Deno.test("a masked source keeps its code and the place of all else", () => {
  const cases: [source: string, masked: string][] = [
    [`a("b'c") // d`, `a("   ")     `],
    [`'a\\'b' + c`, `'    ' + c`],
    ["`a${b + `c${d}`}e` + f", "` ${b + ` ${d}`} ` + f"],
    ["`${{ a: 1 }.a}` + b", "`${{ a: 1 }.a}` + b"],
    ["/* a\nb */ c", "    \n     c"],
    ["a / b / c", "a / b / c"],
    ["x = /a[/]'b/g; c", "x = /       /; c"],
    ["return /'/.test(a)", "return / /.test(a)"],
    ["(a) / b + '/'", "(a) / b + ' '"],
  ];
  for (const [source, masked] of cases) strictEqual(maskSource(source), masked);
});

Deno.test("a relative import is resolved from its importer", () => {
  strictEqual(resolveImport("engine/tcp/a.ts", "../base/b.ts"), "engine/base/b.ts");
  strictEqual(resolveImport("engine/tcp/a.ts", "./b.ts"), "engine/tcp/b.ts");
  strictEqual(resolveImport("main.ts", "./cli/b.ts"), "cli/b.ts");
  deepStrictEqual(importsOf(`import "./a.ts";`), [{ specifier: "./a.ts", offset: 0 }]);
});

Deno.test("a declared field is set by the constructor", () => {
  accepts(
    "engine/tcp/a.ts",
    `class A {\n  declare readonly b: B;\n  declare private c: C;\n\n` +
      `  constructor(b: B) {\n    this.b = b;\n    this.c = b.c;\n  }\n}`,
  );
  const unset = [
    `class A {\n  declare readonly b: B;\n}`,
    `class A {\n  declare private b: B;\n  constructor(b: B) {\n    b.c = b;\n  }\n}`,
    `class A {\n  declare b: B;\n  constructor() {\n  }\n  set(b: B) {\n    this.b = b;\n  }\n}`,
  ];
  for (const source of unset) {
    deepStrictEqual(check("engine/tcp/a.ts", source), [
      "engine/tcp/a.ts:2: b is declared, but its constructor does not set it",
    ]);
  }
});

Deno.test("a private accessor is rejected", () => {
  rejects("engine/tcp/a.ts", `class A { get #b(): number { return 1; } }`, "get #b");
  rejects("nodes/a.ts", `class A { set #b(to: number) {} }`, "set #b");
  accepts("engine/tcp/a.ts", `class A { get b(): number { return 1; } #get(): void {} }`);
});
