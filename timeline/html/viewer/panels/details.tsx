import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { formatDuration, groupThousands } from "../../../duration.ts";
import { labelOf, placeOf } from "../data/words.ts";
import { Fields } from "./fields.tsx";
import { usePage, usePageState } from "./page.ts";
import { RecordLink } from "./record_link.tsx";
import { storyOf } from "./story.ts";

/** So many effects of a record are listed. */
const MOST_EFFECTS = 12;

/** The selected record: what it is, how it came about, what it led to. */
export function Details(): JSX.Element {
  const { selected } = usePageState();
  return (
    <aside class="details" aria-label="Selected record" tabIndex={0}>
      {selected === 0 ? <Nothing /> : <Selected id={selected} />}
    </aside>
  );
}

function Nothing(): JSX.Element {
  const { scene } = usePage();
  const { head } = scene;
  return (
    <div class="empty">
      <p>Click a segment, a state, a call or a timer to see what led to it.</p>
      <p class="muted">
        <kbd>j</kbd> <kbd>k</kbd> step through the records, <kbd>/</kbd> searches, <kbd>?</kbd>{" "}
        shows all keys.
      </p>
      <dl>
        <div>
          <dt>seed</dt>
          <dd>{head.seed}</dd>
        </div>
        <div>
          <dt>records</dt>
          <dd>{groupThousands(scene.records.size)}</dd>
        </div>
        <div>
          <dt>ended after</dt>
          <dd>{formatDuration(head.endedAt)}{head.partial ? ", interrupted" : ""}</dd>
        </div>
        <div>
          <dt>digest</dt>
          <dd class="digest">{head.digest}</dd>
        </div>
      </dl>
    </div>
  );
}

function Selected({ id }: { id: number }): JSX.Element {
  const { scene, stage, actions } = usePage();
  const { records, facts } = scene;
  const record = records.recordOf(id);
  const story = useMemo(() => storyOf(records, id), [records, id]);
  const effects = useMemo(() => records.effectsOf(id, MOST_EFFECTS + 1), [records, id]);
  const isHidden = stage.view.shown[id - 1] !== 1;
  const sent = facts.sent[id - 1] ?? 0;
  return (
    <>
      <header>
        <div class="what">
          <span class="kind">{record.kind}{"event" in record ? ` ${record.event}` : ""}</span>
          <span class="muted">#{id}</span>
          <button
            type="button"
            class="close"
            aria-label="Close"
            title="Close (Esc)"
            onClick={() => actions.select(0)}
          >
            {"\u00d7"}
          </button>
        </div>
        <h2>{labelOf(record)}</h2>
        <p class="muted">
          {placeOf(record) === "" ? "" : `${placeOf(record)}, `}at {formatDuration(record.at)}
          {sent === 0
            ? ""
            : `, ${formatDuration(record.at - (records.at[sent - 1] ?? 0))} after it was sent`}
        </p>
        {isHidden && <p class="note">It is hidden by the filters.</p>}
      </header>
      <section>
        <h3>Why</h3>
        {story.gist !== "" && <p class="gist">{story.gist}</p>}
        <ol class="story">
          {story.lines.map((line) => (
            <li key={line.id} class={line.id === id ? "self" : ""}>
              <span class="time">{line.time}</span>
              <RecordLink id={line.id} />
              <span>{line.words}</span>
            </li>
          ))}
        </ol>
      </section>
      <section>
        <h3>What it led to</h3>
        {effects.length === 0 && <p class="muted">Nothing.</p>}
        <ol class="story">
          {effects.slice(0, MOST_EFFECTS).map((effect) => (
            <li key={effect}>
              <span class="time">{formatDuration(records.at[effect - 1] ?? 0)}</span>
              <RecordLink id={effect} />
              <span>{placeOf(records.recordOf(effect))}: {labelOf(records.recordOf(effect))}</span>
            </li>
          ))}
        </ol>
        {effects.length > MOST_EFFECTS && <p class="muted">and more</p>}
      </section>
      <section>
        <h3>Fields</h3>
        <Fields record={record} />
      </section>
    </>
  );
}
