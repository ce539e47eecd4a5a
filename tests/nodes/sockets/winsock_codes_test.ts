import { deepStrictEqual, ok } from "node:assert/strict";
import type { CallRecord } from "../../../nodes/records.ts";
import {
  type ErrorTable,
  freebsdErrors,
  linuxErrors,
  winsockErrors,
} from "../../../nodes/sockets/mod.ts";
import { matchesGolden } from "../../support/golden.ts";
import { runScenario, scenarioPaths } from "../../support/scenarios.ts";
import { type DocumentedCode, documentedCodes } from "../../support/winsock_codes.ts";

const callsOf = new Map<string, CallRecord[]>();

/** The calls that returned in a scenario. */
function returnsOf(scenario: string): CallRecord[] {
  const known = callsOf.get(scenario);
  if (known !== undefined) return known;
  const { timeline } = runScenario(scenario);
  const calls: CallRecord[] = [];
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind === "call" && body.event === "returned") calls.push(body);
  }
  callsOf.set(scenario, calls);
  return calls;
}

function isBy({ host, process, thread, call }: CallRecord, name: string): boolean {
  return name === `${host}.${process}.${call}` || name === `${host}.${process}.${thread}.${call}`;
}

for (const { call, code, when, scenario, by } of documentedCodes) {
  if (scenario === "") continue;
  Deno.test(`windows: ${call} gives ${code}: ${when} [V: sdk-api ${call}]`, () => {
    const found = returnsOf(scenario).some((returned) =>
      returned.call === call && isBy(returned, by) && returned.result?.code === code
    );
    ok(found, `${scenario}: ${by} gives ${code}`);
  });
}

Deno.test("docs/winsock-codes.md says of each code that the calls document whether it arises", () => {
  matchesGolden("docs/winsock-codes.md", page());
});

Deno.test("no code is listed twice for a call", () => {
  const keys = documentedCodes.map(({ call, code }) => `${call} ${code}`);
  deepStrictEqual([...new Set(keys)], keys);
});

/** Errors that POSIX systems give in tests of this folder, and in no scenario. */
const ELSEWHERE: Record<string, Record<string, string>> = {
  linux: {
    EOPNOTSUPP: "would_block_test.ts: ICMP source route failed",
  },
  freebsd: { EHOSTDOWN: "soft_error_test.ts: a neighbour on the link that is gone" },
};

const TABLES: Record<string, ErrorTable> = {
  linux: linuxErrors,
  freebsd: freebsdErrors,
  windows: winsockErrors,
};

Deno.test("Every error of every system is given in some scenario, or in a test that is named", () => {
  const given: Record<string, Set<string>> = {};
  for (const system of Object.keys(TABLES)) given[system] = new Set();
  for (const path of scenarioPaths()) {
    const { info } = runScenario(path);
    const systems = new Map(info.hosts.map(({ name, os }) => [name, os]));
    for (const { host, result, args } of returnsOf(path)) {
      const names = given[systems.get(host) ?? ""];
      if (result !== null && result.error !== "") names?.add(result.error);
      if (typeof args["error"] === "string") names?.add(args["error"]);
    }
  }
  for (const [system, table] of Object.entries(TABLES)) {
    const names = Object.values(table).map(({ name }) => name);
    const missing = names.filter((name) => !given[system]?.has(name));
    deepStrictEqual(missing.sort(), Object.keys(ELSEWHERE[system] ?? {}).sort(), system);
  }
});

const NAMES = new Map(Object.values(winsockErrors).map(({ name, code }) => [code, name]));
const OTHER_NAMES: Record<number, string> = {
  10014: "WSAEFAULT",
  10024: "WSAEMFILE",
  10036: "WSAEINPROGRESS",
  10040: "WSAEMSGSIZE",
  10045: "WSAEOPNOTSUPP",
  10047: "WSAEAFNOSUPPORT",
  10050: "WSAENETDOWN",
};

function page(): string {
  const calls = [...new Set(documentedCodes.map(({ call }) => call))];
  const lines = [
    "# The codes of Winsock",
    "",
    "Every code that the documentation of these calls lists: when it arises here and a scenario that",
    "shows it, or why it cannot. The table is written from `tests/support/winsock_codes.ts`, and a test",
    "runs each scenario to see the code come from that call.",
    "",
  ];
  for (const call of calls) {
    lines.push(`## ${call}`, "", "| Code | Name | When | Shown by |", "| --- | --- | --- | --- |");
    lines.push(...documentedCodes.filter((row) => row.call === call).map(rowText), "");
  }
  return lines.join("\n").replace(/\n+$/, "\n");
}

function rowText({ code, when, scenario, by }: DocumentedCode): string {
  const name = NAMES.get(code) ?? OTHER_NAMES[code] ?? "";
  const proof = scenario === ""
    ? "cannot arise"
    : `[${scenario}](../topologies/${scenario}): \`${by}\``;
  return `| ${code} | ${name} | ${when} | ${proof} |`;
}
