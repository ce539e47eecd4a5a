import { formatIpv4 } from "../engine/wire/mod.ts";
import { connectionNames } from "./connection_names.ts";
import { digest } from "./digest.ts";
import type { Verdict } from "./expectations/verdict.ts";
import { RecordExporter } from "./json_record.ts";
import type { RunInfo } from "./run_info.ts";
import type { ConnectionJson } from "./schema.ts";
import { finalStates } from "./state_paths.ts";
import type { Timeline } from "./timeline.ts";

const CHUNK = 1 << 16;

/**
 * The JSON export of a timeline in pieces of about 64 kB, so that a long one
 * never stands in memory as one text. Each record has its own line.
 *
 * The bytes of payloads are not in it (their number is); the digest covers
 * them.
 */
export function* jsonChunks(
  timeline: Timeline,
  run: RunInfo,
  verdicts: readonly Verdict[],
): Generator<string> {
  yield head(timeline, run, verdicts);
  const exporter = new RecordExporter(timeline);
  let chunk = "";
  for (let id = 1; id <= timeline.size; id++) {
    chunk += (id === 1 ? "\n" : ",\n") + JSON.stringify(exporter.export(id));
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk + "\n]\n}\n";
}

/** Everything before the first record, up to the bracket that opens their list. */
function head(timeline: Timeline, run: RunInfo, verdicts: readonly Verdict[]): string {
  const fields = {
    format: "cablepull-timeline",
    version: run.version,
    title: run.title,
    seed: run.seed,
    digest: digest(timeline),
    partial: run.partial,
    endedAt: timeline.endedAt,
    topology: run.topology,
    hosts: run.hosts,
    links: run.links,
    connections: connectionsJson(timeline),
    expectations: verdicts,
  };
  const lines = Object.entries(fields).map(([key, value]) =>
    `${JSON.stringify(key)}: ${JSON.stringify(value)}`
  );
  return `{\n${lines.join(",\n")},\n"records": [`;
}

/** The ends of all connections as they are exported. */
export function connectionsJson(timeline: Timeline): ConnectionJson[] {
  const names = connectionNames(timeline.connections);
  const states = finalStates(timeline);
  return timeline.connections.map((info, index) => ({
    id: index + 1,
    name: names[index] ?? "",
    host: info.host,
    localAddress: formatIpv4(info.localAddress),
    localPort: info.localPort,
    remoteAddress: formatIpv4(info.remoteAddress),
    remotePort: info.remotePort,
    iss: info.iss >>> 0,
    irs: info.irs >>> 0,
    state: states[index] ?? "CLOSED",
  }));
}
