import { formatNanos, type Nanos, us } from "../../engine/base/time.ts";
import type {
  CallRecord,
  FaultRecord,
  HostRecord,
  LinkRecord,
  NicRecord,
  ProcessRecord,
  TcpRecord,
} from "../../nodes/records.ts";
import { formatDuration, groupThousands } from "../duration.ts";
import { NO_THRESHOLD } from "../no_threshold.ts";
import { always, type Part, printable } from "./parts.ts";

/** A line has no room for more of a call's arguments; exports have them all. */
const MOST_ARGS = 6;

/** A call as a program would write it: "recv(conn, max=4096)". */
export function callParts(body: Pick<CallRecord, "call" | "socket" | "args">): Part[] {
  const socket = printable(body.socket);
  const entries = Object.entries(body.args).map(argText);
  const args = (entries.length <= MOST_ARGS ? entries : [...entries.slice(0, MOST_ARGS), "..."])
    .join(", ");
  const parts = [always(`${body.call}(${socket}`)];
  if (args !== "") {
    parts.push({ text: printable(socket === "" ? args : `, ${args}`), keep: 4 });
  }
  parts.push(always(")"));
  return parts;
}

function argText([name, value]: [string, string | number | boolean]): string {
  const isTime = name === "timeout" && typeof value === "number";
  return `${name}=${isTime ? formatNanos(value) : value}`;
}

/** What a call returned: " = 100", " = -1 ECONNRESET". */
export function resultParts(body: Pick<CallRecord, "result">): Part[] {
  const result = body.result;
  if (result === null) return [];
  if (result.error !== "") {
    const code = result.code === 0 ? "" : ` (${result.code})`;
    const before = result.bytes === 0 ? "" : `, ${groupThousands(result.bytes)} bytes before`;
    return [
      always(` = ${result.value} ${result.error}`),
      { text: code, keep: 5 },
      { text: before, keep: 7 },
    ];
  }
  const parts = [always(` = ${result.value}`)];
  if (result.bytes > 0 && result.bytes !== result.value) {
    parts.push({ text: `, ${groupThousands(result.bytes)} bytes in all`, keep: 7 });
  }
  return parts;
}

/** "cwnd 14,600, ssthresh none, pipe 1,460, rtt 20 ms +- 5 ms, rto 220 ms, Open". */
export function tcpText(body: Omit<TcpRecord, "kind" | "host" | "connection">): string {
  const { cwnd, ssthresh, pipe, srtt, rttvar, rto, congestionState } = body;
  const threshold = ssthresh === NO_THRESHOLD ? "none" : groupThousands(ssthresh);
  const rtt = srtt === 0 ? "unknown" : `${inMicroseconds(srtt)} +- ${inMicroseconds(rttvar)}`;
  return `cwnd ${groupThousands(cwnd)}, ssthresh ${threshold}, pipe ${groupThousands(pipe)}, ` +
    `rtt ${rtt}, rto ${inMicroseconds(rto)}, ${congestionState}`;
}

/** A line has no room for nanoseconds, which exports keep. */
function inMicroseconds(time: Nanos): string {
  return formatDuration(time < us(1) ? time : Math.round(time / us(1)) * us(1));
}

/** "process web started", "thread web/reader ended", "process web killed (SIGKILL)". */
export function processText(body: ProcessRecord): string {
  const note = body.note === "" ? "" : ` (${body.note})`;
  const words = {
    "started": `process ${body.process} starts`,
    "exited": `process ${body.process} exits`,
    "killed": `process ${body.process} is killed`,
    "thread-started": `thread ${body.process}/${body.thread} starts`,
    "thread-ended": `thread ${body.process}/${body.thread} ends`,
    "signal": `process ${body.process} gets a signal`,
  }[body.event];
  return printable(words + note);
}

/** "fault: pull cable". */
export function faultText(body: FaultRecord): string {
  return printable(`${body.event} ${body.target}${noteOf(body.note)}`);
}

/** "cable pulled, 2 frames lost". */
export function linkText(body: LinkRecord): string {
  const lost = body.lost === 0 ? "" : `, ${body.lost} ${body.lost === 1 ? "frame" : "frames"} lost`;
  return printable(`${body.link} ${body.event}${lost}`);
}

/** "eth0 disabled". */
export function nicText(body: NicRecord): string {
  return printable(`${body.nic} ${body.event}${noteOf(body.note)}`);
}

/** "server crashed". */
export function hostText(body: HostRecord): string {
  return printable(`${body.host} ${body.event}${noteOf(body.note)}`);
}

function noteOf(note: string): string {
  return note === "" ? "" : ` (${note})`;
}
