import type { Cable } from "../../../nodes/cable.ts";
import { Line } from "../../../nodes/line.ts";
import { must } from "./broken.ts";

/** Counts the frames of one line: none comes from nowhere, and none is forgotten. */
export class LineWatch {
  readonly #cable: Cable;
  readonly #line: Line;
  readonly #mayDuplicate: boolean;
  #entered = 0;
  #arrived = 0;

  constructor(cable: Cable, line: Line, mayDuplicate: boolean) {
    this.#cable = cable;
    this.#line = line;
    this.#mayDuplicate = mayDuplicate;
    line.enter = (frame, now) => {
      this.#entered++;
      Line.prototype.enter.call(line, frame, now);
    };
    line.onEvent = (kind, slot, now) => {
      this.#arrived++;
      Line.prototype.onEvent.call(line, kind, slot, now);
    };
  }

  /** Both directions of a cable. */
  static of(cable: Cable, mayDuplicate: boolean): LineWatch[] {
    const { forward, backward } = cable;
    return [forward, backward].map((line) =>
      new LineWatch(cable, line, mayDuplicate || line.settings.duplicate > 0)
    );
  }

  /** Whether anything is under way on it. */
  get isBusy(): boolean {
    return this.#line.inFlight > 0;
  }

  check(): void {
    must(
      this.#cable.carrier || !this.isBusy,
      "nothing is on a cable without carrier",
      () => this.#cable.name,
    );
    const found = this.#arrived + this.#line.lost + this.#line.inFlight;
    const most = this.#mayDuplicate ? 2 * this.#entered : this.#entered;
    must(
      found >= this.#entered && found <= most,
      "frames sent = delivered + lost + in flight",
      () => `${this.#cable.name}: ${this.#entered} sent, ${found} found`,
    );
  }
}
