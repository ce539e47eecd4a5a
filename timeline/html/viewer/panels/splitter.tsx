// deno-lint-ignore-file no-undef -- the compiler knows what a browser has
/// <reference lib="dom" />
import type { JSX } from "preact";
import { usePage, usePageState } from "./page.ts";

const LEAST = 220;
const STEP = 24;

/** The edge of the details, which can be dragged, or moved with the arrow keys. */
export function Splitter(): JSX.Element {
  const { store } = usePage();
  const { detailsSize } = usePageState();
  const isBelow = (): boolean => matchMedia("(max-width: 1099px)").matches;
  const set = (size: number): void => {
    const whole = isBelow() ? innerHeight : innerWidth;
    store.set({ detailsSize: Math.round(Math.max(LEAST, Math.min(whole * 0.7, size))) });
  };
  return (
    <div
      class="splitter"
      role="separator"
      aria-label="Size of the details"
      aria-valuenow={detailsSize}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const area = event.currentTarget.parentElement?.getBoundingClientRect();
        if (area === undefined) return;
        set(isBelow() ? area.bottom - event.clientY : area.right - event.clientX);
      }}
      onKeyDown={(event) => {
        const grown = { ArrowLeft: STEP, ArrowUp: STEP, ArrowRight: -STEP, ArrowDown: -STEP };
        const change = grown[event.key as keyof typeof grown];
        if (change === undefined) return;
        event.stopPropagation();
        event.preventDefault();
        set(detailsSize + change);
      }}
    />
  );
}
