import {
  guessesOf,
  isGuess,
  knobNames,
  knobs,
  type ProfileName,
  profileNames,
  profileTables,
  sureness,
} from "../engine/tcp/mod.ts";
import { hang } from "./hang.ts";
import { knobText } from "./knob_text.ts";

/** What each profile stands for. */
const SYSTEMS: Readonly<Record<ProfileName, string>> = {
  rfc9293: "TCP as the standard's text has it, with nothing optional",
  linux: "Linux 6.18 with its default settings",
  windows: 'Windows 10 and 11 with the template "Internet"',
  freebsd: "FreeBSD 14 with its default settings",
};

/** Knobs whose values are known, but which the engine does not act upon yet. */
export const NOT_ACTED_UPON: readonly (keyof typeof knobs)[] = [
  "msl",
];

const COLUMNS = 100;
const NAME = Math.max(...knobNames.map((name) => name.length)) + 2;
const SYSTEM = Math.max(...profileNames.map((name) => name.length)) + 2;
const VALUE = 16;
const MARK = 10;

/** The profiles that there are, a line for each. */
export function profileList(): string[] {
  const lines = profileNames.map((name) => `${name.padEnd(SYSTEM)}${SYSTEMS[name]}`);
  return [...lines, "", "cablepull profile NAME... prints every knob of one, or of several"];
}

/**
 * Every knob with its meaning, and below it a line for each profile: value, how
 * sure it is, source. 100 columns wide; ends with what the marks mean.
 */
export function profileTable(names: readonly ProfileName[]): string[] {
  const lines = names.map((name) => `${name.padEnd(SYSTEM)}${SYSTEMS[name]}`);
  lines.push("");
  for (const knob of knobNames) {
    lines.push(...hang(knob.padEnd(NAME), aboutText(knob), COLUMNS));
    for (const name of names) lines.push(...valueLines(name, names.length > 1, knob));
  }
  return [...lines, "", ...legend(), "", ...names.map(countOfGuesses)];
}

function aboutText(knob: keyof typeof knobs): string {
  const { about } = knobs[knob];
  return NOT_ACTED_UPON.includes(knob) ? `${about} (known only: no effect yet)` : about;
}

function valueLines(name: ProfileName, isNamed: boolean, knob: keyof typeof knobs): string[] {
  const evidence = profileTables[name][knob];
  const system = isNamed ? name.padEnd(SYSTEM) : "";
  const mark = isGuess(evidence) ? `${evidence.sure} guess` : evidence.sure;
  const value = knobText(knob, evidence.value);
  const isLong = value.length > VALUE - 2;
  const head = `  ${system}${isLong ? `${value}  ` : value.padEnd(VALUE)}${mark.padEnd(MARK)}`;
  return hang(head, evidence.source, COLUMNS);
}

function legend(): string[] {
  const marks = Object.entries(sureness).map(([mark, meaning]) => `  ${mark}  ${meaning}`);
  return ["How sure a value is:", ...marks];
}

function countOfGuesses(name: ProfileName): string {
  const guesses = guessesOf(name).length;
  return `${name}: ${knobNames.length} knobs, ${guesses} of them guesses`;
}

/** The same as data: an object for each profile with an entry for each knob. */
export function profileJson(names: readonly ProfileName[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, {
    system: SYSTEMS[name],
    knobs: Object.fromEntries(knobNames.map((knob) => {
      const { value, sure, source } = profileTables[name][knob];
      return [knob, {
        value: value === Infinity ? "Infinity" : value, // JSON has no such number
        text: knobText(knob, value),
        unit: knobs[knob].unit,
        meaning: knobs[knob].about,
        hasEffect: !NOT_ACTED_UPON.includes(knob),
        source,
        sure,
        sureMeans: sureness[sure],
        guess: isGuess({ value, sure, source }),
      }];
    })),
  }]));
}
