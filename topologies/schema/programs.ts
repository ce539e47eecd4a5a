import { z } from "../../third_party/z.ts";
import { either, key, named, strictMap, word } from "./forms.ts";
import { stepList } from "./steps.ts";
import { time } from "./units.ts";

const head = {
  start: key(time, "When the process starts; 0s if absent.", "10ms").optional(),
  sigpipe: key(
    word(["ignore", "kill"]),
    "What SIGPIPE does to the process (not on Windows); ignore if absent.",
    "kill",
  ).optional(),
};

/** The long form of a program. */
const longProgram = strictMap("a program", { ...head, steps: stepList });

/** The long form of a program whose steps are not looked at. */
export const headProgram = longProgram.extend({ steps: z.unknown().optional() });

/** What the long form has beside its steps. */
export type ProgramHead = Omit<z.output<typeof longProgram>, "steps">;

/** A program: its steps, or a map with them. */
export const programSchema = either("a list of steps, or { start, sigpipe, steps }", [
  stepList,
  longProgram,
]);

/** The programs of one host: one process each. */
export const hostProgramsSchema = named("programs", programSchema);
