import {
  beginningOf,
  type Capture,
  type CapturedState,
  endOf,
  returnTimeOf,
  type Side,
  SIDES,
} from "./capture.ts";
import type { Difference, Findings } from "./difference.ts";
import type { EnteredState, Playback } from "./playback.ts";
import type { RuleName } from "./rules.ts";
import { showTime } from "./show.ts";
import { judgeTime, TOLERANCE_MS } from "./tolerance.ts";

/** A sampled state is seen so much late at most. */
const SAMPLING_MS = 10;

/** Linux's names of states as the RFC's. */
const NAMES: Readonly<Record<string, string>> = {
  CLOSED: "CLOSED",
  LISTEN: "LISTEN",
  "SYN_SENT": "SYN-SENT",
  "SYN_RECV": "SYN-RECEIVED",
  "SYN_RECV(request)": "SYN-RECEIVED",
  ESTABLISHED: "ESTABLISHED",
  "FIN_WAIT1": "FIN-WAIT-1",
  "FIN_WAIT2": "FIN-WAIT-2",
  "FIN_WAIT2(orphan mini-socket)": "FIN-WAIT-2",
  CLOSING: "CLOSING",
  "TIME_WAIT": "TIME-WAIT",
  "CLOSE_WAIT": "CLOSE-WAIT",
  "LAST_ACK": "LAST-ACK",
  gone: "CLOSED",
};

/** What a connect gives that is refused before anything is sent. */
const AT_ONCE: readonly string[] = ["EADDRNOTAVAIL", "ENETUNREACH", "EINVAL"];

/** Compares the states that listeners and connections of both sides went through. */
export function compareStates(capture: Capture, playback: Playback): Findings {
  const rules: Set<RuleName> = new Set();
  const differences: Difference[] = [];
  const theirs = recordedPaths(capture, rules);
  const ours = playedPaths(playback);
  for (const key of ours.keys()) {
    if (!isOnChosenPort(capture, key)) continue;
    ours.delete(key);
    rules.add("chosen-port");
  }
  const end = endOf(capture);
  for (const key of new Set([...theirs.keys(), ...ours.keys()])) {
    const their = theirs.get(key) ?? [];
    const our = withoutLater(ours.get(key) ?? [], their.length, end);
    const found = comparePath(capture, key, their, our, rules);
    if (found !== null) differences.push(found);
  }
  return { differences, rules: [...rules] };
}

/** States behind the recorded ones do not count from the end of the recording on. */
function withoutLater(path: readonly Step[], count: number, end: number): readonly Step[] {
  const extra = path.findIndex((step, i) => i >= count && step.at > end - TOLERANCE_MS);
  return extra < 0 ? path : path.slice(0, extra);
}

/** A state of a path; `at` is NaN where the recording does not tell. */
interface Step {
  readonly state: string;
  readonly at: number;
  readonly sampled: boolean;
}

function comparePath(
  capture: Capture,
  key: string,
  theirs: readonly Step[],
  ours: readonly Step[],
  rules: Set<RuleName>,
): Difference | null {
  const side = key.split(" ")[0] as Side;
  const make = (at: number, field: string, their: string, our: string): Difference => ({
    at,
    side,
    kind: "states",
    field,
    theirs: `${key}: ${their}`,
    ours: our,
  });
  const text = (path: readonly Step[]): string => path.map(({ state }) => state).join(" > ");
  if (text(theirs) !== text(ours)) {
    const i = firstDifference(theirs, ours);
    const at = Math.min(timeOf(theirs[i]), timeOf(ours[i]), endOf(capture));
    return make(at, "path", text(theirs) || "-", text(ours) || "-");
  }
  const wrong = firstWrongTime(capture, theirs, ours, rules);
  if (wrong < 0) return null;
  const [their, our] = [theirs[wrong]!, ours[wrong]!];
  const at = Math.min(their.at, our.at);
  return make(
    at,
    `time of ${their.state}`,
    `${showTime(their.at)} ${their.state}`,
    showTime(our.at),
  );
}

function timeOf(step: Step | undefined): number {
  return step === undefined || Number.isNaN(step.at) ? Infinity : step.at;
}

function firstDifference(a: readonly Step[], b: readonly Step[]): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i]!.state === b[i]!.state) i++;
  return i;
}

function firstWrongTime(
  capture: Capture,
  theirs: readonly Step[],
  ours: readonly Step[],
  rules: Set<RuleName>,
): number {
  const spread = capture.stability.maxTimeSpreadMs ?? 0;
  const beginning = beginningOf(capture);
  let late = 0;
  let since = beginning;
  for (const [i, { at, sampled }] of theirs.entries()) {
    if (Number.isNaN(at)) continue;
    const our = ours[i]!.at;
    const verdict = judgeTime(at, our, since, late, beginning, spread);
    if (verdict === "wrong") {
      if (!sampled || our > at || at - our > SAMPLING_MS) return i;
      rules.add("sampled-states");
    }
    if (verdict === "by the runs' own spread") rules.add("spread");
    late = our - at;
    since = at;
  }
  return -1;
}

