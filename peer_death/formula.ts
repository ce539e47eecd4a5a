import { ms, type Nanos, seconds } from "../engine/base/time.ts";
import type { Profile } from "../engine/tcp/mod.ts";
import { formatDuration } from "../timeline/mod.ts";
import type { Sense } from "./notice.ts";
import type { Guard, GuardTimes, Question } from "./question.ts";

/** When the rules of a system say that it notices: between two times after the pull. */
export interface Expected {
  /** null: never. */
  readonly from: Nanos | null;
  readonly to: Nanos;
  /** The formula in words: "keepalive: 10 s + 3 x 5 s". */
  readonly rule: string;
}

const NEVER_NOTICED = (rule: string): Expected => ({ from: null, to: 0, rule });

/**
 * What follows from the settings of a system, without running it:
 *
 * - nothing is outstanding: keepalive alone notices, idle and all probes after
 *   the last segment that arrived (RFC 9293 3.8.4, tcp(7));
 * - something is: R2 decides (RFC 9293 3.8.3), a number of doubled timeouts or
 *   the time that so many take from the least one; or the user timeout
 *   (RFC 5482) in its place;
 * - a system that aborts what goes through an interface without carrier does so at once.
 */
export function expectedNotice(
  { activity, guard, pull }: Question,
  times: GuardTimes,
  profile: Profile,
  sense: Sense,
): Expected {
  if (pull === "own cable" && profile.linkDown === "abort") {
    return exactly(profile.linkDownGrace, "its connections end with the carrier");
  }
  if (activity === "idle") return idleNotice(guard, times, profile, sense);
  if (guard === "user timeout") return userTimeoutNotice(times.userTimeout, sense);
  return retransmissionNotice(profile, sense);
}

function idleNotice(guard: Guard, times: GuardTimes, profile: Profile, sense: Sense): Expected {
  const isOn = guard === "keepalive" || profile.keepaliveDefault;
  if (!isOn) return NEVER_NOTICED("nothing is sent, so nothing is missed");
  const [idle, interval, probes] = guard === "keepalive"
    ? [times.idle, times.interval, times.probes]
    : [profile.keepaliveIdle, profile.keepaliveInterval, profile.keepaliveProbes];
  const after = idle + probes * interval;
  const rule = `keepalive: ${formatDuration(idle)} + ${probes} x ${formatDuration(interval)}`;
  return exactly(after - sense.quietFor, rule);
}

/** It counts from the last progress, just before the pull, or under Linux from the timeout after it. */
function userTimeoutNotice(userTimeout: Nanos, { rto }: Sense): Expected {
  const rule = `user timeout: ${formatDuration(userTimeout)}`;
  return { from: userTimeout - rto, to: userTimeout + 3 * rto, rule };
}

function retransmissionNotice(profile: Profile, { rto }: Sense): Expected {
  const { dataRetries, rtoMax, rtoMin, retryLimit } = profile;
  if (retryLimit === "time") {
    const from = backedOff(rtoMin, dataRetries, rtoMax);
    const retries = `${dataRetries} retransmissions from ${formatDuration(rtoMin)}`;
    const rule = `R2: ${retries} take ${formatDuration(from)} at least`;
    return { from, to: from + 2 * rtoMax, rule };
  }
  const slop = profile.rtoFormula === "freebsd" ? REXMIT_SLOP : 0;
  const first = Math.max(rto, rtoMin);
  const from = backedOff(first, dataRetries, rtoMax, slop);
  // What is in flight when the cable goes may be acknowledged yet, and a probe comes before.
  const rule = `R2: ${dataRetries} retransmissions from ${formatDuration(first)}`;
  return { from: from - seconds(1), to: from + seconds(2), rule };
}

/** What FreeBSD adds to a timeout after it is doubled (S: tcp_rexmit_slop, TCPT_RANGESET). */
const REXMIT_SLOP: Nanos = ms(200);

/** The sum of a timeout and of so many doubled ones, none above the largest; `slop` is not doubled. */
function backedOff(first: Nanos, retries: number, most: Nanos, slop: Nanos = 0): Nanos {
  let sum = 0;
  for (let i = 0; i <= retries; i++) sum += Math.min((first - slop) * 2 ** i + slop, most);
  return sum;
}

function exactly(after: Nanos, rule: string): Expected {
  return { from: after, to: after, rule };
}
