import type { StepForm } from "../schema/steps.ts";
import type { ProcessNames } from "./names.ts";
import { INFO, NONBLOCKING, systemName } from "./systems.ts";

/** How often each socket and thread is made by some steps, with those within. */
export type Made = Map<string, number>;

/** The key of a thread's name beside those of sockets. */
export const threadKey = (name: string): string => `thread ${name}`;

/** The thread that a step itself starts: its own, or the one for an overlapped receive. */
export function threadOf(step: StepForm): string | undefined {
  return step.thread?.as ?? step.recv?.overlapped;
}

/** Counts the names that the steps make, at any depth. */
export function namesMade(steps: readonly StepForm[], made: Made = new Map()): Made {
  const add = (name: string | undefined): void => {
    if (name !== undefined) made.set(name, (made.get(name) ?? 0) + 1);
  };
  for (const step of steps) {
    for (const form of [step.socket, step.listen, step.accept, step.connect, step.serve]) {
      add(form?.as);
    }
    const thread = threadOf(step);
    if (thread !== undefined) add(threadKey(thread));
    namesMade(innerSteps(step), made);
  }
  return made;
}

/** The names that are made in `all`, but not only in `part`. */
export function namesOutside(all: Made, part: Made): Set<string> {
  const outside = [...all].filter(([name, count]) => count > (part.get(name) ?? 0));
  return new Set(outside.map(([name]) => name));
}

/** The steps that stand within a step. */
export function innerSteps(step: StepForm): readonly StepForm[] {
  return (step.thread ?? step.loop ?? step.serve)?.steps ?? [];
}

/** The sockets that listen at some time. */
export function listening(steps: readonly StepForm[], found: Set<string> = new Set()): Set<string> {
  for (const step of steps) {
    const socket = step.listen?.as ?? step.listen?.on;
    if (socket !== undefined) found.add(socket);
    listening(innerSteps(step), found);
  }
  return found;
}

/** Notes the names and calls of all steps. */
export function noteNames(steps: readonly StepForm[], names: ProcessNames, os: string): void {
  for (const name of namesMade(steps).keys()) {
    const [first = "", thread] = name.split(" ");
    if (thread === undefined) names.sockets.add(first);
    else names.threads.add(thread);
  }
  noteCalls(steps, names.calls, os);
}

function noteCalls(steps: readonly StepForm[], calls: Set<string>, os: string): void {
  for (const step of steps) {
    for (const call of callsOf(step)) calls.add(systemName(call, os));
    noteCalls(innerSteps(step), calls, os);
  }
}

/** The calls that a step makes; the ones of a new socket are made by the step that names it. */
function callsOf(step: StepForm): string[] {
  if (step.listen !== undefined) {
    return step.listen.as === undefined ? ["listen"] : ["socket", "bind", "listen"];
  }
  if (step.connect !== undefined) {
    const { as, from, nonblocking } = step.connect;
    const before = [as === undefined ? "" : "socket", from === undefined ? "" : "bind"];
    return [...before, nonblocking === true ? NONBLOCKING : "", "connect"].filter((call) =>
      call !== ""
    );
  }
  if (step.serve !== undefined) return ["accept"];
  if (step.recv?.overlapped !== undefined) return ["WSARecv", "WSAGetOverlappedResult"];
  const { option = "" } = step.setsockopt ?? step.getsockopt ?? {};
  if (option === "O_NONBLOCK" || option === "FIONBIO") return [NONBLOCKING];
  if (option === "F_SETOWN") return ["fcntl"];
  if (option === "TCP_INFO" || option === "SIO_TCP_INFO") return [INFO];
  const plain = [
    "socket",
    "bind",
    "accept",
    "send",
    "recv",
    "shutdown",
    "close",
    "setsockopt",
    "getsockopt",
    "poll",
    "ioctl",
  ] as const;
  return plain.filter((call) => step[call] !== undefined);
}
