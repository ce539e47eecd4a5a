import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { RecordJson } from "../../../schema_records.ts";
import { formatDuration, groupThousands } from "../../../duration.ts";
import { labelOf, placeOf } from "../data/words.ts";
import { Fields } from "./fields.tsx";
import { usePage, usePageState } from "./page.ts";
import { RecordLink } from "./record_link.tsx";
import { type StoryLine, storyOf } from "./story.ts";

/** So many effects of a record are listed. */
const MOST_EFFECTS = 12;

/** Of a long story, so many steps are told at its beginning and at its end. */
const STORY = { first: 4, last: 12 };

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
            &times;
          </button>
        </div>
        <h2>{labelOf(record)}</h2>
        <p class="muted">
          {placeOf(record) === "" ? "" : `${placeOf(record)}, `}at {formatDuration(record.at)}
          {sent === 0 || record.at === records.at[sent - 1]
            ? ""
            : `, ${formatDuration(record.at - (records.at[sent - 1] ?? 0))} after it was sent`}
        </p>
        {isHidden && <p class="note">It is hidden by the filters.</p>}
      </header>
      <section>
        <h3>Why</h3>
        {story.gist !== "" && <p class="gist">{story.gist}</p>}
        <StoryList key={id} lines={story.lines} id={id} />
      </section>
      <section>
        <h3>What it led to</h3>
        {effects.length === 0 && <p class="muted">Nothing.</p>}
        <ol class="story">
          {effects.slice(0, MOST_EFFECTS).map((effect) => (
            <li key={effect}>
              <span class="time">{formatDuration(records.at[effect - 1] ?? 0)}</span>
              <RecordLink id={effect} />
              <span>{placed(records.recordOf(effect))}</span>
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

/** A record with its host before it, where it has one. */
function placed(record: RecordJson): string {
  const place = placeOf(record);
  return place === "" ? labelOf(record) : `${place}: ${labelOf(record)}`;
}

/** A story; of a long one only its beginning and its end, until one asks for all. */
function StoryList({ lines, id }: { lines: readonly StoryLine[]; id: number }): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  const isShort = isWhole || lines.length <= STORY.first + STORY.last + 3;
  const item = (line: StoryLine): JSX.Element => (
    <li key={line.id} class={line.id === id ? "self" : ""}>
      <span class="time">{line.time}</span>
      <RecordLink id={line.id} />
      <span>{line.words}</span>
    </li>
  );
  if (isShort) return <ol class="story">{lines.map(item)}</ol>;
  return (
    <ol class="story">
      {lines.slice(0, STORY.first).map(item)}
      <li class="more">
        <button type="button" class="link" onClick={() => setWhole(true)}>
          Show the {groupThousands(lines.length - STORY.first - STORY.last)} steps between
        </button>
      </li>
      {lines.slice(-STORY.last).map(item)}
    </ol>
  );
}
