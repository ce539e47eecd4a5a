import { formatDuration } from "../../../duration.ts";
import { beatsOf } from "../../../why/beats.ts";
import { gather } from "../../../why/gather.ts";
import { gistOf } from "../../../why/gist.ts";
import { Past } from "../../../why/past.ts";
import { beatWords } from "../../../why/words.ts";
import type { Records } from "../data/records.ts";

/** One line of a story: when, which record, and what. */
export interface StoryLine {
  readonly id: number;
  /** "" where it is the same as of the line before. */
  readonly time: string;
  readonly words: string;
}

/** How a record came about, as `why` tells it. */
export interface Story {
  readonly lines: readonly StoryLine[];
  /** All of it in one sentence, "" where there is none. */
  readonly gist: string;
}

export function storyOf(records: Records, id: number): Story {
  const past = new Past(records);
  const gathered = gather(past, id);
  let at = -1;
  const lines = beatsOf(gathered, id).map((beat) => {
    const time = beat.record.at === at ? "" : formatDuration(beat.record.at);
    at = beat.record.at;
    return { id: beat.record.id, time, words: beatWords(past, beat) };
  });
  return { lines, gist: gistOf(past, gathered) };
}
