import { timelineJsonSchema } from "../timeline/mod.ts";
import { topologyJsonSchema } from "../topologies/mod.ts";
import { ExitStatus } from "./failure.ts";
import { print, type Streams } from "./streams.ts";

/** The schemas that can be printed. */
export const SCHEMAS = ["topology", "timeline"] as const;
export type SchemaName = (typeof SCHEMAS)[number];

/** Prints the JSON Schema of topologies or of timelines. */
export async function schemaCommand(which: SchemaName, streams: Streams): Promise<ExitStatus> {
  const text = which === "topology"
    ? JSON.stringify(topologyJsonSchema(), null, 2) + "\n"
    : timelineJsonSchema();
  await print(streams.stdout, [text]);
  return ExitStatus.Ok;
}
