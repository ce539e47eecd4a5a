import type { VNode } from "preact";
import type { Action, Cell, Data } from "../../cell.ts";
import type { PackedMatrix } from "../packed.ts";
import type { AnswersByCell, ShownAnswer } from "./answers.ts";
import type { Choice } from "./choice.ts";

const NAMES = { linux: "Linux", windows: "Windows", freebsd: "FreeBSD" } as const;

interface TableProps {
  readonly axes: PackedMatrix["axes"];
  readonly answers: AnswersByCell;
  readonly choice: Choice;
}

/** A row for each action and kind of unfinished data, a column for each local system. */
export function Table({ axes, answers, choice }: TableProps): VNode {
  const rows = axes.action.flatMap((action) => axes.data.map((data) => ({ action, data })))
    .filter(({ action, data }) =>
      (choice.action === "" || choice.action === action) &&
      (choice.data === "" || choice.data === data)
    );
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Action in {choice.state}</th>
          {axes.local.map((system) => (
            <th key={system} scope="col">
              {NAMES[system]} to {NAMES[choice.peer === "" ? system : choice.peer]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={`${row.action} ${row.data}`} {...{ axes, answers, choice }} {...row} />
        ))}
      </tbody>
    </table>
  );
}

function Row(
  { axes, answers, choice, action, data }: TableProps & { action: Action; data: Data },
): VNode {
  const { state, loss } = choice;
  const found = axes.local.map((local) => {
    const cell: Cell = {
      state,
      action,
      data,
      loss,
      local,
      peer: choice.peer === "" ? local : choice.peer,
    };
    return answers.find(cell);
  });
  const reason = commonReason(found);
  return (
    <tr class={reason === "" ? "" : "impossible"}>
      <th scope="row">
        {action}
        {data === "nothing" ? null : <small>{data}</small>}
        {loss === "none" ? null : <small>{loss} lost</small>}
      </th>
      {reason === ""
        ? found.map((it, column) => <td key={column}>{it && <Answer answer={it} />}</td>)
        : <td colSpan={found.length}>{reason}</td>}
    </tr>
  );
}

/** Why none of them is there, if that is the same for all. */
function commonReason(found: readonly (ShownAnswer | null)[]): string {
  const [first] = found;
  const reason = first?.impossible ?? "";
  return found.every((it) => it?.impossible === reason) ? reason : "";
}

function Answer({ answer }: { answer: ShownAnswer }): VNode {
  if (answer.impossible !== "") return <em>{answer.impossible}</em>;
  return (
    <dl>
      <dt>Wire</dt>
      <dd class="wire">{answer.wire.split("  ").map((it, i) => <Segment key={i} text={it} />)}</dd>
      <dt>TIME-WAIT</dt>
      <dd>{answer.timeWait}</dd>
      <dt>Local</dt>
      <dd>
        {answer.localStates}
        <span class="calls">{answer.localCalls}</span>
      </dd>
      <dt>Peer</dt>
      <dd>
        {answer.peerStates}
        <span class="calls">{answer.peerCalls}</span>
      </dd>
    </dl>
  );
}

function Segment({ text }: { text: string }): VNode {
  const kind = text.includes("lost") ? "lost" : text.includes("RST") ? "reset" : "";
  return <code class={kind}>{text}</code>;
}
