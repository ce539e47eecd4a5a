import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { breakersOf, usersOf } from "./support/requirements/by_profile.ts";
import { BUT, CHOICES, PARTS } from "./support/requirements/choices.ts";
import { judgeRequirements } from "./support/requirements/judge.ts";
import { carries, identifiersIn, testsOf } from "./support/requirements/named_tests.ts";
import { judgeProject, REPORT } from "./support/requirements/project.ts";
import { reportOf } from "./support/requirements/report.ts";
import { isMust } from "./support/requirements/rules.ts";

const { requirements, companions, tests } = judgeProject();

Deno.test("docs/rfc9293.md is what deno task requirements writes", () => {
  const isCurrent = Deno.readTextFileSync(REPORT) === reportOf(requirements, companions);
  ok(isCurrent, "names of tests have changed: run deno task requirements");
});

Deno.test("The table has the 119 identifiers of RFC 9293 and the 24 rules without one [RFC 9293 B]", () => {
  const series = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${name}-${i + 1}`);
  const all = [
    ...series("MUST", 69),
    ...series("SHLD", 31),
    ...series("MAY", 18),
    ...series("REC", 1),
    ...series("U", 24),
  ];
  deepStrictEqual(requirements.map(({ rule }) => rule.id).sort(), all.sort());
});

const GROUPS = [
  "Closing",
  "ISN and opening",
  "Window management",
  "ACK generation, segment processing",
  "Rules without an identifier",
];

for (const group of GROUPS) {
  Deno.test(`No MUST of "${group}" lacks a test`, () => {
    const rules = requirements.filter(({ rule }) => rule.group === group);
    ok(rules.length > 0);
    const missing = rules.filter(({ rule, tests }) =>
      tests.length === 0 && (isMust(rule.id) || rule.id.startsWith("U-"))
    );
    deepStrictEqual(missing.map(({ rule }) => rule.id), []);
  });
}

Deno.test("Tests name only identifiers that there are", () => {
  const known = new Set(requirements.map(({ rule }) => rule.id));
  const named = tests.flatMap(({ name }) => identifiersIn(name));
  deepStrictEqual(named.filter((id) => !known.has(id)), []);
});

Deno.test("Choices and parts are about rules that there are", () => {
  const known = new Set([
    ...requirements.map(({ rule }) => rule.id),
    ...companions.map(({ rule }) => `RFC ${rule.rfc} ${rule.number}`),
  ]);
  const named = [CHOICES, PARTS, BUT].flatMap((reasons) => Object.keys(reasons));
  deepStrictEqual(named.filter((id) => !known.has(id)), []);
});

Deno.test("The profile rfc9293 breaks no MUST", () => {
  const broken = requirements.filter(({ rule, breakers }) =>
    isMust(rule.id) && breakers.some((text) => text.startsWith("rfc9293"))
  );
  deepStrictEqual(broken.map(({ rule }) => rule.id), []);
  strictEqual(breakersOf("MUST-25").join(), "freebsd: keepaliveDefault on");
});

Deno.test("A rule without a test is not met, unless that is a choice", () => {
  const rule = (id: string) => ({ id, section: "", group: "", rule: "" });
  const nagle = [{ path: "a_test.ts", name: "Nagle [MUST-17]" }];
  const rules = [rule("MUST-17"), rule("MUST-1"), rule("MUST-51"), rule("MUST-20")];
  const judged = judgeRequirements(rules, nagle);
  deepStrictEqual(judged.map(({ status }) => status), ["met", "not yet", "by choice", "not yet"]);
});

Deno.test("An RFC that is optional names the profiles that use it", () => {
  strictEqual(usersOf("8985"), "linux, windows (lossRecovery)");
  strictEqual(usersOf("6298"), "", "all do");
  const rack = companions.find(({ rule }) => rule.rfc === "8985");
  ok(reportOf(requirements, rack === undefined ? [] : [rack]).includes("in linux, windows (lossR"));
});

Deno.test("What is absent by choice stands beside a rule that is met", () => {
  const judged = requirements.find(({ rule }) => rule.id === "MUST-54");
  strictEqual(judged?.status, "met");
  strictEqual(judged.reason, BUT["MUST-54"]);
});

Deno.test("Names of tests are found in sources, with what loops fill in left open", () => {
  const call = `Deno.${"test"}(`; // in one word this would be found as a test of MUST-1
  const source = `${call}"one [MUST-1]", f);\n${call}\n  \`two \${x} [U-7]\`,\n  f,\n);\n` +
    `${call}"the \\"third\\"", f);`;
  deepStrictEqual(
    testsOf("a_test.ts", source).map(({ name }) => name),
    ["one [MUST-1]", "two ... [U-7]", 'the "third"'],
  );
});

Deno.test("A rule of another RFC is carried by its number, or by a section of its own", () => {
  const rule = { rfc: "6298", number: ".3", places: ["2.3", "SHLD-1"], rule: "" };
  for (const name of ["[RFC 6298 5, .3]", "[RFC 6298 2.3]", "[SHLD-1]", "[MUST-1] [RFC 6298 .3]"]) {
    strictEqual(carries(name, rule), true, name);
  }
  for (const name of ["[RFC 6298 2.3, .4]", "[RFC 6298 2]", "[RFC 9293 2.3]", "RFC 6298 2.3", ""]) {
    strictEqual(carries(name, rule), false, name);
  }
});
