/// <reference lib="dom" />
import type { VNode } from "preact";
import type { Choice } from "./choice.ts";

/** What each axis is called, and what its empty value stands for. */
const LABELS: Readonly<Record<keyof Choice, readonly [string, string]>> = {
  state: ["State", ""],
  action: ["Action", "every action"],
  data: ["Unfinished", "everything"],
  loss: ["Lost", ""],
  peer: ["Peer", "the same system"],
};

interface FiltersProps {
  readonly axes: Readonly<Record<keyof Choice, readonly string[]>>;
  readonly choice: Choice;
  onChoice(choice: Choice): void;
}

/** A menu for each axis. */
export function Filters({ axes, choice, onChoice }: FiltersProps): VNode {
  const names = Object.keys(LABELS) as (keyof Choice)[];
  return (
    <form class="filters">
      {names.map((name) => (
        <label key={name}>
          <span>{LABELS[name][0]}</span>
          <select
            name={name}
            value={choice[name]}
            onChange={(event) => onChoice({ ...choice, [name]: event.currentTarget.value })}
          >
            {axes[name].map((value) => (
              <option key={value} value={value}>{value === "" ? LABELS[name][1] : value}</option>
            ))}
          </select>
        </label>
      ))}
    </form>
  );
}
