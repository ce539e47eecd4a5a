/** The characters that the view is drawn with, each one column wide. */
export interface Glyphs {
  readonly lane: string;
  readonly laneInSilence: string;
  readonly line: string;
  readonly bulkLine: string;
  /** A segment under way, between its departure and its arrival. */
  readonly underWay: string;
  readonly leavesRight: string;
  readonly leavesLeft: string;
  readonly bulkRight: string;
  readonly bulkLeft: string;
  readonly crossing: string;
  readonly arrowRight: string;
  readonly arrowLeft: string;
  readonly lost: string;
  readonly broken: string;
  readonly joined: string;
  readonly state: string;
  readonly call: string;
  readonly timer: string;
  readonly variables: string;
  readonly process: string;
  readonly fault: string;
  readonly thing: string;
  readonly to: string;
  readonly both: string;
  readonly more: string;
  readonly holds: string;
  readonly fails: string;
}

/** Box drawing and arrows of Unicode. */
export const UNICODE: Glyphs = {
  lane: "\u2502",
  laneInSilence: "\u250a",
  line: "\u2500",
  bulkLine: "\u2550",
  underWay: "\u254c",
  leavesRight: "\u251c",
  leavesLeft: "\u2524",
  bulkRight: "\u255e",
  bulkLeft: "\u2561",
  crossing: "\u253c",
  arrowRight: "\u25ba",
  arrowLeft: "\u25c4",
  lost: "\u2715",
  broken: "\u2573",
  joined: "\u2550",
  state: "\u25cf",
  call: "\u25cb",
  timer: "\u25c7",
  variables: "\u25b3",
  process: "\u25a1",
  fault: "\u25c6",
  thing: "\u25a0",
  to: "\u2192",
  both: "\u2194",
  more: "\u2026",
  holds: "\u2713",
  fails: "\u2717",
};

/** The same in ASCII, for terminals and files without Unicode. */
export const ASCII: Glyphs = {
  lane: "|",
  laneInSilence: ":",
  line: "-",
  bulkLine: "=",
  underWay: ".",
  leavesRight: "|",
  leavesLeft: "|",
  bulkRight: "|",
  bulkLeft: "|",
  crossing: "+",
  arrowRight: ">",
  arrowLeft: "<",
  lost: "X",
  broken: "x",
  joined: "=",
  state: "*",
  call: "o",
  timer: "@",
  variables: "^",
  process: "#",
  fault: "!",
  thing: "%",
  to: "->",
  both: "<->",
  more: "...",
  holds: "ok",
  fails: "FAILS",
};
