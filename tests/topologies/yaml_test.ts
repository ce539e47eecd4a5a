import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { MAX_LENGTH, readYaml } from "../../topologies/yaml.ts";
import { formatMistakes, loadTopology } from "../../topologies/mod.ts";
import { assertMistakes, TWO_HOSTS } from "./support.ts";

/** What a document holds, as JSON. */
function valueOf(text: string): string {
  const result = readYaml(text, "t.yaml");
  return result.mistakes.length === 0
    ? JSON.stringify(result.document?.value)
    : formatMistakes(result.mistakes);
}

Deno.test("YAML 1.2 is read: `on` and `yes` are words, JSON is YAML", () => {
  strictEqual(
    valueOf("{on: yes, a: [1, 0x10, 1.5, true, null, '7']}"),
    '{"on":"yes","a":[1,16,1.5,true,null,"7"]}',
  );
  strictEqual(valueOf('{\n\t"a": {"b": [1, 2]}\n}'), '{"a":{"b":[1,2]}}');
  strictEqual(valueOf("# only a comment\n"), "null");
});

Deno.test("a byte order mark, CR LF and the markers of a document are allowed", () => {
  strictEqual(valueOf("\ufeffa: 1\r\nb: 2\r\n"), '{"a":1,"b":2}');
  strictEqual(valueOf("---\na: 1\n...\n"), '{"a":1}');
});

Deno.test("an alias stands for the value of its anchor", () => {
  strictEqual(valueOf("a: &x { b: 1 }\nc: *x\nd: [*x]"), '{"a":{"b":1},"c":{"b":1},"d":[{"b":1}]}');
});

Deno.test("an empty file says what a topology is", () => {
  const rule = "t.yaml:1:1: the topology must be a map with title, hosts, links and so on";
  assertMistakes("", `${rule}: it is empty`);
  assertMistakes("\n# nothing\n", `${rule}: it is empty`);
  assertMistakes("- a\n", `${rule}: it is a list`);
  assertMistakes("hello", `${rule}: it is "hello"`);
});

Deno.test("what is no YAML is told once for each line", () => {
  assertMistakes(
    "title: [a, b\n",
    "t.yaml:2:1: this is not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]",
  );
  assertMistakes(
    "title: a: b\n",
    't.yaml:1:8: a text with ": " in it must stand in quotes',
  );
  assertMistakes(
    "title: 'a\n",
    "t.yaml:2:1: this is not valid YAML: missing closing 'quote",
  );
});

Deno.test("a tab must not indent", () => {
  assertMistakes("hosts:\n\tclient: {}\n", "t.yaml:2:1: a tab must not indent a line: use spaces");
});

Deno.test("a key must not be there twice", () => {
  assertMistakes(
    `${TWO_HOSTS}stop: 1s\nfaults: []\nstop: 2\nseed: x\n`,
    "t.yaml:9:1: stop is there twice: the first is in line 7",
    't.yaml:10:7: seed must be a whole number from 0 to 4294967295: it is "x"',
  );
});

Deno.test("several documents are refused", () => {
  assertMistakes(
    "title: a\n---\ntitle: b\n",
    "t.yaml:2:1: the topology ends here: a file has one document, so `---` may only begin it",
  );
});

Deno.test("keys must be words", () => {
  const rule = "the topology must have words as keys: one is";
  assertMistakes("80: a\n", `t.yaml:1:1: ${rule} 80`);
  assertMistakes("true: a\n", `t.yaml:1:1: ${rule} true`);
  assertMistakes("? [a]\n: b\n", `t.yaml:1:3: ${rule} a list`);
  assertMistakes("? {a: 1}\n: b\n", `t.yaml:1:3: ${rule} a map`);
  assertMistakes(": b\n", `t.yaml:1:1: ${rule} empty`);
  assertMistakes(
    "a:\n  &b c: 1\nd:\n  *b : 1\n",
    't.yaml:4:3: d must have words as keys: one is "*b"',
  );
});

Deno.test("merge keys are refused", () => {
  assertMistakes(
    "a: &x { b: 1 }\nc: { <<: *x }\n",
    't.yaml:2:6: c must have words as keys: one is "<<", and maps cannot be merged: write its keys out',
  );
});

