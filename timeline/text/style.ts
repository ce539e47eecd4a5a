/** What a piece of text is, which is what its colour says again. */
export const Style = {
  Plain: 0,
  Faint: 1,
  Data: 2,
  Syn: 3,
  Fin: 4,
  Reset: 5,
  Lost: 6,
  State: 7,
  Call: 8,
  Error: 9,
  Timer: 10,
  Fault: 11,
  Good: 12,
  Strong: 13,
} as const;
export type Style = (typeof Style)[keyof typeof Style];

/** The parameters of the ANSI sequence (ECMA-48 8.3.117) that sets each style, by its number. */
const PARAMETERS = [
  "",
  "2",
  "",
  "32",
  "35",
  "1;31",
  "31",
  "1;36",
  "",
  "1;31",
  "34",
  "1;33",
  "32",
  "1",
];

/** Wraps text in the ANSI sequences of its style; plain text stays as it is. */
export function paint(text: string, style: Style): string {
  const parameters = PARAMETERS[style] ?? "";
  return parameters === "" ? text : `\x1b[${parameters}m${text}\x1b[0m`;
}
