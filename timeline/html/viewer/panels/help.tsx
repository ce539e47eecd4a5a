import type { JSX } from "preact";
import { Sheet } from "./sheet.tsx";
import { SHORTCUTS } from "../keyboard.ts";

const POINTER: readonly (readonly [string, string])[] = [
  ["Wheel", "scroll"],
  ["Ctrl + wheel, pinch", "zoom at the pointer"],
  ["Drag", "move"],
  ["Double click", "zoom in; with Shift out"],
  ["Click", "look at a record and its causes"],
];

/** All keys, and what the pointer does. */
export function Help(): JSX.Element {
  return (
    <Sheet name="Keys" look="sheet">
      <div class="columns">
        <dl class="keys">
          {SHORTCUTS.map(({ keys, what }) => (
            <div key={what}>
              <dt>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <dl class="keys">
          {POINTER.map(([what, does]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>{does}</dd>
            </div>
          ))}
          <div>
            <dt>
              <kbd>Shift</kbd>
              <kbd>1</kbd> to <kbd>6</kbd>
            </dt>
            <dd>hide or show a kind of record</dd>
          </div>
        </dl>
      </div>
    </Sheet>
  );
}
