import type { SegmentRecord, TimerRecord } from "../nodes/records.ts";

/** What the records of segments at one place have in common. */
export interface SegmentForm {
  readonly kind: "segment";
  readonly event: SegmentRecord["event"];
  readonly host: string;
  readonly nic: string;
  readonly link: string;
  readonly corrupted: boolean;
  readonly note: string;
}

/** What the records of one timer of a host's connections have in common. */
export interface TimerForm {
  readonly kind: "timer";
  readonly event: TimerRecord["event"];
  readonly host: string;
  readonly timer: string;
}

export type RecordForm = SegmentForm | TimerForm;

/** The number of a form, from 1; {@linkcode NO_FORM} stands for a record that has none. */
export type FormId = number;

export const NO_FORM: FormId = 0;

/**
 * So many forms are told apart: a run has a few for each NIC. A run that has
 * more (notes with numbers in them, in a run of any length) keeps its further
 * records whole, so that the table stays small.
 */
const MOST_FORMS = 1 << 14;

/** Forms that were asked for of late, by a hash of a few of their letters. */
const RECENT = 1 << 8;

/**
 * The forms of a run's records: texts that are the same in most of them stand
 * here once, and a record names them all by one number.
 */
export class RecordForms {
  readonly #forms: RecordForm[] = [];
  readonly #ids = new Map<string, FormId>();
  readonly #recentSegments: FormId[] = new Array<FormId>(RECENT).fill(NO_FORM);
  readonly #recentTimers: FormId[] = new Array<FormId>(RECENT).fill(NO_FORM);

  /** All forms, in the order of their numbers. */
  get all(): readonly RecordForm[] {
    return this.#forms;
  }

  /** The form of that number. */
  of(id: FormId): RecordForm {
    return this.#forms[id - 1]!;
  }

  /** The number of a segment's form, {@linkcode NO_FORM} where there are too many. */
  segment(
    event: SegmentRecord["event"],
    host: string,
    nic: string,
    link: string,
    corrupted: boolean,
    note: string,
  ): FormId {
    const slot = (event.length ^ lastLetter(host) << 2 ^ lastLetter(nic) << 4 ^ note.length) &
      (RECENT - 1);
    const recent = this.#recentSegments[slot]!;
    if (recent !== NO_FORM) {
      const form = this.#forms[recent - 1] as SegmentForm;
      const isSame = form.event === event && form.host === host && form.nic === nic &&
        form.link === link && form.note === note && form.corrupted === corrupted;
      if (isSame) return recent;
    }
    const key = JSON.stringify([event, host, nic, link, corrupted, note]);
    const id = this.#ids.get(key) ??
      this.#add(key, { kind: "segment", event, host, nic, link, corrupted, note });
    return this.#recentSegments[slot] = id;
  }

  /** The number of a timer's form, {@linkcode NO_FORM} where there are too many. */
  timer(event: TimerRecord["event"], host: string, timer: string): FormId {
    const slot = (event.length ^ lastLetter(host) << 3 ^ timer.length << 4) & (RECENT - 1);
    const recent = this.#recentTimers[slot]!;
    if (recent !== NO_FORM) {
      const form = this.#forms[recent - 1] as TimerForm;
      if (form.event === event && form.timer === timer && form.host === host) return recent;
    }
    const key = JSON.stringify([event, host, timer]);
    const id = this.#ids.get(key) ?? this.#add(key, { kind: "timer", event, host, timer });
    return this.#recentTimers[slot] = id;
  }

  #add(key: string, form: RecordForm): FormId {
    if (this.#forms.length === MOST_FORMS) return NO_FORM;
    const id = this.#forms.push(form);
    this.#ids.set(key, id);
    return id;
  }
}

/** The last letter tells apart what is numbered: "eth0", "eth1". */
function lastLetter(name: string): number {
  return name.length === 0 ? 0 : name.charCodeAt(name.length - 1);
}
