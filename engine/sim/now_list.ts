import type { Nanos } from "../base/time.ts";
import { type EventSlots, LINKS_SHIFT, NEXT, NONE, PLACE, PREVIOUS } from "./event_slots.ts";

/** The place of an event that stands here; others have other places. */
export const AT_NOW = -3;

/**
 * Events that were scheduled for the very time at which they were scheduled, as
 * when a thread is woken: first in, first out, so they need no sorting among
 * themselves. All have one time.
 */
export class NowList {
  /** The time of its events; when it is empty, the time for which it takes some. */
  at: Nanos = -0.5;
  /** The slot of the first event, or NONE. */
  first: number = NONE;
  #last: number = NONE;
  readonly #slots: EventSlots;

  constructor(slots: EventSlots) {
    this.#slots = slots;
  }

  /** Adds the event of a slot, whose time must be `at`. */
  add(slot: number): void {
    const { links } = this.#slots;
    const base = slot << LINKS_SHIFT;
    links[base + NEXT] = NONE;
    links[base + PREVIOUS] = this.#last;
    links[base + PLACE] = AT_NOW;
    if (this.#last === NONE) this.first = slot;
    else links[(this.#last << LINKS_SHIFT) + NEXT] = slot;
    this.#last = slot;
  }

  /** Takes an event of the list out. */
  remove(slot: number): void {
    const { links } = this.#slots;
    const next = links[(slot << LINKS_SHIFT) + NEXT]!;
    const previous = links[(slot << LINKS_SHIFT) + PREVIOUS]!;
    if (previous === NONE) this.first = next;
    else links[(previous << LINKS_SHIFT) + NEXT] = next;
    if (next === NONE) this.#last = previous;
    else links[(next << LINKS_SHIFT) + PREVIOUS] = previous;
  }
}
