import type { Nanos } from "../engine/base/time.ts";
import { isEcnCapable } from "../engine/wire/mod.ts";
import type { LinkRule } from "./faults.ts";
import type { Frame } from "./frame.ts";
import type { Network } from "./network.ts";
import type { RecordId } from "./records.ts";
import { SegmentMatcher } from "./segment_matcher.ts";

/** What becomes of one frame that enters a line. */
export class Fate {
  /** Whether it is lost on the way, and the note that says why. */
  lost = false;
  note = "";
  /** Whether it is sent twice. */
  duplicated = false;
  corrupted = false;
  /** Whether its packet says "congestion experienced" from now on. */
  marked = false;
  /** How much later than usual it arrives. */
  delay: Nanos = 0;
  /** What its arrival or loss names as its cause. */
  cause: RecordId = 0;

  /** Nothing happens to a frame with that cause, as far as is known. */
  reset(cause: RecordId): void {
    this.lost = false;
    this.note = "";
    this.duplicated = false;
    this.corrupted = false;
    this.marked = false;
    this.delay = 0;
    this.cause = cause;
  }
}

/**
 * One rule of a topology and how many segments it has met. Segments count
 * where they enter a link, so each retransmission is one more.
 */
export class ActiveRule {
  readonly rule: LinkRule;
  #matcher: SegmentMatcher;
  #met = 0;

  /** @throws {RangeError} if `nth` or `count` is not a whole number from 1, or `delay` not whole. */
  constructor(rule: LinkRule) {
    checkCount(rule.nth, "nth");
    if (rule.count !== Infinity) checkCount(rule.count, "count");
    if (!Number.isSafeInteger(rule.delay) || rule.delay < 0) {
      throw new RangeError(
        `Cannot add rule: delay must be whole nanoseconds from 0: it is ${rule.delay}`,
      );
    }
    this.rule = rule;
    this.#matcher = new SegmentMatcher(rule.match);
  }

  /** Changes the fate of a frame that `sender` puts on `link`, if it is one of those meant. */
  judge(
    network: Network,
    frame: Frame,
    link: string,
    sender: string,
    fate: Fate,
    now: Nanos,
  ): void {
    if (!this.#matcher.matches(network, frame.packet, link, sender)) return;
    if (this.rule.action === "mark" && !isEcnCapable(frame.packet)) return; // RFC 3168 5
    this.#met++;
    if (this.#met < this.rule.nth || this.#met >= this.rule.nth + this.rule.count) return;
    this.#apply(fate);
    this.#record(network, link, fate, now);
  }

  #apply(fate: Fate): void {
    switch (this.rule.action) {
      case "drop":
        fate.lost = true;
        fate.note = "fault: drop";
        return;
      case "delay":
        fate.delay += this.rule.delay;
        return;
      case "duplicate":
        fate.duplicated = true;
        return;
      case "corrupt":
        fate.corrupted = true;
        return;
      case "mark":
        fate.marked = true;
        return;
    }
  }

  /** The fault's cause is the sending; what becomes of the frame has the fault as its cause. */
  #record(network: Network, link: string, fate: Fate, now: Nanos): void {
    const recorder = network.recorder;
    if (recorder === null) return;
    const cause = recorder.cause;
    recorder.cause = fate.cause;
    fate.cause = recorder.record(now, {
      kind: "fault",
      event: this.rule.action,
      target: link,
      host: "",
      note: `match ${this.#met}`,
    });
    recorder.cause = cause;
  }
}

/**
 * Adds a rule to the link that it names, or to all. A rule for all links counts
 * a segment on each link that it enters.
 *
 * @throws {RangeError} if there is no link of that name.
 */
export function addLinkRule(network: Network, rule: LinkRule): void {
  const active = new ActiveRule(rule);
  const name = rule.match.link;
  if (name === "") {
    for (const cable of network.cables.values()) cable.addRule(active);
    return;
  }
  const cable = network.cables.get(name);
  if (cable === undefined) {
    throw new RangeError(`Cannot add rule: its link must exist: there is no "${name}"`);
  }
  cable.addRule(active);
}

function checkCount(count: number, name: string): void {
  if (Number.isSafeInteger(count) && count >= 1) return;
  throw new RangeError(`Cannot add rule: ${name} must be a whole number from 1: it is ${count}`);
}
