import { deepStrictEqual, throws } from "node:assert/strict";
import { parseJson } from "../../cli/json_text.ts";

/** Each text that is no JSON, and where it first is none. */
const BAD: readonly (readonly [text: string, place: string])[] = [
  ["", "1:1"],
  [" \n", "2:1"],
  ["title: x", "1:1"],
  ["[1,\n2", "2:2"],
  ["[1,]", "1:4"],
  ["[1 2]", "1:4"],
  ['{"a": tru}', "1:7"],
  ['{"a" 1}', "1:6"],
  ['{"a": 1,}', "1:9"],
  ['{"a": 1]', "1:8"],
  ["{1: 2}", "1:2"],
  ["[01]", "1:3"],
  ["{} {}", "1:4"],
  ["[,]", "1:2"],
  ['{"a":\r\n"b\n"}', "2:1"],
  ['["\\x"]', "1:2"],
  ["\u0001\u001b[2J", "1:1"],
  ["[".repeat(100_000), "1:100001"],
];

Deno.test("a text that is no JSON is refused at its first mistake [RFC 8259 2]", () => {
  for (const [text, place] of BAD) {
    throws(() => parseJson(text, "a.json"), {
      name: "BadInput",
      message: `a.json:${place}: this is not valid JSON`,
    }, JSON.stringify(text.slice(0, 20)));
  }
});

Deno.test("a text that is JSON gives its value", () => {
  deepStrictEqual(parseJson(' {"a": [1, -2.5e3, null, {}, [], "\\u00e9"]}\n', "a.json"), {
    a: [1, -2500, null, {}, [], "\u00e9"],
  });
});
