/// <reference lib="dom" />
import { labelOf } from "../data/words.ts";
import type { Store } from "../store.ts";
import { recordAt } from "./hit.ts";
import type { Stage } from "./stage.ts";

/** A press that moves less than this is a click. */
const CLICK = 4;

/** Wheel and pointer on the diagram: scroll, zoom at the pointer, drag, hover and click. */
export function addGestures(stage: Stage, store: Store, canvas: HTMLCanvasElement): void {
  const pointers = new Map<number, { x: number; y: number }>();
  let moved = 0;
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 18 : event.deltaMode === 2 ? canvas.clientHeight : 1;
    if (event.ctrlKey || event.metaKey || event.altKey) {
      stage.view.zoom(Math.exp(-event.deltaY * unit * 0.0035), event.offsetY);
    } else {
      stage.view.scrollTo(stage.view.top + event.deltaY * unit);
    }
    stage.redraw();
  }, { passive: false });
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    moved = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) {
      hover(stage, canvas, recordAt(stage.view, event.offsetX, event.offsetY));
      return;
    }
    const now = { x: event.offsetX, y: event.offsetY };
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) {
      stage.view.scrollTo(stage.view.top + before.y - now.y);
    } else {
      const grown = (Math.abs(now.y - other.y) + 10) / (Math.abs(before.y - other.y) + 10);
      stage.view.zoom(grown, (now.y + other.y) / 2);
    }
    moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    pointers.set(event.pointerId, now);
    canvas.style.cursor = moved > CLICK ? "grabbing" : "default";
    stage.redraw();
  });
  const release = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId) || event.type === "pointercancel") return;
    canvas.style.cursor = "default";
    if (moved > CLICK) return;
    store.set({ selected: recordAt(stage.view, event.offsetX, event.offsetY), open: "" });
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", () => hover(stage, canvas, 0));
  canvas.addEventListener("dblclick", (event) => {
    stage.view.zoom(event.shiftKey ? 0.4 : 2.5, event.offsetY);
    stage.redraw();
  });
}

function hover(stage: Stage, canvas: HTMLCanvasElement, id: number): void {
  if (stage.hovered === id) return;
  stage.hovered = id;
  canvas.title = id === 0 ? "" : labelOf(stage.scene.records.recordOf(id));
  canvas.style.cursor = id === 0 ? "default" : "pointer";
  stage.redraw();
}

/** Click and drag on the strip: the diagram goes there. */
export function addStripGestures(stage: Stage, strip: HTMLCanvasElement): void {
  const go = (event: PointerEvent): void => {
    const share = event.offsetY / Math.max(1, strip.clientHeight);
    stage.view.scrollTo(share * stage.view.time.height - stage.view.bodyHeight / 2);
    stage.redraw();
  };
  strip.addEventListener("pointerdown", (event) => {
    strip.setPointerCapture(event.pointerId);
    go(event);
  });
  strip.addEventListener("pointermove", (event) => {
    if (strip.hasPointerCapture(event.pointerId)) go(event);
  });
  strip.addEventListener("wheel", (event) => {
    event.preventDefault();
    stage.view.scrollTo(stage.view.top + event.deltaY * 4);
    stage.redraw();
  }, { passive: false });
}
