import { invariant } from "../../engine/base/invariant.ts";
import { formatNanos, type Nanos } from "../../engine/base/time.ts";
import {
  Connection,
  ConnectionOptions,
  EndReason,
  type Profile,
  type ProfileName,
  profiles,
  Signal,
  type State,
  STATE_NAMES,
  stateName,
  withOverrides,
} from "../../engine/tcp/mod.ts";
import { Ecn, type Segment, type TcpOptions } from "../../engine/wire/mod.ts";
import { firstDifference, streamBytes } from "./byte_stream.ts";
import { matches, parsePattern, segmentOf, segmentText } from "./segment_text.ts";
import { TcpInvariants } from "./tcp_invariants.ts";

/** What a script starts from; what is left out is round: ISS 1000, IRS 5000, windows 65535. */
export interface ScriptSettings {
  profile?: ProfileName;
  /** Knobs of the profile that are different. */
  knobs?: Readonly<Record<string, unknown>>;
  options?: Partial<ConnectionOptions>;
  /** Our and the peer's initial sequence numbers, unsigned or int32. */
  iss?: number;
  irs?: number;
  /** The peer's MSS; 0 for a SYN without the option. */
  mss?: number;
  /** The peer's window scale; -1 for none. */
  ws?: number;
  /** Whether the peer's SYN has SACK-permitted. */
  sack?: boolean;
  /** The TSval of the peer's SYN; none without it. */
  ts?: number;
  /** The window field of the peer's segments that say nothing else. */
  window?: number;
  /** Whether the user lets go of the socket when it closes (`close`), or keeps it (`shutdownSend`). */
  orphan?: boolean;
}

interface Sent {
  at: Nanos;
  tos: number;
  seg: Segment;
}

/** Polls of one pump after which a connection is taken to run away. */
const POLL_LIMIT = 100_000;

/**
 * One end of a connection, played by the engine, against a peer, played by the
 * script; the time is the script's. After every step the segments that the
 * connection gives are collected and its invariants checked.
 *
 * Both directions carry the stream of `byte_stream.ts`, so payloads are
 * checked without a word. Times count from the moment the script is handed out.
 */
export class TcpScript {
  readonly connection: Connection;
  readonly invariants: TcpInvariants;
  readonly profile: Profile;
  readonly iss: number;
  readonly irs: number;
  /** The window field of the peer's segments that name none. */
  window: number;
  now: Nanos = 0;
  readonly #log: string[] = [];
  #out: Sent[] = [];
  #origin: Nanos = 0;
  #signals = 0;
  #bytesSent = 0;
  #bytesRead = 0;

  constructor(settings: ScriptSettings = {}) {
    const base = profiles[settings.profile ?? "rfc9293"];
    this.profile = settings.knobs === undefined ? base : withOverrides(base, settings.knobs);
    const options = new ConnectionOptions(this.profile);
    Object.assign(options, settings.options);
    this.connection = new Connection(this.profile, options);
    this.connection.setAddresses(0x0a000001, 1000, 0x0a000002, 2000);
    this.iss = (settings.iss ?? 1000) | 0;
    this.irs = (settings.irs ?? 5000) | 0;
    this.window = settings.window ?? 65_535;
    this.invariants = new TcpInvariants(this.connection);
  }

  // ---- What the user does

  open(): this {
    this.#note("open");
    this.connection.openActive(this.iss, this.now);
    return this.#pump();
  }

  listen(): this {
    this.#note("listen");
    this.connection.openPassive(this.iss);
    return this.#pump();
  }

  /** Sends the next `length` bytes of the stream; all must be taken. */
  send(length: number): this {
    const taken = this.trySend(length);
    if (taken !== length) this.#fail(`${length} bytes are taken`, `${taken} were`);
    return this;
  }

