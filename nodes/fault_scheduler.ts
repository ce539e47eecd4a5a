import { invariant } from "../engine/base/invariant.ts";
import { type Nanos, NEVER } from "../engine/base/time.ts";
import type { Actor } from "../engine/sim/mod.ts";
import type { Connection } from "../engine/tcp/mod.ts";
import type { Packet } from "../engine/wire/mod.ts";
import { enterCause, leaveCause } from "./cause.ts";
import { applyFault, durationOf, noteOf, targetOf, undoing } from "./fault_actions.ts";
import type { Fault, FaultAction, FaultTrigger } from "./faults.ts";
import { addLinkRule } from "./link_rules.ts";
import type { Network } from "./network.ts";
import type { RecordId } from "./records.ts";
import { SegmentMatcher } from "./segment_matcher.ts";

/** A fault that waits for its trigger, and how often that has matched. */
interface Watch {
  readonly trigger: FaultTrigger;
  readonly matcher: SegmentMatcher | null;
  readonly action: FaultAction;
  seen: number;
}

/** A fault that will happen: what, and the record that brought it about. */
interface Pending {
  readonly action: FaultAction;
  readonly cause: RecordId;
  /** Of "every": how often it happens again after this, and how long between. */
  readonly again: number;
  readonly period: Nanos;
}

/** A connection entered a state before it had a name: looked at once it has. */
interface Entered {
  readonly host: string;
  readonly connection: Connection;
  readonly state: string;
  readonly record: RecordId;
}

const FaultEvent = { Happen: 0, Look: 1 } as const;

/**
 * Makes the faults of a topology happen: at their times, every so often, or
 * when a state, a call or a segment sets them off. A fault that is set off
 * happens as an event of its own, never inside what set it off.
 */
export class FaultScheduler implements Actor {
  readonly #network: Network;
  readonly #watches: Watch[] = [];
  readonly #pending: Pending[] = [];
  readonly #entered: Entered[] = [];

  /**
   * Plans the faults of a network that has not begun to run.
   *
   * @throws {RangeError} if a rule names a link that is not there, or its numbers are out of range.
   */
  constructor(network: Network, faults: readonly Fault[]) {
    this.#network = network;
    for (const fault of faults) {
      if (fault.kind === "rule") addLinkRule(network, fault.rule);
      else if (fault.kind === "reject") {
        network.hosts.get(fault.rule.host)?.filter.addReject(fault.rule);
      } else this.#add(fault.trigger, fault.action);
    }
  }

  #add(trigger: FaultTrigger, action: FaultAction): void {
    switch (trigger.kind) {
      case "at":
        return this.#plan(trigger.at, { action, cause: 0, again: 0, period: 0 });
      case "every": {
        const { period, times } = trigger;
        return this.#plan(period, { action, cause: 0, again: times - 1, period });
      }
      case "segment":
        this.#network.segmentObserver = this.#onSegment;
        this.#watch(trigger, new SegmentMatcher(trigger.match), action);
        return;
      case "enters":
        this.#network.stateObserver = this.#onState;
        return this.#watch(trigger, null, action);
      case "call":
        this.#network.callObserver = this.#onCall;
        return this.#watch(trigger, null, action);
    }
  }

  #watch(trigger: FaultTrigger, matcher: SegmentMatcher | null, action: FaultAction): void {
    this.#watches.push({ trigger, matcher, action, seen: 0 });
  }

  #plan(at: Nanos, pending: Pending): void {
    this.#pending.push(pending);
    this.#network.sim.schedule(at, this, FaultEvent.Happen, this.#pending.length - 1);
  }

  onEvent(kind: number, arg: number, now: Nanos): void {
    if (kind === FaultEvent.Look) return this.#look(arg);
    const pending = this.#pending[arg];
    invariant(pending !== undefined, "a planned fault is known");
    this.#happen(pending, now);
  }

  #happen(pending: Pending, now: Nanos): void {
    const { action } = pending;
    const { recorder } = this.#network;
    if (recorder !== null) recorder.cause = pending.cause;
    const host = "host" in action ? action.host : "";
    const before = enterCause(
      this.#network,
      { kind: "fault", event: action.do, target: targetOf(action), host, note: noteOf(action) },
      now,
    );
    const fault = recorder === null ? 0 : recorder.cause;
    applyFault(this.#network, action, now);
    leaveCause(this.#network, before);
    this.#planUndoing(action, fault, now);
    if (pending.again > 0) {
      this.#plan(now + pending.period, { ...pending, again: pending.again - 1 });
    }
  }

  #planUndoing(action: FaultAction, cause: RecordId, now: Nanos): void {
    const duration = durationOf(action);
    const undo = undoing(action);
    if (undo === null || duration === NEVER) return;
    this.#plan(now + duration, { action: undo, cause, again: 0, period: 0 });
  }

  /** A trigger matched once more: its fault is planned if this was the n-th time. */
  #count(watch: Watch, nth: number, after: Nanos, cause: RecordId): void {
    watch.seen++;
    if (watch.seen !== nth) return;
    const { action } = watch;
    this.#plan(this.#network.sim.now + after, { action, cause, again: 0, period: 0 });
  }

  readonly #onSegment = (
    event: "sent" | "received",
    host: string,
    link: string,
    packet: Packet,
    record: RecordId,
  ): void => {
    for (const watch of this.#watches) {
      const { trigger, matcher } = watch;
      if (trigger.kind !== "segment" || matcher === null || trigger.event !== event) continue;
      const sender = event === "sent" ? host : "";
      if (!matcher.matches(this.#network, packet, link, sender)) continue;
      this.#count(watch, trigger.nth, trigger.after, record);
    }
  };

  /** The name may be given only after the state was entered: looked at as the next event. */
  readonly #onState = (
    host: string,
    connection: Connection,
    state: string,
    record: RecordId,
  ): void => {
    const isMeant = this.#watches.some((watch) =>
      watch.trigger.kind === "enters" && watch.trigger.state === state
    );
    if (!isMeant) return;
    this.#entered.push({ host, connection, state, record });
    const { sim } = this.#network;
    sim.schedule(sim.now, this, FaultEvent.Look, this.#entered.length - 1);
  };

  #look(index: number): void {
    const entered = this.#entered[index];
    invariant(entered !== undefined, "a state that is looked at was entered");
    const name = `${entered.host}.${entered.connection.name}`;
    for (const watch of this.#watches) {
      const { trigger } = watch;
      if (trigger.kind !== "enters" || trigger.state !== entered.state) continue;
      if (trigger.connection === name) {
        this.#count(watch, trigger.nth, trigger.after, entered.record);
      }
    }
  }

  readonly #onCall = (
    event: "started" | "returned",
    host: string,
    process: string,
    thread: string,
    call: string,
    record: RecordId,
  ): void => {
    const short = `${host}.${process}.${call}`;
    const long = `${host}.${process}.${thread}.${call}`;
    for (const watch of this.#watches) {
      const { trigger } = watch;
      if (trigger.kind !== "call" || trigger.event !== event) continue;
      if (trigger.call === short || trigger.call === long) {
        this.#count(watch, trigger.nth, trigger.after, record);
      }
    }
  };
}
