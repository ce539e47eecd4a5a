import type { Nanos } from "../../engine/base/time.ts";
import type { ConnectionId, ConnectionInfo } from "../../nodes/records.ts";
import type { RunInfo } from "../run_info.ts";
import type { Timeline } from "../timeline.ts";
import { CallWriter } from "./calls.ts";
import { isOwnPacket, packetText } from "./packets.ts";
import { settingLines } from "./settings.ts";
import { ScriptTimes } from "./times.ts";

/**
 * One end of a connection as a packetdrill script, in Google's dialect: that
 * end is the system under test, what it received is injected, and what it sent
 * is expected. `connection` is its number.
 *
 * Sequence numbers count from the initial ones. A call that waited stands where
 * it returned, but for connect and send, which are given their time. What
 * packetdrill has no words for (faults, options that it does not know) stands
 * as a comment.
 */
export function* packetdrillLines(
  timeline: Timeline,
  info: RunInfo,
  connection: ConnectionId,
): Generator<string> {
  const end = timeline.connectionOf(connection);
  const times = new ScriptTimes();
  const calls = new CallWriter(timeline, connection);
  yield* headLines(info, end);
  yield* settingLines(info, end.host);
  yield* calls.openingLines();
  yield "";
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    const at = timeline.atOf(id);
    switch (body.kind) {
      case "segment":
        if (body.host !== end.host || !isOwnPacket(body, end, connection)) break;
        yield times.stamped(at, packetText(body, end));
        break;
      case "call":
        if (body.host !== end.host) break;
        for (const call of calls.linesOf(id, body)) {
          yield call.since === null
            ? times.stamped(at, call.text)
            : times.stampedSpan(call.since, call.until, call.text);
        }
        break;
      case "process":
        if (body.host !== end.host || (body.event !== "killed" && body.event !== "exited")) break;
        for (const text of calls.endLines(body.process)) yield times.stamped(at, text);
        break;
      case "fault":
        yield `// ${secondsText(at)}: fault: ${body.event} ${body.target}`;
    }
  }
}

function* headLines(info: RunInfo, end: ConnectionInfo): Generator<string> {
  const os = info.hosts.find((host) => host.name === end.host)?.os ?? "";
  const name = end.name === "" ? end.host : `${end.host}.${end.name}`;
  if (os !== "") yield `// profile: ${os}`;
  if (info.title !== "") yield `// ${info.title}`;
  yield `// ${name}, which is ${os}, in a run of cablepull ${info.version} with seed ${info.seed}`;
  yield "";
}

function secondsText(at: Nanos): string {
  return `${at / 1e9} s`;
}
