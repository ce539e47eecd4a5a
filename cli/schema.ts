import { timelineJsonSchema } from "../timeline/files.ts";
import { topologyJsonSchema } from "../topologies/mod.ts";
import type { Command } from "./commander.ts";
import { ExitStatus } from "./failure.ts";
import { parseEither } from "./options.ts";
import { print, type Streams } from "./streams.ts";

/** The schemas that can be printed. */
const SCHEMAS = ["topology", "timeline"] as const;
type SchemaName = (typeof SCHEMAS)[number];

/** Adds the command that prints schemas. */
export function addSchemaCommand(
  program: Command,
  streams: Streams,
  onEnd: (status: ExitStatus) => void,
): void {
  program.command("schema")
    .description("print the JSON Schema of topologies or of timelines")
    .argument("<schema>", "topology or timeline", parseEither("<schema>", SCHEMAS))
    .action(async (name: SchemaName) => onEnd(await schemaCommand(name, streams)));
}

/** Prints the JSON Schema of topologies or of timelines. */
async function schemaCommand(which: SchemaName, streams: Streams): Promise<ExitStatus> {
  const text = which === "topology"
    ? JSON.stringify(topologyJsonSchema(), null, 2) + "\n"
    : timelineJsonSchema();
  await print(streams.stdout, [text]);
  return ExitStatus.Ok;
}
