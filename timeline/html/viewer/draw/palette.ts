/// <reference lib="dom" />
import { Tone } from "../scene/category.ts";

/** The colors of one theme: of the page, as CSS variables have them, and of what is drawn. */
export interface Palette {
  readonly page: Readonly<Record<PageColor, string>>;
  readonly tones: readonly string[];
  readonly states: Readonly<Record<string, string>>;
  readonly timers: Readonly<Record<string, string>>;
}

export type PageColor =
  | "ground"
  | "panel"
  | "raised"
  | "border"
  | "text"
  | "muted"
  | "faint"
  | "lane"
  | "accent"
  | "selected"
  | "good"
  | "bad"
  | "warn"
  | "call"
  | "process"
  | "fold";

/** The theme's name. */
export type ThemeName = "light" | "dark";

const LIGHT: Palette = {
  page: {
    ground: "#ffffff",
    panel: "#f6f8fa",
    raised: "#ffffff",
    border: "#d5dbe2",
    text: "#18212c",
    muted: "#566371",
    faint: "#eef1f4",
    lane: "#aab4bf",
    accent: "#0a5fc4",
    selected: "#dcebfc",
    good: "#17713a",
    bad: "#c02626",
    warn: "#96590a",
    call: "#4b5a6a",
    process: "#6d5a86",
    fold: "#f3f5f8",
  },
  tones: tones({
    [Tone.Reset]: "#c02626",
    [Tone.Syn]: "#0b7a75",
    [Tone.Fin]: "#7c3aae",
    [Tone.Again]: "#b85c00",
    [Tone.Data]: "#1d62b8",
    [Tone.Ack]: "#6a7787",
    [Tone.Icmp]: "#a8286f",
  }),
  states: {
    "LISTEN": "#c3ccd6",
    "SYN-SENT": "#7fd0cb",
    "SYN-RECEIVED": "#3aa7a0",
    "ESTABLISHED": "#45a868",
    "FIN-WAIT-1": "#b18be0",
    "FIN-WAIT-2": "#8b5fc9",
    "CLOSING": "#c264b8",
    "TIME-WAIT": "#9aa6e8",
    "CLOSE-WAIT": "#e8a13c",
    "LAST-ACK": "#d67a2e",
  },
  timers: {
    "retransmission": "#d98324",
    "delayed ACK": "#4f9bd9",
    "persist": "#a9792b",
    "keepalive": "#7d8896",
    "2 MSL": "#8491dc",
    "FIN-WAIT-2": "#8b5fc9",
    "user timeout": "#c2554f",
    "other": "#8d99a6",
  },
};

const DARK: Palette = {
  page: {
    ground: "#12161b",
    panel: "#191e25",
    raised: "#20262e",
    border: "#323b46",
    text: "#e4e9ef",
    muted: "#9eabb9",
    faint: "#1d232b",
    lane: "#55616e",
    accent: "#6cb0ff",
    selected: "#1d3550",
    good: "#5fce8a",
    bad: "#ff7b74",
    warn: "#f0b455",
    call: "#b6c2ce",
    process: "#bca6dc",
    fold: "#181d24",
  },
  tones: tones({
    [Tone.Reset]: "#ff7b74",
    [Tone.Syn]: "#4fd0c7",
    [Tone.Fin]: "#c79bf2",
    [Tone.Again]: "#f5a04a",
    [Tone.Data]: "#6cb0ff",
    [Tone.Ack]: "#93a1b0",
    [Tone.Icmp]: "#f28ac0",
  }),
  states: {
    "LISTEN": "#46525f",
    "SYN-SENT": "#3f8f8a",
    "SYN-RECEIVED": "#2fb3aa",
    "ESTABLISHED": "#3d9b60",
    "FIN-WAIT-1": "#a57fd6",
    "FIN-WAIT-2": "#8157bf",
    "CLOSING": "#b85cae",
    "TIME-WAIT": "#6673c4",
    "CLOSE-WAIT": "#d0902f",
    "LAST-ACK": "#bf6b27",
  },
  timers: {
    "retransmission": "#d98324",
    "delayed ACK": "#4f9bd9",
    "persist": "#b98a3d",
    "keepalive": "#808c9a",
    "2 MSL": "#7c8ae0",
    "FIN-WAIT-2": "#9a70d8",
    "user timeout": "#d66660",
    "other": "#7b8794",
  },
};

function tones(of: Readonly<Record<Tone, string>>): readonly string[] {
  return Object.values(Tone).map((tone) => of[tone]);
}

/** The colors of a theme. */
export function paletteOf(theme: ThemeName): Palette {
  return theme === "dark" ? DARK : LIGHT;
}

/** Puts the page's colors of a theme where the style sheet finds them. */
export function applyPalette(theme: ThemeName, root: HTMLElement): void {
  root.dataset["theme"] = theme;
  for (const [name, color] of Object.entries(paletteOf(theme).page)) {
    root.style.setProperty(`--${name}`, color);
  }
}
