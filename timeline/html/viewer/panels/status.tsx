import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { formatDuration, groupThousands } from "../../../duration.ts";
import { labelOf, placeOf } from "../data/words.ts";
import { usePage, usePageState } from "./page.ts";

/** The line below all: what one points at, and which part of the run is seen. */
export function Status(): JSX.Element {
  const { stage, scene } = usePage();
  const { selected } = usePageState();
  const [, redraw] = useState("");
  useEffect(() => stage.onDrawn(() => redraw(keyOf())), [stage]);
  const { view, hovered } = stage;
  const from = view.time.count === 0 ? 0 : view.time.timeAt(Math.max(0, view.top));
  const to = view.time.count === 0 ? 0 : view.time.timeAt(view.top + view.bodyHeight);
  const shown = view.shownCount;
  const all = scene.records.size;
  return (
    <footer class="status">
      <span class="grow pointed">{hovered === 0 ? "" : describe(hovered)}</span>
      <span class="small">{short(from)} to {short(to)}</span>
      <span class="small">
        {shown === all
          ? `${groupThousands(all)} records`
          : `${groupThousands(shown)} of ${groupThousands(all)} records`}
      </span>
      <span class="only-read" role="status" aria-live="polite">
        {selected === 0 ? "" : describe(selected)}
      </span>
    </footer>
  );

  function keyOf(): string {
    return `${stage.hovered} ${stage.view.top} ${stage.view.time.scale} ${stage.view.height}`;
  }

  function describe(id: number): string {
    const record = scene.records.recordOf(id);
    const place = placeOf(record);
    const where = place === "" ? "" : `${place}: `;
    const event = record.kind === "segment" ? `${record.event} ` : "";
    return `#${id}  ${formatDuration(record.at)}  ${where}${event}${labelOf(record)}`;
  }
}

/** A time with six digits at most. */
function short(at: number): string {
  if (at < 1) return "0 s";
  const unit = at >= 1e9
    ? [1e9, "s"] as const
    : at >= 1e6
    ? [1e6, "ms"] as const
    : [1e3, "us"] as const;
  return `${Number((at / unit[0]).toPrecision(6))} ${unit[1]}`;
}
