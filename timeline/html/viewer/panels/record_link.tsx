import type { JSX } from "preact";
import { usePage } from "./page.ts";

/** The number of a record, which leads to it. */
export function RecordLink({ id }: { id: number }): JSX.Element {
  const { actions } = usePage();
  return (
    <button type="button" class="link" onClick={() => actions.select(id)}>
      #{id}
    </button>
  );
}
