import type { Cable } from "../../../nodes/cable.ts";
import { Line } from "../../../nodes/line.ts";
import { must } from "./broken.ts";

/** Counts the frames of one line: none comes from nowhere, and none is forgotten. */
export class LineWatch {
  readonly #line: Line;
  readonly #name: string;
  readonly #mayDuplicate: boolean;
  #entered = 0;
  #arrived = 0;

  constructor(name: string, line: Line, mayDuplicate: boolean) {
    this.#line = line;
    this.#name = name;
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
    const { name, forward, backward } = cable;
    return [forward, backward].map((line) =>
      new LineWatch(name, line, mayDuplicate || line.settings.duplicate > 0)
    );
  }

  /** Whether anything is under way on it. */
  get isBusy(): boolean {
    return this.#line.inFlight > 0;
  }

  check(): void {
    const found = this.#arrived + this.#line.lost + this.#line.inFlight;
    const most = this.#mayDuplicate ? 2 * this.#entered : this.#entered;
    must(
      found >= this.#entered && found <= most,
      "frames sent = delivered + lost + in flight",
      () => `${this.#name}: ${this.#entered} sent, ${found} found`,
    );
  }
}
