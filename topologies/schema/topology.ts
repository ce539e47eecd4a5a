import { z } from "../../third_party/z.ts";
import { expectSchema } from "./expect.ts";
import { faultSchema } from "./faults.ts";
import { key, listOf, named, strictMap, text, whole } from "./forms.ts";
import { hostSchema, switchSchema } from "./hosts.ts";
import { linkSchema } from "./links.ts";
import { hostProgramsSchema } from "./programs.ts";
import { recordSchema } from "./record.ts";
import { someTime } from "./units.ts";

/** The keys of a topology that are plain values. */
export const headSchemas = {
  title: key(
    text("a line that says what the topology shows"),
    "What the topology shows, in one line.",
    "A cable is pulled for three seconds during an upload",
  ),
  description: key(text("a text"), "More about it.", "The client has buffered data when ...")
    .optional(),
  seed: key(
    whole(0, 0xffffffff),
    "All luck of the run follows from it: losses, jitter, initial sequence numbers; 1 if absent.",
    7,
  ).optional(),
  stop: key(
    someTime,
    "When the run ends, in virtual time; if absent, when nothing is left to happen.",
    "10m",
  ).optional(),
};

/** A whole topology. */
export const topologySchema = strictMap("a topology", {
  ...headSchemas,
  record: key(recordSchema, "What is recorded beside what always is.", { tcp: true }).optional(),
  hosts: key(named("hosts", hostSchema), "The hosts by name.", {
    client: { os: "windows", address: "10.0.0.1/24" },
    server: { os: "linux", address: "10.0.0.2/24" },
  }),
  switches: key(named("switches", switchSchema), "The switches by name.", { office: {} })
    .optional(),
  links: key(named("links", linkSchema), "The cables by name.", {
    cable: { between: ["client", "server"], latency: "20ms", rate: "100Mbps" },
  }).optional(),
  programs: key(
    named("the programs of a host", hostProgramsSchema),
    "What runs on the hosts: host, then process, then its steps.",
    { client: { browser: [{ connect: { to: "server:80", as: "conn" } }] } },
  ).optional(),
  faults: key(listOf("faults", faultSchema), "What goes wrong, and when.", [
    { at: "500ms", pull: "cable", for: "3s" },
  ]).optional(),
  expect: key(listOf("expectations", expectSchema), "What must be true of the run.", [
    { never: { segment: { flags: "RST" } } },
  ]).optional(),
});

/** The keys that a topology may have. */
export const SECTIONS: readonly string[] = Object.keys(topologySchema.shape);

/**
 * The JSON Schema of topology files, for editors: what the file may hold, before
 * defaults are filled in and units read.
 */
export function topologyJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(topologySchema, {
    io: "input",
    override({ zodSchema, jsonSchema }) {
      // Left out by zod where units are read: our examples are of what is written.
      const examples = z.globalRegistry.get(zodSchema)?.examples;
      if (Array.isArray(examples)) jsonSchema.examples = examples;
    },
  });
  return { $schema, title: "A topology of cablepull", ...rest };
}
