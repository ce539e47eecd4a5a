// deno-lint-ignore-file no-undef -- the compiler knows what a browser has
/// <reference lib="dom" />
import type { Actions } from "./actions.ts";
import { CATEGORIES } from "./scene/category.ts";
import type { Store } from "./store.ts";

/** One line of the help: keys as one reads them, and what they do. */
export interface Shortcut {
  readonly keys: readonly string[];
  readonly what: string;
  /** Of `KeyboardEvent.key`. */
  readonly names: readonly string[];
  act(actions: Actions, store: Store): void;
}

/** All keys, in the order of the help. */
export const SHORTCUTS: readonly Shortcut[] = [
  key(["\u2193", "j"], ["ArrowDown", "j"], "next record", (it) => it.step(1)),
  key(["\u2191", "k"], ["ArrowUp", "k"], "record before", (it) => it.step(-1)),
  key(["\u2190", "h"], ["ArrowLeft", "h"], "to its cause", (it) => it.toCause()),
  key(["\u2192", "l"], ["ArrowRight", "l"], "to its first effect", (it) => it.toEffect()),
  key(["Page \u2193", "Space"], ["PageDown", " "], "scroll down", (it) => it.scroll(0.9)),
  key(["Page \u2191"], ["PageUp"], "scroll up", (it) => it.scroll(-0.9)),
  key(["Home"], ["Home"], "to the start of the run", (it) => it.toStart()),
  key(["End"], ["End"], "to its end", (it) => it.toEnd()),
  key(["+"], ["+", "="], "zoom in", (it) => it.zoom(1.5)),
  key(["-"], ["-", "_"], "zoom out", (it) => it.zoom(1 / 1.5)),
  key(["0"], ["0"], "the whole run", (it) => it.fit()),
  key(["1"], ["1"], "the first view", (it) => it.reset()),
  key(["f"], ["f"], "fold long silences, or show them to scale", (it) => it.toggleFolding()),
  key(["/"], ["/"], "search", () => document.getElementById("search")?.focus()),
  key(["n"], ["n"], "next match", (it) => it.toMatch(1)),
  key(["N"], ["N"], "match before", (it) => it.toMatch(-1)),
  key(["a"], ["a"], "show all: no filters", (it) => it.showAll()),
  key(["e"], ["e"], "expectations", (it) => it.toggle("expectations")),
  key(["c"], ["c"], "what the colors mean", (it) => it.toggle("legend")),
  key(["d"], ["d"], "dark or light", (it) => it.toggleTheme()),
  key(["?"], ["?"], "this help", (it) => it.toggle("help")),
  key(["Esc"], ["Escape"], "close, or look at nothing", close),
];

function key(
  keys: readonly string[],
  names: readonly string[],
  what: string,
  act: (actions: Actions, store: Store) => void,
): Shortcut {
  return { keys, names, what, act };
}

function close(actions: Actions, store: Store): void {
  if (store.state.open !== "") store.set({ open: "" });
  else if (store.state.query !== "") actions.search("");
  else actions.select(0);
}

/** Shift with the number of a category hides or shows it. */
const DIGITS = CATEGORIES.map((_, i) => `Digit${i + 1}`);

/** Hears keys wherever no text is typed. */
export function addKeyboard(actions: Actions, store: Store): void {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) {
      if (event.key === "Escape") target.blur();
      return;
    }
    const isButton = target instanceof HTMLButtonElement;
    if (isButton && (event.key === " " || event.key === "Enter")) return;
    const digit = event.shiftKey ? DIGITS.indexOf(event.code) : -1;
    const category = CATEGORIES[digit];
    if (category !== undefined) {
      event.preventDefault();
      return actions.toggleCategory(category[0]);
    }
    const shortcut = SHORTCUTS.find(({ names }) => names.includes(event.key));
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.act(actions, store);
  });
}
