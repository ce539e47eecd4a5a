// deno-lint-ignore-file no-undef -- the compiler knows what a browser has
/// <reference lib="dom" />
import { render } from "preact";
import type { PackedTimeline } from "../packed.ts";
import { Actions } from "./actions.ts";
import { readAddress, writeAddress } from "./address.ts";
import { applyPalette } from "./draw/palette.ts";
import { addKeyboard } from "./keyboard.ts";
import { App } from "./panels/app.tsx";
import { Scene } from "./scene/scene.ts";
import { Stage } from "./stage/stage.ts";
import { INITIAL, Store } from "./store.ts";

/** A window of this height has room for plots from the beginning. */
const ROOMY = 780;

/** Reads the timeline that stands in the page and shows it. */
function start(root: HTMLElement, text: string): void {
  const scene = new Scene(JSON.parse(text) as PackedTimeline);
  const { pairs } = scene.facts;
  const { size } = scene.records;
  const hasFailed = scene.head.expectations.some(({ holds }) => !holds);
  const store = new Store({
    ...INITIAL,
    theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
    open: hasFailed ? "expectations" : "",
    isPlotOpen: innerHeight >= ROOMY,
  });
  const stage = new Stage(scene, store);
  const actions = new Actions(stage, store);
  const { query = "", selected = 0, ...rest } = readAddress(location.hash, pairs, size);
  store.set(rest);
  if (query !== "") actions.search(query);
  if (selected !== 0) actions.select(selected);
  applyPalette(store.state.theme, document.documentElement);
  store.listen((state, before) => {
    if (state.theme !== before.theme) applyPalette(state.theme, document.documentElement);
    const address = writeAddress(state, pairs);
    if (address !== writeAddress(before, pairs)) history.replaceState(null, "", `#${address}`);
  });
  addEventListener("hashchange", () => {
    const { selected = 0, ...rest } = readAddress(location.hash, pairs, size);
    store.set(rest);
    actions.select(selected);
  });
  addKeyboard(actions, store);
  render(<App page={{ scene, stage, store, actions }} />, root);
}

const root = document.getElementById("app");
const data = document.getElementById("timeline");
if (root !== null && data !== null) start(root, data.textContent ?? "");