  /** Sends the next `length` bytes of the stream as urgent data. */
  urge(length: number): this {
    this.#note(`send ${length} urgent`);
    const taken = this.connection.send(streamBytes(this.#bytesSent, length), 0, length);
    if (taken !== length) this.#fail(`${length} bytes are taken`, `${taken} were`);
    this.#bytesSent += taken;
    this.connection.markUrgent();
    return this.#pump();
  }

  /** Sends the next bytes of the stream; returns how many were taken. */
  trySend(length: number): number {
    this.#note(`send ${length}`);
    const taken = this.connection.send(streamBytes(this.#bytesSent, length), 0, length);
    this.#bytesSent += taken;
    this.#pump();
    return taken;
  }

  /** Reads exactly that many bytes, and that they are the peer's stream. */
  read(length: number): this {
    this.#note(`read ${length}`);
    const bytes = this.connection.receive(length);
    const wrong = firstDifference(bytes, this.#bytesRead);
    if (wrong >= 0) this.#fail("the bytes of the stream", `another one at place ${wrong}`);
    this.#bytesRead += bytes.length;
    if (bytes.length !== length) this.#fail(`${length} bytes to read`, `${bytes.length} bytes`);
    return this.#pump();
  }

  shutdownSend(): this {
    this.#note("shutdown send");
    this.connection.shutdownSend(this.now);
    return this.#pump();
  }

  shutdownReceive(): this {
    this.#note("shutdown receive");
    this.connection.shutdownReceive(this.now);
    return this.#pump();
  }

  close(): this {
    this.#note("close");
    this.connection.close(this.now);
    return this.#pump();
  }

  abort(): this {
    this.#note("abort");
    this.connection.abort(this.now);
    return this.#pump();
  }

  /** Changes options of the connection. */
  set(options: Partial<ConnectionOptions>): this {
    this.#note(`set ${JSON.stringify(options)}`);
    Object.assign(this.connection.options, options);
    this.connection.optionsChanged(this.now);
    return this.#pump();
  }

  // ---- What the peer does

  /** A segment of the peer arrives. */
  peer(text: string): this {
    return this.peerBatch(text);
  }

  /** A segment of the peer arrives in a packet that met congestion (RFC 3168 5). */
  peerCe(text: string): this {
    this.#receive(this.#peerSegment(text), Ecn.Ce);
    return this.#pump();
  }

  /** A segment of the peer arrives that has these options. */
  peerWith(text: string, options: TcpOptions): this {
    const seg = this.#peerSegment(text);
    seg.options = options;
    this.#receive(seg);
    return this.#pump();
  }

  /** Segments of the peer arrive together, before anything can be sent. */
  peerBatch(...texts: string[]): this {
    for (const text of texts) this.#receive(this.#peerSegment(text));
    return this.#pump();
  }

  #peerSegment(text: string): Segment {
    const pattern = parsePattern(text, { own: this.irs, other: this.iss });
    const seg = segmentOf(
      pattern,
      this.window,
      (seq, length) => streamBytes(place(seq, this.irs, this.#bytesRead), length),
    );
    seg.sourcePort = this.connection.remotePort;
    seg.destinationPort = this.connection.localPort;
    return seg;
  }

  #receive(seg: Segment, ecn: Ecn = Ecn.NotEct): void {
    this.#note(`<- ${segmentText(seg)}${ecn === Ecn.Ce ? " (CE)" : ""}`);
    this.connection.onSegment(seg, this.now, ecn);
  }

  // ---- Time

  /** The time goes on to that point; timers fire on their way. */
  at(time: Nanos): this {
    const target = this.#origin + time;
    if (target < this.now) throw new RangeError("Cannot go back in time");
    let fired = 0;
    while (this.connection.nextDeadline() <= target) {
      if (++fired > POLL_LIMIT) this.#fail("timers that make progress", "one that fires for ever");
      this.now = this.connection.nextDeadline();
      this.connection.onDeadline(this.now);
      this.#pump();
    }
    this.now = target;
    return this;
  }

  /** The time goes on by that much. */
  after(duration: Nanos): this {
    return this.at(this.now - this.#origin + duration);
  }

  /** The time since the script was handed out. */
  get elapsed(): Nanos {
    return this.now - this.#origin;
  }

  // ---- What must be

  /** The next segments that were sent, in order; `len` must match, what is not named may be anything. */
  expect(...texts: string[]): this {
    for (const text of texts) this.take(text);
    return this;
  }

  /** The next segment that was sent must match; returns it. */
  take(text: string): Segment {
    const sent = this.#out.shift();
    if (sent === undefined) return this.#fail(text, "nothing was sent");
    const pattern = parsePattern(text, { own: this.iss, other: this.irs });
    if (!matches(sent.seg, pattern)) return this.#fail(text, segmentText(sent.seg));
    return sent.seg;
  }

  /** The next segments are these, and their packets have ECT(0) (RFC 3168 5). */
  expectEct(...texts: string[]): this {
    for (const text of texts) this.#expectTos(text, Ecn.Ect0);
    return this;
  }

  /** The next segments are these, and their packets do not say that they are ECN-capable. */
  expectNotEct(...texts: string[]): this {
    for (const text of texts) this.#expectTos(text, Ecn.NotEct);
    return this;
  }

  #expectTos(text: string, tos: number): void {
    const found = this.#out[0]?.tos ?? tos;
    this.expect(text);
    if (found !== tos) this.#fail(`${text} with TOS ${tos}`, `TOS ${found}`);
  }

  /** The next segment leaves exactly at that time, and is that. */
  expectAt(time: Nanos, text: string): this {
    this.at(time);
    const sent = this.#out[0];
    if (sent !== undefined && sent.at !== this.now) {
      const when = formatNanos(sent.at - this.#origin);
      this.#fail(`${text} at ${formatNanos(time)}`, `${segmentText(sent.seg)} at ${when}`);
    }
    return this.expect(text);
  }

  /** Nothing more was sent. */
  expectNothing(): this {
    const sent = this.#out[0];
    if (sent !== undefined) this.#fail("nothing", segmentText(sent.seg));
    return this;
  }

  /** Nothing is sent until that time. */
  expectNothingUntil(time: Nanos): this {
    this.expectNothing();
    this.at(time);
    return this.expectNothing();
  }

  expectState(name: string): this {
    if (!STATE_NAMES.includes(name)) throw new SyntaxError(`No state is called "${name}"`);
    const found = stateName(this.connection.state);
    if (found !== name) this.#fail(name, found);
    return this;
  }

  /** CLOSED, for that reason, with nothing to come. */
  expectEnd(reason: keyof typeof EndReason, from?: string): this {
    this.expectState("CLOSED");
    const found = Object.keys(EndReason).find((name) =>
      EndReason[name as keyof typeof EndReason] === this.connection.endReason
    );
    if (found !== reason) this.#fail(`the end is "${reason}"`, `it is "${found}"`);
    if (from !== undefined && stateName(this.connection.endState) !== from) {
      this.#fail(`it ended in ${from}`, `in ${stateName(this.connection.endState)}`);
    }
    return this;
  }

  /** The states passed since the script was handed out, by their names. */
  expectPath(...names: string[]): this {
    const path = this.invariants.transitions
      .filter((it) => it.at >= this.#origin)
      .map((it) => stateName(it.to));
    if (path.join() !== names.join()) this.#fail(names.join(" > "), path.join(" > "));
    return this;
  }

  /** That many bytes can be read. */
  expectReadable(count: number): this {
    const { readable } = this.connection;
    if (readable !== count) this.#fail(`${count} bytes can be read`, `${readable} can`);
    return this;
  }

  /** Whether all those signals were given since the last call, and forgets them. */
  gotSignals(...names: (keyof typeof Signal)[]): boolean {
    const got = this.#signals;
    this.#signals = 0;
    return names.every((name) => (got & Signal[name]) !== 0);
  }

  /** Any condition, with the script's log where it does not hold. */
  holds(condition: boolean, what: string): this {
    if (!condition) this.#fail(what, "it is not so");
    return this;
  }

  // ---- Inside

  /** From now on times count from here; what was sent and told before is forgotten. */
  handOut(): this {
    this.#out = [];
    this.#signals = 0;
    this.invariants.transitions.length = 0;
    this.#origin = this.now;
    this.#note("---- the script begins");
    return this;
  }

  #pump(): this {
    const { connection, invariants } = this;
    try {
      for (let polls = 0;; polls++) {
        const state: State = connection.state;
        const seg = connection.pollSegment(this.now);
        if (seg === null) break;
        this.#note(
          `-> ${segmentText(seg)}${connection.note === "" ? "" : ` (${connection.note})`}`,
        );
        invariant(polls < POLL_LIMIT, "a pump comes to an end");
        invariants.onSent(seg, state, this.now);
        this.#checkPayload(seg);
        this.#out.push({ at: this.now, tos: connection.tos, seg });
      }
      this.#signals |= connection.takeSignals();
      invariants.check(this.now);
    } catch (error) {
      throw new Error(`${String(error)}\n${this.#story()}`, { cause: error });
    }
    return this;
  }

  /** What is sent is the stream, byte for byte. */
  #checkPayload(seg: Segment): void {
    if (seg.dataLength === 0) return;
    const bytes = seg.data.subarray(seg.dataStart, seg.dataStart + seg.dataLength);
    const wrong = firstDifference(bytes, place(seg.seq, this.iss, this.#bytesSent));
    invariant(wrong < 0, `payload is the stream's: another byte at place ${wrong}`);
  }

  #note(text: string): void {
    const time = formatNanos(this.now - this.#origin);
    this.#log.push(`  ${time.padStart(14)} ${stateName(this.connection.state).padEnd(12)} ${text}`);
  }

  #story(): string {
    return `So far:\n${this.#log.slice(-60).join("\n")}`;
  }

  #fail(expected: string, found: string): never {
    const time = formatNanos(this.now - this.#origin);
    throw new Error(
      `At ${time}, ${stateName(this.connection.state)}:\n  expected: ${expected}\n` +
        `  found:    ${found}\n${this.#story()}`,
    );
  }
}

/** The place in the stream of a sequence number, given one nearby; both may lie beyond 2^32. */
function place(seq: number, initial: number, near: number): number {
  return near + ((seq - initial - 1 - near) | 0);
}

// ---- One constructor for each state of the RFC

/** CLOSED: nobody has called OPEN. */
export function closed(settings: ScriptSettings = {}): TcpScript {
  return new TcpScript(settings).handOut();
}

/** LISTEN: a passive OPEN that waits for its peer. */
export function listen(settings: ScriptSettings = {}): TcpScript {
  return new TcpScript(settings).listen().handOut();
}

/** SYN-SENT: `SYN seq=1000` has left. */
export function synSent(settings: ScriptSettings = {}): TcpScript {
  return new TcpScript(settings).open().expect("SYN seq=+0").handOut();
}

/** The options of the peer's SYN, as the notation has them. */
function peerOptions(settings: ScriptSettings): string {
  const mss = settings.mss ?? 1000;
  const ws = settings.ws ?? -1;
  const words = [
    mss > 0 ? ` mss=${mss}` : "",
    ws >= 0 ? ` ws=${ws}` : "",
    settings.sack === true ? " sackok" : "",
    settings.ts === undefined ? "" : ` ts=${settings.ts}/0`,
  ];
  return words.join("");
}

/** SYN-RECEIVED of a passive OPEN: `SYN,ACK seq=1000 ack=5001` has left. */
export function synReceived(settings: ScriptSettings = {}): TcpScript {
  return new TcpScript(settings).listen().peer(`SYN seq=+0${peerOptions(settings)}`)
    .expect("SYN,ACK seq=+0 ack=+1").handOut();
}

/** SYN-RECEIVED of an active OPEN: both SYNs have crossed. */
export function synReceivedActive(settings: ScriptSettings = {}): TcpScript {
  return new TcpScript(settings).open().expect("SYN seq=+0")
    .peer(`SYN seq=+0${peerOptions(settings)}`).expect("SYN,ACK seq=+0 ack=+1").handOut();
}

/** ESTABLISHED by an active OPEN whose handshake took no time. */
export function established(settings: ScriptSettings = {}): TcpScript {
  return new TcpScript(settings).open().expect("SYN seq=+0")
    .peer(`SYN,ACK seq=+0 ack=+1${peerOptions(settings)}`).expect("ACK seq=+1 ack=+1")
    .expectState("ESTABLISHED").handOut();
}

/** ESTABLISHED by a passive OPEN whose handshake took no time. */
export function accepted(settings: ScriptSettings = {}): TcpScript {
  return synReceived(settings).peer("ACK seq=+1 ack=+1").expectNothing()
    .expectState("ESTABLISHED").handOut();
}

/** The user closes: lets go of the socket, or keeps it, as the settings say. */
function closeAs(script: TcpScript, settings: ScriptSettings): TcpScript {
  return settings.orphan === true ? script.close() : script.shutdownSend();
}

/** FIN-WAIT-1: `FIN,ACK seq=1001 ack=5001` has left. */
export function finWait1(settings: ScriptSettings = {}): TcpScript {
  return closeAs(established(settings), settings).expect("FIN,ACK seq=+1 ack=+1")
    .expectState("FIN-WAIT-1").handOut();
}

/** FIN-WAIT-2: our FIN is acknowledged; SND.NXT is 1002. */
export function finWait2(settings: ScriptSettings = {}): TcpScript {
  return finWait1(settings).peer("ACK seq=+1 ack=+2").expectNothing()
    .expectState("FIN-WAIT-2").handOut();
}

/** CLOSING: both FINs have crossed; ours is not acknowledged; RCV.NXT is 5002. */
export function closing(settings: ScriptSettings = {}): TcpScript {
  const isFinAgain = settings.profile === "freebsd"; // its ACKs repeat a FIN (finInAcks)
  return finWait1(settings).peer("FIN,ACK seq=+1 ack=+1")
    .expect(isFinAgain ? "FIN,ACK seq=+1 ack=+2" : "ACK seq=+2 ack=+2")
    .expectState("CLOSING").handOut();
}

/** TIME-WAIT, since this very moment; SND.NXT is 1002, RCV.NXT is 5002. */
export function timeWait(settings: ScriptSettings = {}): TcpScript {
  return finWait2(settings).peer("FIN,ACK seq=+1 ack=+2").expect("ACK seq=+2 ack=+2")
    .expectState("TIME-WAIT").handOut();
}

/** CLOSE-WAIT: the peer's FIN is acknowledged, if need be after the profile's delay. */
export function closeWait(settings: ScriptSettings = {}): TcpScript {
  const script = established(settings).peer("FIN,ACK seq=+1 ack=+1");
  const delay = script.profile.ackOnFin === "delayed" ? script.profile.delayedAck : 0;
  return script.after(delay).expect("ACK seq=+1 ack=+2").expectState("CLOSE-WAIT").handOut();
}

/** LAST-ACK: both have closed; our FIN is not acknowledged; RCV.NXT is 5002. */
export function lastAck(settings: ScriptSettings = {}): TcpScript {
  return closeAs(closeWait(settings), settings).expect("FIN,ACK seq=+1 ack=+2")
    .expectState("LAST-ACK").handOut();
}
