import { z } from "../third_party/z.ts";
import { recordSchema } from "./schema_records.ts";

const nanos = z.int().nonnegative();

const hostSchema = z.strictObject({
  name: z.string(),
  os: z.string().describe('The profile of its TCP, "" where it has none'),
  nics: z.array(z.strictObject({
    name: z.string(),
    address: z.string().describe('"10.0.0.1/24", or "" where it has none'),
  })),
});

const linkSchema = z.strictObject({
  name: z.string(),
  ends: z.tuple([z.string(), z.string()]).describe('The NICs that it joins: "client.eth0"'),
  latency: nanos,
  rateBps: z.number().nonnegative().describe("Bits per second; 0 where unlimited"),
});

const connectionSchema = z.strictObject({
  id: z.int().positive(),
  name: z.string().describe("As in records and expectations"),
  host: z.string(),
  localAddress: z.ipv4(),
  localPort: z.int(),
  remoteAddress: z.ipv4(),
  remotePort: z.int(),
  iss: z.uint32().describe("Initial send sequence number"),
  irs: z.uint32().describe("Initial receive sequence number; 0 where no SYN arrived"),
  state: z.string().describe("The state at the end of the run, by its RFC name"),
});

const verdictSchema = z.strictObject({
  expectation: z.string(),
  holds: z.boolean(),
  expected: z.string(),
  found: z.string(),
  records: z.array(z.int().positive()).describe("The records that show it, by id"),
});

/** The JSON export of a timeline: types, validation and the published JSON Schema come from here. */
export const timelineSchema = z.strictObject({
  format: z.literal("cablepull-timeline"),
  version: z.string().describe("The version of cablepull that ran it"),
  title: z.string(),
  seed: z.int(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  partial: z.boolean().describe("Whether the run was interrupted"),
  endedAt: nanos.describe("Up to when the run went"),
  topology: z.json().describe("The topology as run"),
  hosts: z.array(hostSchema),
  links: z.array(linkSchema),
  connections: z.array(connectionSchema),
  expectations: z.array(verdictSchema),
  records: z.array(recordSchema),
}).describe("A timeline of cablepull. Every time is in whole nanoseconds.");

/** One exported timeline. */
export type TimelineJson = z.infer<typeof timelineSchema>;

/** One exported connection. */
export type ConnectionJson = z.infer<typeof connectionSchema>;

/** The JSON Schema of the export, as published in `timeline.schema.json`: text with a line's end. */
export function timelineJsonSchema(): string {
  const schema = z.toJSONSchema(timelineSchema);
  return JSON.stringify({ title: "Timeline of cablepull", ...schema }, null, 2) + "\n";
}
