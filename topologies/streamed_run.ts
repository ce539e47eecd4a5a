import { type Nanos, NEVER } from "../engine/base/time.ts";
import { type DigestHash, LocalHash, RecordStream } from "../timeline/mod.ts";
import { Course } from "./course.ts";
import { runInfo } from "./run_info.ts";
import type { Topology } from "./topology.ts";

/**
 * A topology that runs and tells its records as lines of JSON while it does,
 * without keeping them: a run of any length takes little memory. The lines are
 * those of {@linkcode RecordStream}; expectations are not judged.
 *
 * @example Counting what was sent
 * ```ts
 * import { loadTopology } from "./load.ts";
 * import { StreamedRun } from "./streamed_run.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const loaded = loadTopology(
 *   `
 * title: A port that nobody listens on
 * hosts:
 *   client: { os: linux, address: 10.0.0.1/24 }
 *   server: { os: linux, address: 10.0.0.2/24 }
 * links:
 *   cable: { between: [client, server], latency: 10ms }
 * programs:
 *   client: { app: [{ connect: { to: "server:80", as: conn } }] }
 * `,
 *   "refused.yaml",
 * );
 * if (loaded.mistakes !== null) throw new Error("it has mistakes");
 * const run = new StreamedRun(loaded.topology, loaded.source);
 * let sent = 0;
 * for (const lines of run.lines()) {
 *   for (const line of lines.trimEnd().split("\n")) {
 *     const { kind, event } = JSON.parse(line);
 *     if (kind === "segment" && event === "sent") sent++;
 *   }
 * }
 * strictEqual(sent, 2); // SYN, and RST
 * ```
 */
export class StreamedRun {
  readonly #topology: Topology;
  readonly #source: unknown;
  readonly #stream: RecordStream;
  readonly #course: Course;
  #hasHead = false;

  /**
   * `source` is the topology as plain data, for the first line; `until` ends the
   * run earlier; `hash` is what the digest is computed with.
   */
  constructor(
    topology: Topology,
    source: unknown,
    until: Nanos = NEVER,
    hash: DigestHash = new LocalHash(),
  ) {
    this.#stream = new RecordStream(hash);
    this.#topology = topology;
    this.#source = source;
    this.#course = new Course(topology, this.#stream.window, until);
  }

  /** The point of virtual time reached. */
  get now(): Nanos {
    return this.#course.now;
  }

  /** Events that have happened. */
  get processed(): number {
    return this.#course.processed;
  }

  /** Whether something was left to happen when the longest run was over. */
  get ranTooLong(): boolean {
    return this.#course.ranTooLong;
  }

  /** How many records there were. */
  get records(): number {
    return this.#stream.window.size;
  }

  /** How many of them are kept: those that {@linkcode take} has not given yet. */
  get kept(): number {
    return this.#stream.window.kept;
  }

  /** Lets at most so many events happen; returns whether the run is over. */
  advance(maxEvents: number): boolean {
    return this.#course.advance(maxEvents);
  }

  /**
   * The lines that are new since the last time, in pieces of UTF-8, the head
   * before all others. A piece is only good until the next one is asked for.
   */
  *takeBytes(): Generator<Uint8Array<ArrayBuffer>> {
    if (!this.#hasHead) {
      this.#hasHead = true;
      yield encoded(this.#stream.head(runInfo(this.#topology, this.#source, false)));
    }
    yield* this.#stream.chunks();
  }

  /** The last lines, as {@linkcode takeBytes} gives them; `partial` where the run was interrupted. */
  *finishBytes(partial = false): Generator<Uint8Array<ArrayBuffer>> {
    yield* this.takeBytes();
    yield encoded(this.#stream.tail(partial));
  }

  /** The lines of {@linkcode takeBytes} as text. */
  take(): Generator<string> {
    return decoded(this.takeBytes());
  }

  /** The last lines as text; `partial` where the run was interrupted. */
  finish(partial = false): Generator<string> {
    return decoded(this.finishBytes(partial));
  }

  /**
   * Runs to the end, and gives all lines as {@linkcode takeBytes} does; `slice`
   * events happen before the next look.
   */
  *bytes(slice = 2000): Generator<Uint8Array<ArrayBuffer>> {
    while (!this.advance(slice)) yield* this.takeBytes();
    yield* this.finishBytes();
  }

  /** Runs to the end, and gives all lines as text; `slice` events happen before the next look. */
  lines(slice = 2000): Generator<string> {
    return decoded(this.bytes(slice));
  }
}

function encoded(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Each piece ends with a line. */
function* decoded(pieces: Iterable<Uint8Array>): Generator<string> {
  const decoder = new TextDecoder();
  for (const piece of pieces) yield decoder.decode(piece);
}
