import type { Pairs } from "./scene/pairs.ts";
import { INITIAL, type State } from "./store.ts";

/** What the address says of the state: what a link to a place in a page carries. */
export function readAddress(hash: string, pairs: Pairs, size: number): Partial<State> {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const selected = Number(fields.get("record") ?? 0);
  const pair = pairs.names.indexOf(fields.get("connection") ?? "");
  const hosts = new Set((fields.get("without") ?? "").split(",").filter((name) => name !== ""));
  const categories = new Set(
    (fields.get("hide") ?? "").split(",").filter((text) => /^\d$/.test(text)).map(Number),
  );
  const theme = fields.get("theme");
  return {
    selected: Number.isInteger(selected) && selected >= 1 && selected <= size ? selected : 0,
    filter: { pair, hosts, categories },
    query: fields.get("search") ?? "",
    isFolding: fields.get("fold") !== "off",
    ...(theme === "dark" || theme === "light" ? { theme } : {}),
  };
}

/** The address of a state; what is as at first is left out. */
export function writeAddress(state: State, pairs: Pairs): string {
  const fields = new URLSearchParams();
  if (state.selected !== 0) fields.set("record", String(state.selected));
  if (state.filter.pair !== -1) fields.set("connection", pairs.names[state.filter.pair] ?? "");
  if (state.filter.hosts.size > 0) fields.set("without", [...state.filter.hosts].join());
  if (state.filter.categories.size > 0) fields.set("hide", [...state.filter.categories].join());
  if (state.query !== "") fields.set("search", state.query);
  if (state.isFolding !== INITIAL.isFolding) fields.set("fold", "off");
  return fields.toString();
}
