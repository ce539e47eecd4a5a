/// <reference lib="dom" />
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { addGestures, addStripGestures } from "../stage/gestures.ts";
import { usePage } from "./page.ts";

/** The space-time diagram with the strip of the whole run beside it. */
export function Diagram(): JSX.Element {
  const { stage, store, scene } = usePage();
  const canvas = useRef<HTMLCanvasElement>(null);
  const strip = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current === null || strip.current === null) return;
    addGestures(stage, store, canvas.current);
    addStripGestures(stage, strip.current);
    stage.attach(canvas.current, strip.current);
    if (store.state.selected !== 0) stage.view.reveal(store.state.selected);
    stage.redraw();
  }, []);
  const hosts = scene.facts.lanes.join(", ");
  return (
    <div class="diagram">
      <canvas
        ref={canvas}
        class="stage"
        tabIndex={0}
        role="application"
        aria-roledescription="space-time diagram"
        aria-label={`Timeline of ${hosts}: arrows step through its records, which are read out`}
      />
      <canvas ref={strip} class="strip" aria-hidden="true" />
    </div>
  );
}