Deno.test("tags are refused, whatever they ask for", () => {
  assertMistakes(
    'a: !!js/function "x => x"\n',
    "t.yaml:1:18: a must not have a tag: it has !!js/function",
  );
  assertMistakes("a: !mine b\n", "t.yaml:1:10: a must not have a tag: it has !mine");
  assertMistakes("a: !!binary aGk=\n", "t.yaml:1:13: a must not have a tag: it has !!binary");
});

Deno.test("control characters are refused", () => {
  assertMistakes(
    "a: 1\nb: \0\n",
    "t.yaml:2:4: the topology has a control character, U+0000: it must be plain text",
  );
  assertMistakes(
    "a: \u001b[0m\n",
    "t.yaml:1:4: the topology has a control character, U+001b: it must be plain text",
  );
});

Deno.test("bytes that are no UTF-8 are refused where they stand", () => {
  const bytes = new Uint8Array([...new TextEncoder().encode("a: 1\nb: "), 0xff, 0x31, 10]);
  assertMistakes(bytes, "t.yaml:2:4: the topology must be UTF-8: these bytes are not");
  assertMistakes(
    new Uint8Array([0xff, 0xfe, 0x61, 0]),
    "t.yaml:1:1: the topology must be UTF-8: it begins as UTF-16 does",
  );
});

Deno.test("a text that is too large is refused before it is parsed", () => {
  assertMistakes(
    "a".repeat(MAX_LENGTH + 1),
    "t.yaml:1:1: the topology is too large: it may have 5000000 characters: it has 5000001",
  );
});

Deno.test("nesting that is too deep is refused, in time that does not grow with it", () => {
  const rule = "the topology is nested too deeply: lists and maps may be 100 levels deep";
  assertMistakes("[".repeat(1_000_000), `t.yaml:1:101: ${rule}`);
  assertMistakes("- ".repeat(1_000_000), `t.yaml:1:200: ${rule}`);
  assertMistakes("{a: ".repeat(100_000), `t.yaml:1:398: ${rule}`);
});

Deno.test("aliases that would fill the memory are refused", () => {
  const lines = ["a0: &a0 [1]"];
  for (let i = 1; i < 40; i++) lines.push(`a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`);
  assertMistakes(
    lines.join("\n"),
    "t.yaml:5:9: a14[0][0][1][1][1][0][0][0][1][1] has too many values by aliases: 100000 are allowed",
  );
});

Deno.test("an alias must name an anchor before it, and nothing around it", () => {
  assertMistakes(
    "a: *x\n",
    't.yaml:1:4: a must name an anchor that stands before it: "x" does not',
  );
  assertMistakes("a: &x [*x]\n", 't.yaml:1:8: a[0] must not contain itself: "x" is around it');
});

Deno.test("names cannot reach the prototype of objects", () => {
  assertMistakes(
    "title: a\nhosts:\n  __proto__: { os: linux, address: 10.0.0.1/24 }\n",
    't.yaml:3:3: hosts must have words as keys: one is "__proto__", which is reserved: choose another',
  );
  strictEqual(Object.hasOwn(Object.prototype, "os"), false);
});

Deno.test("a host may be called constructor, toString or hasOwnProperty", () => {
  const names = ["constructor", "toString", "hasOwnProperty", "valueOf"];
  const hosts = names.map((name, i) => `  ${name}: { os: linux, address: 10.0.0.${i + 1}/24 }\n`);
  const loaded = loadTopology(`title: a\nhosts:\n${hosts.join("")}`, "t.yaml");
  if (loaded.mistakes !== null) throw new Error(formatMistakes(loaded.mistakes));
  deepStrictEqual(loaded.topology.hosts.map((host) => host.name), names);
});

Deno.test("an unknown key or name like constructor is just unknown", () => {
  assertMistakes(
    `${TWO_HOSTS}faults:\n  - { at: 1s, crash: constructor }\n`,
    't.yaml:8:22: faults[0].crash names no host, "constructor": there are client and server',
  );
});

Deno.test({
  name: "reading needs no permission",
  permissions: "none",
  fn() {
    strictEqual(loadTopology(TWO_HOSTS, "t.yaml").mistakes, null);
  },
});
