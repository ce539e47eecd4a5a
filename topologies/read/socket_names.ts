import type { Mistakes } from "../mistakes.ts";
import type { Path } from "../places.ts";
import { listed, show } from "../show.ts";
import { didYouMean } from "../suggestions.ts";
import type { StepForm } from "../schema/steps.ts";
import type { ProcessNames } from "./names.ts";
import {
  innerSteps,
  listening,
  type Made,
  namesMade,
  namesOutside,
  threadKey,
} from "./step_names.ts";

/**
 * Checks that the steps of a process use only sockets and threads that are
 * there: made by a step before, or perhaps by another thread.
 */
export class SocketNames {
  #mistakes: Mistakes;
  #process: string;
  #names: ProcessNames;
  #all: Made;
  #listening: Set<string>;

  /** `process` is its name in messages: "server.web". */
  constructor(
    mistakes: Mistakes,
    process: string,
    names: ProcessNames,
    steps: readonly StepForm[],
  ) {
    this.#mistakes = mistakes;
    this.#process = process;
    this.#names = names;
    this.#all = namesMade(steps);
    this.#listening = listening(steps);
  }

  /** `known` are the names that are there, or may be, when the first step begins. */
  check(steps: readonly StepForm[], path: Path, known: Set<string> = new Set()): void {
    steps.forEach((step, i) => this.#checkStep(step, [...path, i], known));
  }

  #checkStep(step: StepForm, path: Path, known: Set<string>): void {
    for (const [verb, form] of Object.entries(step)) {
      const at = [...path, verb];
      if (verb === "close") this.#useSocket(form as string, at, known);
      else if (verb === "join") this.#useThread(form as string, at, known);
      else if (isMap(form) && typeof form["on"] === "string") {
        this.#useSocket(form["on"], [...at, "on"], known);
      }
    }
    if (step.accept !== undefined) this.#mustListen(step.accept.on, [...path, "accept", "on"]);
    if (step.serve !== undefined) this.#mustListen(step.serve.on, [...path, "serve", "on"]);
    if (step.thread !== undefined) {
      this.#startThread(step.thread.as, [...path, "thread", "as"], known);
    } else if (step.recv?.overlapped !== undefined) {
      this.#startThread(step.recv.overlapped, [...path, "recv", "overlapped"], known);
    }
    this.#checkInner(step, path, known);
    for (const form of [step.socket, step.listen, step.accept, step.connect]) {
      if (form?.as !== undefined) known.add(form.as);
    }
  }

  #checkInner(step: StepForm, path: Path, known: Set<string>): void {
    if (step.loop !== undefined) {
      this.check(step.loop.steps, [...path, "loop", "steps"], known);
    } else if (step.serve !== undefined) {
      const inner = new Set([...known, ...this.#concurrent(step), step.serve.as]);
      this.check(step.serve.steps, [...path, "serve", "steps"], inner);
    } else if (step.thread !== undefined) {
      const inner = new Set([...known, ...this.#concurrent(step)]);
      this.check(step.thread.steps, [...path, "thread", "steps"], inner);
    }
    if (step.loop === undefined) {
      for (const name of namesMade(innerSteps(step)).keys()) known.add(name);
    }
  }

  /** What the rest of the process may make while the steps within this one run. */
  #concurrent(step: StepForm): Set<string> {
    return namesOutside(this.#all, namesMade(innerSteps(step)));
  }

  #startThread(name: string, at: Path, known: Set<string>): void {
    if (name === "main") {
      this.#mistakes.atValue(at, `must not be "main": that is the thread a process begins with`);
    } else if ((this.#all.get(threadKey(name)) ?? 0) > 1) {
      this.#mistakes.atValue(at, `must be a name of its own: two threads are called "${name}"`);
    }
    known.add(threadKey(name));
  }

  #useSocket(name: string, path: Path, known: ReadonlySet<string>): void {
    if (known.has(name)) return;
    if (this.#all.has(name)) {
      this.#mistakes.atValue(path, `uses the socket ${show(name)} before a step has made it`);
    } else if (!this.#names.sockets.has(name)) {
      this.#mistakes.unknownName(path, "socket", name, [...this.#names.sockets]);
    }
  }

  #useThread(name: string, path: Path, known: ReadonlySet<string>): void {
    if (known.has(threadKey(name))) return;
    if (this.#all.has(threadKey(name))) {
      this.#mistakes.atValue(path, `waits for the thread ${show(name)} before it is started`);
    } else if (!this.#names.threads.has(name)) {
      const threads = [...this.#names.threads];
      this.#mistakes.unknownName(path, "thread", name, threads);
    }
  }

  #mustListen(name: string, path: Path): void {
    if (this.#listening.has(name) || !this.#all.has(name) || this.#names.broken) return;
    const doors = [...this.#listening];
    const rule = `must be a socket that listens: ${show(name)} never does`;
    const those = doors.length === 0
      ? `no socket of ${this.#process} does`
      : `${listed(doors)} ${doors.length === 1 ? "does" : "do"}${didYouMean(name, doors)}`;
    this.#mistakes.atValue(path, `${rule}; ${those}`);
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
