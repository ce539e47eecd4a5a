import type { Nanos } from "../../engine/base/time.ts";
import type {
  CallRecord,
  ConnectionId,
  RecordBody,
  RecordId,
  StateRecord,
  TcpRecord,
  TimerRecord,
} from "../../nodes/records.ts";
import { formatDuration } from "../duration.ts";
import type { Timeline } from "../timeline.ts";
import type { Actors } from "./actors.ts";
import {
  callParts,
  faultText,
  hostText,
  nicText,
  processText,
  resultParts,
  tcpText,
} from "./event_text.ts";
import type { Glyphs } from "./glyphs.ts";
import type { Lanes } from "./lanes.ts";
import { always, type Part, printable } from "./parts.ts";
import type { EventRow } from "./row.ts";
import { Style } from "./style.ts";

/** Timers that are worth a line when they are set, because so much waits for them. */
const LONG_TIMERS = new Set(["2 MSL", "FIN-WAIT-2"]);

/** Calls that move bytes and may vanish in the sum of a transfer where they succeed. */
const TRANSFERS = new Set(["send", "recv", "read", "write", "WSASend", "WSARecv"]);

/** Makes the rows of what happens at hosts; records must come in order. */
export class EventRows {
  readonly #timeline: Timeline;
  readonly #lanes: Lanes;
  readonly #actors: Actors;
  readonly #glyphs: Glyphs;
  readonly #enteredAt = new Map<ConnectionId, Nanos>();
  readonly #congestionStates = new Map<ConnectionId, string>();
  readonly #started = new Map<string, EventRow>();

  constructor(timeline: Timeline, lanes: Lanes, actors: Actors, glyphs: Glyphs) {
    this.#timeline = timeline;
    this.#lanes = lanes;
    this.#actors = actors;
    this.#glyphs = glyphs;
  }

  /** The row of a record, or null where it is not worth one. */
  row(id: RecordId, body: RecordBody): EventRow | null {
    switch (body.kind) {
      case "state":
        return this.#row(id, body.host, this.#glyphs.state, Style.State, this.#state(id, body));
      case "timer":
        return this.#timer(id, body);
      case "tcp":
        return this.#tcp(id, body);
      case "call":
        return body.event === "started" ? this.#start(id, body) : this.#return(id, body);
      case "process":
        return this.#row(id, body.host, this.#glyphs.process, Style.Plain, [
          always(processText(body)),
        ]);
      case "fault":
        return this.#row(id, body.host, this.#glyphs.fault, Style.Fault, [
          always(`fault: ${faultText(body)}`),
        ]);
      case "nic":
        return this.#row(id, body.host, this.#glyphs.thing, Style.Fault, [always(nicText(body))]);
      case "host":
        return this.#row(id, body.host, this.#glyphs.thing, Style.Fault, [always(hostText(body))]);
      default:
        return null;
    }
  }

  #row(id: RecordId, host: string, mark: string, style: Style, text: readonly Part[]): EventRow {
    return {
      kind: "event",
      at: this.#timeline.atOf(id),
      id,
      lane: this.#lanes.of(host),
      mark,
      text,
      style,
      quiet: false,
      call: "",
      bytes: 0,
    };
  }

  #state(id: RecordId, body: StateRecord): Part[] {
    const now = this.#timeline.atOf(id);
    const stayed = now - (this.#enteredAt.get(body.connection) ?? now);
    this.#enteredAt.set(body.connection, now);
    const who = printable(this.#actors.connection(body.connection));
    const after = stayed === 0 ? "" : ` after ${formatDuration(stayed)}`;
    return [
      always(`${who}${body.from} ${this.#glyphs.to} ${body.to}`),
      { text: after, keep: 5 },
    ];
  }

  #timer(id: RecordId, body: TimerRecord): EventRow | null {
    const fired = body.event === "fired";
    if (!fired && !(body.event === "set" && LONG_TIMERS.has(body.timer))) return null;
    const who = printable(this.#actors.connection(body.connection));
    const due = formatDuration(body.deadline - this.#timeline.atOf(id));
    const words = fired ? "timer fires" : `timer set for ${due}`;
    const text = [always(`${who}${printable(body.timer)} ${words}`)];
    const row = this.#row(id, body.host, this.#glyphs.timer, Style.Timer, text);
    row.quiet = body.timer === "delayed ACK";
    return row;
  }

  /** May vanish in the sum of a transfer, but where it says that something is lost, or repaired. */
  #tcp(id: RecordId, body: TcpRecord): EventRow {
    const { connection, congestionState } = body;
    const who = printable(this.#actors.connection(connection));
    const before = this.#congestionStates.get(connection) ?? "Open";
    this.#congestionStates.set(connection, congestionState);
    const text = [always(`${who}${tcpText(body)}`)];
    const row = this.#row(id, body.host, this.#glyphs.variables, Style.Faint, text);
    row.quiet = congestionState === before;
    return row;
  }

  #start(id: RecordId, body: CallRecord): EventRow {
    const row = this.#row(id, body.host, this.#glyphs.call, Style.Call, [
      always(printable(this.#actors.thread(body))),
      ...callParts(body),
      always(` ${this.#glyphs.more}`),
    ]);
    this.#started.set(threadOf(body), row);
    return row;
  }

  /** A call that took no time is one row with its start, which stands before what it caused. */
  #return(id: RecordId, body: CallRecord): EventRow | null {
    const start = this.#started.get(threadOf(body));
    this.#started.delete(threadOf(body));
    const failed = body.result !== null && body.result.error !== "";
    const head = [always(printable(this.#actors.thread(body))), ...callParts(body)];
    const now = this.#timeline.atOf(id);
    const atOnce = start !== undefined && start.at === now;
    const row = atOnce ? start : this.#row(id, body.host, this.#glyphs.call, Style.Call, []);
    const took = start === undefined ? 0 : now - start.at;
    row.text = [...head, ...resultParts(body)];
    if (took > 0) row.text = [...row.text, { text: ` after ${formatDuration(took)}`, keep: 3 }];
    if (failed) row.style = Style.Error;
    row.bytes = body.result?.bytes ?? 0;
    row.call = body.call;
    row.quiet = !failed && row.bytes > 0 && TRANSFERS.has(body.call);
    return atOnce ? null : row;
  }
}

function threadOf(body: CallRecord): string {
  return JSON.stringify([body.host, body.process, body.thread]);
}
