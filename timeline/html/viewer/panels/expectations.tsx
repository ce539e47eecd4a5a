import type { JSX } from "preact";
import { Sheet } from "./sheet.tsx";
import type { Verdict } from "../../../expectations/verdict.ts";
import { usePage } from "./page.ts";

/** What was expected of the run and whether it holds; each leads to the records that show it. */
export function Expectations(): JSX.Element {
  const { scene } = usePage();
  const verdicts = [...scene.head.expectations].sort((one, other) =>
    Number(one.holds) - Number(other.holds)
  );
  return (
    <Sheet name="Expectations" look="sheet">
      <ul class="verdicts">
        {verdicts.map((verdict, i) => <Line key={i} verdict={verdict} />)}
      </ul>
    </Sheet>
  );
}

function Line({ verdict }: { verdict: Verdict }): JSX.Element {
  const { actions, store } = usePage();
  const { expectation, holds, expected, found, records } = verdict;
  const go = (): void => {
    const selected = store.state.selected;
    const next = records.find((id) => id > selected) ?? records[0];
    if (next === undefined) return;
    store.set({ matches: Uint32Array.from(records) });
    actions.select(next);
  };
  return (
    <li class={holds ? "good" : "bad"}>
      <button type="button" disabled={records.length === 0} onClick={go}>
        <span class="sign" aria-label={holds ? "holds" : "fails"}>
          {holds ? "\u2713" : "\u2717"}
        </span>
        <span class="said">{expectation}</span>
        <span class="muted small">
          {records.length === 0
            ? ""
            : `${records.length} ${records.length === 1 ? "record" : "records"}`}
        </span>
      </button>
      {!holds && <p>expected {expected}; found {found}</p>}
    </li>
  );
}