/** The paths as recorded, by the RFC's names. */
function recordedPaths(capture: Capture, rules: Set<RuleName>): Map<string, Step[]> {
  const paths: Map<string, Step[]> = new Map();
  for (const [key, text] of Object.entries(capture.statePaths)) {
    const names = text.split(" > ").map((name) => NAMES[name] ?? name);
    const path = withTimes(capture, key, tidy(names, key));
    const left = withoutRefused(capture, key, path, rules);
    if (left.length > 0) paths.set(key, left);
  }
  return paths;
}

/** Gives each state of a path the time at which it was seen first after the one before. */
function withTimes(capture: Capture, key: string, names: readonly string[]): Step[] {
  const [side = "", socket = ""] = key.split(" ");
  const seen = capture.states.filter((it) => it.side === side && it.socket === socket);
  let next = 0;
  return names.map((state, place) => {
    const isMeant = (it: CapturedState, i: number) => i >= next && NAMES[it.to] === state;
    // The kernel hands TIME-WAIT and FIN-WAIT-2 to small sockets: that CLOSED is not the end.
    const isEnd = place === names.length - 1 && state === "CLOSED";
    const index = isEnd ? seen.findLastIndex(isMeant) : seen.findIndex(isMeant);
    const found = seen[index];
    if (found === undefined) return { state, at: NaN, sampled: true };
    next = index + 1;
    return { state, at: found.atMs, sampled: found.seenBy === "proc" };
  });
}

/**
 * One form for both: a connection begins with what it does, not with CLOSED or
 * LISTEN, nor does it go back there; a state is told once; and what follows on
 * TIME-WAIT follows at once.
 */
function tidy(names: readonly string[], key: string): string[] {
  const isListener = key.endsWith(">0");
  const path: string[] = [];
  for (const told of names) {
    const isBackInListen = !isListener && told === "LISTEN" && path.length > 0;
    const name = isBackInListen ? "CLOSED" : told;
    const last = path.at(-1);
    if (name === last) continue;
    if (path.length === 0 && (name === "CLOSED" || (!isListener && name === "LISTEN"))) continue;
    const before = path.at(-2);
    const isBack = last === "CLOSED" && before !== undefined;
    if (isBack && (before === "TIME-WAIT" || name === "TIME-WAIT" || name === before)) {
      if (name !== "SYN-SENT" || before === "TIME-WAIT") path.pop();
    }
    if (path.at(-1) !== name) path.push(name);
  }
  return path;
}

/** Takes away what a connect that failed at once left: SYN-SENT and CLOSED. */
function withoutRefused(
  capture: Capture,
  key: string,
  path: readonly Step[],
  rules: Set<RuleName>,
): Step[] {
  const left: Step[] = [];
  for (const [i, step] of path.entries()) {
    const next = path[i + 1];
    const isPair = step.state === "SYN-SENT" && next?.state === "CLOSED";
    const isRefused = isPair && wasRefused(capture, key, step.at);
    const wasPair = step.state === "CLOSED" && path[i - 1]?.state === "SYN-SENT" &&
      wasRefused(capture, key, path[i - 1]!.at);
    if (isRefused || wasPair) rules.add("refused-connect");
    else left.push(step);
  }
  return left;
}

/** Whether a connect of that side failed about then, without having waited. */
function wasRefused(capture: Capture, key: string, at: number): boolean {
  const side = SIDES.find((it) => key.startsWith(it));
  return capture.calls.some((call) =>
    call.side === side && call.call === "connect" && AT_ONCE.includes(call.error ?? "") &&
    (call.tookMs ?? Infinity) < TOLERANCE_MS &&
    at >= call.atMs - 1 && at <= returnTimeOf(call) + 1
  );
}

/** Whether a listener is on a port that no call names. */
function isOnChosenPort(capture: Capture, key: string): boolean {
  const port = Number(/ (\d+)>0$/.exec(key)?.[1]);
  if (Number.isNaN(port)) return false;
  return !capture.calls.some(({ call, args }) =>
    call === "bind" && (args?.["addr"] as [string, number] | undefined)?.[1] === port
  );
}

/** The paths as played. */
function playedPaths(playback: Playback): Map<string, Step[]> {
  const paths: Map<string, Step[]> = new Map();
  for (const [key, entered] of playback.states) {
    const names = tidy(entered.map(({ state }) => state), key);
    const path = timesOf(names, entered);
    if (path.length > 0) paths.set(key, path);
  }
  return paths;
}

function timesOf(names: readonly string[], entered: readonly EnteredState[]): Step[] {
  let next = 0;
  return names.map((state) => {
    const isMeant = (it: EnteredState, i: number) =>
      i >= next && (it.state === state || (state === "CLOSED" && it.state === "LISTEN"));
    const index = entered.findIndex(isMeant);
    next = index + 1;
    return { state, at: entered[index]?.at ?? NaN, sampled: false };
  });
}
