import { type Nanos, seconds } from "../base/time.ts";
import type { Profile } from "./profiles/mod.ts";
import { State } from "./state.ts";
import type { Tcb } from "./tcb.ts";

/**
 * Whether R2 is reached: the next timeout ends the connection (RFC 9293 3.8.3, MUST-20).
 *
 * A user timeout of the application's stands in its place once the connection
 * is there (MUST-21; S: retransmits_timed_out of Linux; V: TCP_MAXRT of Windows).
 */
export function isR2Reached(tcb: Tcb, now: Nanos): boolean {
  const { profile } = tcb;
  if (tcb.synAcked && tcb.options.userTimeout > 0) return false;
  const limit = retryLimit(tcb);
  if (profile.retryLimit === "count") return tcb.retries >= limit;
  if (tcb.retries === 0) return false;
  if (tcb.state === State.SynSent) {
    return tcb.retries >= limit + profile.synLinearRetries ||
      now - tcb.progressAt >= modelledTime(profile, limit, profile.rtoInitial);
  }
  if (!tcb.synAcked) return tcb.retries >= limit;
  return now - tcb.firstRetransmitAt >= modelledTime(profile, limit, MODEL_RTO);
}

/**
 * Whether R1 is reached: from this timeout on IP is told, and the application
 * may be (RFC 9293 3.8.3, MUST-20, SHLD-9). So many retransmissions had no
 * answer, or the time that they would take is over (S: tcp_write_timeout). Of
 * a SYN it is the number, also where time counts, by choice.
 */
export function isR1Reached(tcb: Tcb, now: Nanos): boolean {
  const { profile, retries } = tcb;
  if (profile.retryLimit === "count" || !tcb.synAcked) return retries >= profile.r1Retries;
  if (retries === 0) return false;
  return now - tcb.firstRetransmitAt >= modelledTime(profile, profile.r1Retries, MODEL_RTO);
}

/** R2 as a number of retransmissions. */
function retryLimit(tcb: Tcb): number {
  const { options, profile } = tcb;
  if (tcb.state === State.SynSent && options.synRetries > 0) return options.synRetries;
  if (tcb.state === State.SynSent) {
    return profile.synRetries + (profile.retryLimit === "count" ? profile.synLinearRetries : 0);
  }
  if (!tcb.synAcked) return tcb.passive ? profile.synAckRetries : profile.synRetries;
  return tcb.orphan ? profile.orphanRetries : profile.dataRetries;
}

/** The RTO of the connection that the time is modelled on: Linux's TCP_RTO_MIN, whatever rtoMin is (S). */
const MODEL_RTO: Nanos = seconds(1) / 5;

/**
 * How long a connection with that RTO, doubled each time up to the largest,
 * would take for so many retransmissions and the timeout that follows (S:
 * Linux's tcp_model_timeout; 15 of them from 200 ms: 924.6 s).
 */
function modelledTime(profile: Profile, retries: number, rto: Nanos): Nanos {
  if (retries === Infinity) return Infinity;
  const doublings = Math.min(retries, Math.floor(Math.log2(profile.rtoMax / rto)));
  return (2 ** (doublings + 1) - 1) * rto + (retries - doublings) * profile.rtoMax;
}
