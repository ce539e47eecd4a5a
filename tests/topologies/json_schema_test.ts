import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { topologyJsonSchema } from "../../topologies/mod.ts";
import { topologySchema } from "../../topologies/schema/topology.ts";
import { readYaml } from "../../topologies/yaml.ts";
import { load, PROGRAMS, TWO_HOSTS } from "./support.ts";

type Json = Record<string, unknown>;

const FILE = new URL("../../topology.schema.json", import.meta.url);

/** All maps within a JSON Schema that are schemas of a key, by the way to them. */
function properties(schema: unknown, path = ""): [string, Json][] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === "examples") return [];
    const own = key === "properties"
      ? Object.entries(value as Json).map(([name, inner]): [string, Json] => [
        `${path}.${name}`,
        inner as Json,
      ])
      : [];
    return [...own, ...properties(value, `${path}.${key}`)];
  });
}

Deno.test("topology.schema.json is what the schema gives: `deno task schema` prints it", () => {
  const text = Deno.readTextFileSync(FILE);
  strictEqual(text, `${JSON.stringify(topologyJsonSchema(), null, 2)}\n`);
});

Deno.test("every key has a description and examples for editors", () => {
  const all = properties(topologyJsonSchema());
  ok(all.length > 100);
  for (const [path, property] of all) {
    if (property["$ref"] === "#/$defs/steps") continue; // described where it is defined
    strictEqual(typeof property["description"], "string", path);
    ok(Array.isArray(property["examples"]), path);
  }
});

Deno.test("the published schema describes what is written, before units are read", () => {
  const properties = topologyJsonSchema()["properties"] as Record<string, Json>;
  strictEqual(properties["stop"]?.["type"], "string");
  deepStrictEqual(topologyJsonSchema()["required"], ["title", "hosts"]);
});

Deno.test("the schema as a whole accepts what loading part by part does", () => {
  const text = `${TWO_HOSTS}${PROGRAMS}stop: 10m
faults:
  - { at: 1s, pull: cable, for: 3s }
expect:
  - { never: { segment: { flags: RST } } }
`;
  load(text);
  strictEqual(topologySchema.safeParse(readYaml(text, "t.yaml").document?.value).success, true);
});

Deno.test("the examples of the schema are accepted by it", () => {
  for (const [key, schema] of Object.entries(topologySchema.shape)) {
    for (const example of schema.meta()?.examples as unknown[] ?? []) {
      strictEqual(schema.safeParse(example).success, true, key);
    }
  }
});
