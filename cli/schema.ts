import { timelineJsonSchema } from "../timeline/mod.ts";
import { topologyJsonSchema } from "../topologies/mod.ts";
import { ExitStatus } from "./failure.ts";
import { writeChunks } from "./files.ts";

/** The schemas that can be printed. */
export const SCHEMAS = ["topology", "timeline"] as const;

/** Prints the JSON Schema of topologies or of timelines. */
export async function schemaCommand(which: (typeof SCHEMAS)[number]): Promise<ExitStatus> {
  const schema = which === "topology" ? topologyJsonSchema() : timelineJsonSchema();
  await writeChunks(Deno.stdout, [JSON.stringify(schema, null, 2), "\n"]);
  return ExitStatus.Ok;
}
