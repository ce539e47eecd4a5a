import type { JSX } from "preact";
import { groupThousands } from "../../../duration.ts";
import { CATEGORIES } from "../scene/category.ts";
import { usePage, usePageState } from "./page.ts";

/** Filters, search and zoom. */
export function Toolbar(): JSX.Element {
  const { scene } = usePage();
  const { filter } = usePageState();
  return (
    <div class="toolbar" role="toolbar" aria-label="Filters, search and zoom">
      <ConnectionChoice />
      {scene.facts.lanes.length > 1 && (
        <div class="chips" role="group" aria-label="Hosts">
          {scene.facts.lanes.map((host) => (
            <HostChip key={host} host={host} isShown={!filter.hosts.has(host)} />
          ))}
        </div>
      )}
      <div class="chips" role="group" aria-label="Kinds of records">
        {CATEGORIES.map(([category, name], i) => (
          <KindChip
            key={name}
            category={category}
            name={name}
            digit={i + 1}
            isShown={!filter.categories.has(category)}
          />
        ))}
      </div>
      <span class="grow" />
      <SearchField />
      <ZoomButtons />
    </div>
  );
}

function ConnectionChoice(): JSX.Element | null {
  const { scene, actions } = usePage();
  const { filter } = usePageState();
  const { names } = scene.facts.pairs;
  if (names.length < 2) return null;
  return (
    <select
      aria-label="Connection"
      value={String(filter.pair)}
      onChange={(event) => actions.choosePair(Number(event.currentTarget.value))}
    >
      <option value="-1">All {groupThousands(names.length)} connections</option>
      {names.map((name, pair) => <option key={pair} value={String(pair)}>{name}</option>)}
    </select>
  );
}

function HostChip({ host, isShown }: { host: string; isShown: boolean }): JSX.Element {
  const { actions } = usePage();
  return (
    <button
      type="button"
      class="chip"
      aria-pressed={isShown}
      title={isShown ? `Hide ${host}` : `Show ${host}`}
      onClick={() => actions.toggleHost(host)}
    >
      {host}
    </button>
  );
}

function KindChip({ category, name, digit, isShown }: {
  category: number;
  name: string;
  digit: number;
  isShown: boolean;
}): JSX.Element {
  const { actions } = usePage();
  return (
    <button
      type="button"
      class="chip"
      aria-pressed={isShown}
      title={`${isShown ? "Hide" : "Show"} ${name.toLowerCase()} (Shift+${digit})`}
      onClick={() => actions.toggleCategory(category)}
    >
      {name}
    </button>
  );
}

function SearchField(): JSX.Element {
  const { actions } = usePage();
  const { query, matches, selected } = usePageState();
  const place = matches.indexOf(selected) + 1;
  const count = groupThousands(matches.length);
  return (
    <div class="search" role="search">
      <input
        id="search"
        type="search"
        placeholder="Search: RST, #12, recv ..."
        aria-label="Search records"
        value={query}
        onChange={(event) => actions.search(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          if (event.currentTarget.value === query) actions.toMatch(event.shiftKey ? -1 : 1);
          else actions.search(event.currentTarget.value);
        }}
      />
      <output aria-live="polite">
        {query === "" ? "" : place > 0 ? `${groupThousands(place)} of ${count}` : `${count} found`}
      </output>
    </div>
  );
}

function ZoomButtons(): JSX.Element {
  const { actions } = usePage();
  const { isFolding } = usePageState();
  return (
    <div class="chips" role="group" aria-label="Zoom">
      <button
        type="button"
        title="Zoom out (-)"
        aria-label="Zoom out"
        onClick={() => actions.zoom(0.5)}
      >
        {"\u2212"}
      </button>
      <button
        type="button"
        title="Zoom in (+)"
        aria-label="Zoom in"
        onClick={() => actions.zoom(2)}
      >
        +
      </button>
      <button type="button" title="The whole run (0)" onClick={() => actions.fit()}>All</button>
      <button type="button" title="The first view (1)" onClick={() => actions.reset()}>
        Start
      </button>
      <button
        type="button"
        class="chip"
        aria-pressed={isFolding}
        title="Fold long silences (f)"
        onClick={() => actions.toggleFolding()}
      >
        Fold
      </button>
    </div>
  );
}
