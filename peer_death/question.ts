import { type Nanos, seconds } from "../engine/base/time.ts";

/** What a side does while its peer falls silent. */
export const ACTIVITIES = ["idle", "sending", "waiting for an answer"] as const;
export type Activity = typeof ACTIVITIES[number];

/** What it was told to look out for. */
export const GUARDS = ["no option", "keepalive", "user timeout"] as const;
export type Guard = typeof GUARDS[number];

/** Whose cable is pulled: its own, which its NIC sees, or the peer's beyond a switch. */
export const PULLS = ["own cable", "peer's cable"] as const;
export type Pull = typeof PULLS[number];

export const SYSTEMS = ["linux", "windows", "freebsd"] as const;
export type System = typeof SYSTEMS[number];

/** One question: how long does it take to notice? */
export interface Question {
  readonly activity: Activity;
  readonly guard: Guard;
  readonly pull: Pull;
  readonly system: System;
}

/** The times that sockets are given. */
export interface GuardTimes {
  /** TCP_KEEPIDLE, TCP_KEEPINTVL: whole seconds. */
  readonly idle: Nanos;
  readonly interval: Nanos;
  /** TCP_KEEPCNT. */
  readonly probes: number;
  /** TCP_USER_TIMEOUT under Linux, TCP_MAXRT under Windows: whole seconds. */
  readonly userTimeout: Nanos;
}

export const DEFAULT_TIMES: GuardTimes = {
  idle: seconds(10),
  interval: seconds(5),
  probes: 3,
  userTimeout: seconds(30),
};

/** All questions of those systems, in the order of the table. */
export function* questions(systems: readonly System[]): Generator<Question> {
  for (const pull of PULLS) {
    for (const activity of ACTIVITIES) {
      for (const guard of GUARDS) {
        for (const system of systems) yield { activity, guard, pull, system };
      }
    }
  }
}
