// deno-lint-ignore-file no-undef -- the compiler knows what a browser has
/// <reference lib="dom" />
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { formatDuration } from "../../../duration.ts";
import { type Palette, paletteOf } from "../draw/palette.ts";
import { drawPlot, type Line, PLOT, stateColor, valueText } from "../draw/plot.ts";
import { Tone } from "../scene/category.ts";
import { type Numbers, numbersOf } from "../scene/numbers.ts";
import { usePage, usePageState } from "./page.ts";

/** The congestion window and the round-trip time of one end, where they were recorded. */
export function Plots(): JSX.Element | null {
  const { scene, store } = usePage();
  const { isPlotOpen, filter, theme } = usePageState();
  const all = useMemo(() => numbersOf(scene.records), [scene]);
  const [chosen, choose] = useState("");
  const [pointed, point] = useState(-1);
  const offered = all.filter(({ connection }) =>
    filter.pair === -1 || scene.facts.pairs.ofEnd(connection) === filter.pair
  );
  const numbers = offered.find(({ connection }) => connection === chosen) ?? busiest(offered);
  if (numbers === undefined) return null;
  const palette = paletteOf(theme);
  return (
    <section class="plots" aria-label="Window and round-trip time">
      <div class="bar">
        <button
          type="button"
          class="fold"
          aria-expanded={isPlotOpen}
          onClick={() => store.set({ isPlotOpen: !isPlotOpen })}
        >
          {isPlotOpen ? "\u25be" : "\u25b8"} Window and round-trip time
        </button>
        {isPlotOpen && (
          <select
            aria-label="End of a connection"
            value={numbers.connection}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            {offered.map(({ connection }) => <option key={connection}>{connection}</option>)}
          </select>
        )}
        {isPlotOpen && <Readout numbers={numbers} pointed={pointed} palette={palette} />}
      </div>
      {isPlotOpen && (
        <div class="pair">
          <Canvas
            numbers={numbers}
            unit="bytes"
            lines={byteLines(palette)}
            pointed={pointed}
            point={point}
          />
          <Canvas
            numbers={numbers}
            unit="time"
            lines={timeLines(palette)}
            pointed={pointed}
            point={point}
          />
        </div>
      )}
    </section>
  );
}

/** The end with the most to tell: that which sends. */
function busiest(all: readonly Numbers[]): Numbers | undefined {
  return all.reduce<Numbers | undefined>(
    (best, it) => best === undefined || it.ids.length > best.ids.length ? it : best,
    undefined,
  );
}

function byteLines({ tones, page }: Palette): readonly Line[] {
  return [
    { field: "pipe", name: "in flight", color: page.lane, dash: [] },
    { field: "ssthresh", name: "ssthresh", color: page.warn, dash: [4, 3] },
    { field: "cwnd", name: "cwnd", color: tones[Tone.Data] ?? "", dash: [] },
  ];
}

function timeLines({ tones }: Palette): readonly Line[] {
  return [{ field: "srtt", name: "RTT", color: tones[Tone.Syn] ?? "", dash: [] }];
}

/** The last record at or before a time, by its place. */
function placeAt({ at }: Numbers, time: number): number {
  const next = at.findIndex((one) => one > time);
  return next < 0 ? at.length - 1 : Math.max(0, next - 1);
}

function Readout({ numbers, pointed, palette }: {
  numbers: Numbers;
  pointed: number;
  palette: Palette;
}): JSX.Element {
  const place = pointed < 0 ? numbers.at.length - 1 : placeAt(numbers, pointed);
  const state = numbers.states[place] ?? "";
  const item = ({ field, name, color }: Line, unit: "bytes" | "time"): JSX.Element => (
    <span key={field} class="reading">
      <span class="key line" style={{ color }} />
      {name} {valueText(numbers.series[field][place] ?? NaN, unit)}
    </span>
  );
  return (
    <div class="readout small">
      {byteLines(palette).toReversed().map((line) => item(line, "bytes"))}
      {timeLines(palette).map((line) => item(line, "time"))}
      <span>RTO {valueText(numbers.series.rto[place] ?? NaN, "time")}</span>
      <span class="reading" style={{ color: stateColor(state, palette) }}>{state}</span>
      <span class="muted">at {formatDuration(numbers.at[place] ?? 0)}</span>
    </div>
  );
}

function Canvas({ numbers, unit, lines, pointed, point }: {
  numbers: Numbers;
  unit: "bytes" | "time";
  lines: readonly Line[];
  pointed: number;
  point: (time: number) => void;
}): JSX.Element {
  const { stage, actions } = usePage();
  const { theme } = usePageState();
  const canvas = useRef<HTMLCanvasElement>(null);
  const from = numbers.at[0] ?? 0;
  const to = Math.max(from + 1, numbers.at.at(-1) ?? 0);
  const draw = (): void => {
    const element = canvas.current;
    const context = element?.getContext("2d", { alpha: false });
    if (element === null || context === null || context === undefined) return;
    const { clientWidth, clientHeight } = element;
    const ratio = devicePixelRatio;
    if (element.width !== Math.round(clientWidth * ratio)) {
      element.width = Math.round(clientWidth * ratio);
    }
    if (element.height !== Math.round(clientHeight * ratio)) {
      element.height = Math.round(clientHeight * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { view } = stage;
    const seen = [
      view.time.timeAt(view.top),
      view.time.timeAt(view.top + view.bodyHeight),
    ] as const;
    const plot = { numbers, lines, unit, from, to, seen, pointed };
    drawPlot(context, plot, paletteOf(theme), clientWidth, clientHeight);
  };
  useEffect(() => {
    draw();
    return stage.onDrawn(draw);
  });
  const timeAt = (event: { offsetX: number; currentTarget: HTMLElement }): number => {
    const width = event.currentTarget.clientWidth - PLOT.left - PLOT.right;
    const share = Math.max(0, Math.min(1, (event.offsetX - PLOT.left) / Math.max(1, width)));
    return from + share * (to - from);
  };
  const names = lines.map(({ name }) => name).join(", ");
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={`${names} of ${numbers.connection} over time`}
      onPointerMove={(event) => point(timeAt(event))}
      onPointerLeave={() => point(-1)}
      onClick={(event) => actions.select(numbers.ids[placeAt(numbers, timeAt(event))] ?? 0)}
    />
  );
}
