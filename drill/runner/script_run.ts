import { formatNanos, ms, type Nanos, NEVER, seconds } from "../../engine/base/time.ts";
import type { Profile } from "../../engine/tcp/mod.ts";
import type { Packet } from "../../engine/wire/mod.ts";
import type { Program, Socket } from "../../nodes/sockets/mod.ts";
import type {
  CallEvent,
  CodeEvent,
  CommandEvent,
  EventTime,
  IcmpEvent,
  Script,
  ScriptEvent,
  SegmentEvent,
} from "../language/mod.ts";
import { PythonError, PythonProgram, type Value } from "../python/mod.ts";
import { Arguments, type Symbols } from "./arguments.ts";
import { CurrentCall } from "./blocked_call.ts";
import type { CallSite, Outcome } from "./calls.ts";
import { callNamed } from "./call_table.ts";
import { ScriptCaller } from "./caller.ts";
import { perform } from "./commands.ts";
import { differences } from "./compare_segment.ts";
import { connectionInfo } from "./connection_info.ts";
import { Descriptors } from "./descriptors.ts";
import { FlowFinder } from "./flow_finder.ts";
import { injectedIcmp, injectedSegment } from "./injected.ts";
import { Lab } from "./lab.ts";
import { RunLog } from "./log.ts";
import { isOfFlow, Outbound, type Sent } from "./outbound.ts";
import { outcomeText, resultDifference } from "./results.ts";
import { joined, type SeenSegment, seenSegment, seenText } from "./seen_segment.ts";
import type { Settings } from "./settings.ts";
import { symbolsOf } from "./symbols.ts";
import { TimestampMap } from "./timestamp_map.ts";
import { Failure, NotSupported } from "./verdict.ts";
import { WriteEnds } from "./write_ends.ts";

/** The virtual time at which scripts begin: clocks of the host have run for a while. */
const ORIGIN: Nanos = seconds(10);

/** So many events of the simulator a script may take. */
const MOST_EVENTS = 2_000_000;

/** How long `*` waits for a packet. */
const LONGEST_WAIT: Nanos = seconds(3600);

/** A moment of TCP_INFO for a piece of code, which runs when the script is over. */
interface Snapshot {
  readonly event: CodeEvent;
  readonly variables: Readonly<Record<string, Value>>;
}

/** One script on one host: performs its events in virtual time, in order. */
export class ScriptRun {
  readonly log: RunLog = new RunLog(ORIGIN);
  readonly #script: Script;
  readonly #settings: Settings;
  readonly #relaxedPush: boolean;
  readonly #lab: Lab;
  readonly #caller: ScriptCaller;
  readonly #symbols: Symbols;
  readonly #descriptors = new Descriptors();
  readonly #finder: FlowFinder;
  readonly #outbound = new Outbound();
  readonly #timestamps = new TimestampMap();
  readonly #writes = new WriteEnds();
  readonly #snapshots: Snapshot[] = [];
  readonly #python = new PythonProgram();
  readonly #asksForInq: Set<Socket> = new Set();
  #call: CurrentCall | null = null;
  /** When the event before happened. */
  #lastAt: Nanos = ORIGIN;
  #events = 0;

  constructor(script: Script, profile: Profile, settings: Settings, relaxedPush: boolean) {
    this.#script = script;
    this.#settings = settings;
    this.#relaxedPush = relaxedPush;
    this.#lab = new Lab(profile, settings, (packet, now) => this.#onPacket(packet, now));
    this.#caller = new ScriptCaller(this.#lab.host, this.#lab.sockets);
    this.#symbols = symbolsOf(this.#lab.sockets.rules);
    this.#finder = new FlowFinder(this.#lab, settings);
  }

  /** What the script's code printed. */
  get printed(): readonly string[] {
    return this.#python.printed;
  }

  /**
   * Runs all of it.
   *
   * @throws {Failure} where the host does otherwise than the script says.
   * @throws {NotSupported} where the script asks for what is not here.
   */
  run(): void {
    this.#advance(ORIGIN);
    for (const event of this.#script.events) this.#perform(event);
    this.#finishCall();
    for (const snapshot of this.#snapshots) this.#runCode(snapshot);
  }

  #now(): Nanos {
    return this.#lab.network.sim.now;
  }

  #perform(event: ScriptEvent): void {
    if (event.kind === "segment" && event.direction === "out") return this.#expectSegment(event);
    this.#waitFor(event);
    switch (event.kind) {
      case "segment":
        this.#inject(event);
        break;
      case "icmp":
        this.#injectIcmp(event);
        break;
      case "call":
        this.#startCall(event);
        break;
      case "command":
        this.#command(event);
        break;
      case "code":
        this.#snapshot(event);
    }
    this.#settle();
    this.#lastAt = this.#now();
  }

  // Time

  #originOf(time: EventTime): Nanos {
    return time.kind === "absolute" ? ORIGIN : this.#now();
  }

  /** Lets virtual time go on to that of an event. */
  #waitFor(event: ScriptEvent): void {
    const { time } = event;
    if (time.kind === "untimed" || time.kind === "any") return;
    const at = this.#originOf(time) + time.from;
    if (this.#now() - at > this.#toleranceAt(at)) {
      const late = formatNanos(this.#now() - ORIGIN);
      throw new Failure(
        event.place,
        `the event must come in time: it is ${late} already`,
        event.text,
      );
    }
    this.#advance(at);
  }

  #toleranceAt(at: Nanos): Nanos {
    const { tolerance, toleranceShare } = this.#settings;
    return Math.max(tolerance, Math.round(toleranceShare * Math.max(at - this.#lastAt, 0)));
  }

  /** Runs what the simulator has up to then. */
  #advance(until: Nanos): void {
    const { sim } = this.#lab.network;
    while (sim.nextAt <= until) this.#step();
    if (until > sim.now) sim.run({ until });
  }

  /** Runs what is to happen now. */
  #settle(): void {
    this.#advance(this.#now());
  }

  #step(): void {
    if (++this.#events > MOST_EVENTS) {
      const place = this.#script.events[0]!.place;
      throw new Failure(place, `the script must end: it has taken ${MOST_EVENTS} events`);
    }
    this.#lab.network.sim.step();
  }

  // Packets

  #onPacket(packet: Packet, now: Nanos): void {
    if (this.#finder.openedBy(packet) !== null) {
      this.#outbound.clear();
      this.#writes.clear();
    }
    const { flow } = this.#finder;
    if (flow !== null && isOfFlow(packet, flow)) this.#outbound.add(packet, now);
  }

  #inject(event: SegmentEvent): void {
    const flow = this.#finder.forInbound();
    const packet = injectedSegment(event, flow, this.#timestamps, this.#settings);
    this.log.add(this.#now(), textWithoutTime(event.text));
    this.#lab.inject(packet);
  }

  #injectIcmp(event: IcmpEvent): void {
    const flow = this.#finder.forInbound();
    this.log.add(this.#now(), textWithoutTime(event.text));
    this.#lab.inject(injectedIcmp(event, flow, this.#settings));
  }

  #expectSegment(event: SegmentEvent): void {
    const [from, to] = this.#windowOf(event);
    const tolerance = from === -NEVER ? 0 : this.#toleranceAt(from);
    const seen = this.#nextSegment(event, to + tolerance);
    const text = seenText(seen, event);
    this.log.add(seen.at, text);
    if (seen.at < from - tolerance || seen.at > to + tolerance) {
      const at = formatNanos(seen.at - ORIGIN);
      throw new Failure(
        event.place,
        `the packet must come at ${rangeText(from, to)}: it came at ${at}`,
        textWithoutTime(event.text),
        text,
      );
    }
    const found = differences(event, seen, this.#isPushIgnored(seen));
    found.push(...this.#timestampDifference(event, seen));
    if (found.length > 0) {
      throw new Failure(event.place, found.join("; "), textWithoutTime(event.text), text);
    }
    this.#lastAt = this.#now();
  }

  #windowOf({ time }: SegmentEvent): [from: Nanos, to: Nanos] {
    if (time.kind === "any" || time.kind === "untimed") return [-NEVER, this.#now() + LONGEST_WAIT];
    const origin = this.#originOf(time);
    return [origin + time.from, origin + time.to];
  }

  /** The next segment of the host's, joined with those behind it until it has as many bytes as expected. */
  #nextSegment(event: SegmentEvent, deadline: Nanos): SeenSegment {
    const sent = this.#nextSent(deadline);
    if (sent === null) {
      const expected = textWithoutTime(event.text);
      const by = formatNanos(deadline - ORIGIN);
      throw new Failure(event.place, `the packet must come: none came by ${by}`, expected);
    }
    let seen = this.#seen(sent, event);
    let size = seen.length;
    while (!this.#settings.strictSegments && seen.length < event.seq.length) {
      const next = this.#nextSent(deadline);
      if (next === null) return seen;
      const whole = joined(seen, this.#seen(next, event));
      const isWhole = whole !== null && whole.length <= event.seq.length &&
        next.packet.segment!.dataLength <= size;
      if (!isWhole) {
        this.#outbound.putBack(next);
        return seen;
      }
      seen = whole;
      if (next.packet.segment!.dataLength < size) size = 0; // only the last one is shorter
    }
    return seen;
  }

  #seen({ packet, at }: Sent, event: SegmentEvent): SeenSegment {
    return seenSegment(packet, at, this.#finder.flow!, event.seq.start ?? 0);
  }

  /** The next packet of the connection, which may be yet to come; null if none does in time. */
  #nextSent(deadline: Nanos): Sent | null {
    const { sim } = this.#lab.network;
    while (this.#outbound.isEmpty && sim.nextAt <= deadline) this.#step();
    const sent = this.#outbound.take();
    if (sent === null && deadline > sim.now && deadline !== NEVER) sim.run({ until: deadline });
    return sent;
  }

  #isPushIgnored(seen: SeenSegment): boolean {
    return this.#relaxedPush && this.#writes.isInside(seen.seq - 1 + seen.length);
  }

  /** Values of timestamps are checked where the script says how long their ticks are. */
  #timestampDifference(event: SegmentEvent, seen: SeenSegment): string[] {
    const spec = event.options?.find((it) => it.kind === "TS");
    if (spec?.kind !== "TS" || seen.timestamp === null) return [];
    this.#timestamps.learn(spec.value, seen.timestamp);
    const { timestampTick } = this.#settings;
    if (timestampTick === 0) return [];
    const drift = this.#timestamps.drift(spec.value, seen.timestamp);
    const most = Math.max(1, Math.ceil(this.#toleranceAt(this.#now()) / timestampTick));
    return Math.abs(drift) <= most ? [] : [`TS val must be ${spec.value}: it is ${drift} off`];
  }

  // Calls

  #startCall(event: CallEvent): void {
    this.#finishCall();
    const handler = callNamed(event.name);
    if (handler === null) throw new NotSupported(event.place, `the call ${event.name}`);
    const call = new CurrentCall(event, this.#now());
    this.#call = call;
    const program = handler(this.#siteOf(event));
    const onReturn = (outcome: Outcome): void => this.#onReturn(call, outcome);
    this.#caller.start(performing(program, onReturn));
    this.#settle();
    if (event.end === null) this.#finishCall();
  }

  #siteOf(event: CallEvent): CallSite {
    const caller = this.#caller;
    return {
      os: caller.os,
      args: new Arguments(event, this.#symbols),
      symbols: this.#symbols,
      settings: this.#settings,
      descriptors: this.#descriptors,
      system: this.#lab.sockets.rules.system,
      socketOf: (handle) => caller.handles.get(handle),
      asksForInq: (socket) => this.#asksForInq.has(socket),
      setInq: (socket, isOn) =>
        void (isOn ? this.#asksForInq.add(socket) : this.#asksForInq.delete(socket)),
      noteWrite: (bytes) => this.#writes.add(bytes),
      *waitFor(socket, deadline) {
        yield caller.wait.forSocket(socket, EVERYTHING, deadline);
      },
    };
  }

  #onReturn(call: CurrentCall, outcome: Outcome): void {
    call.outcome = outcome;
    call.returnedAt = this.#now();
    this.log.add(this.#now(), outcomeText(call.event, outcome));
    if (outcome.errno !== "") return;
    const { result } = call.event;
    const number = result.kind === "number" ? result.value : outcome.value;
    if (outcome.handle !== undefined) {
      this.#descriptors.set(number, { kind: "socket", handle: outcome.handle });
    } else if (outcome.epoll !== undefined) {
      this.#descriptors.set(number, { kind: "epoll", watched: outcome.epoll });
    }
  }

  /** Waits for the call that is under way, and checks what it came to. */
  #finishCall(): void {
    const call = this.#call;
    if (call === null) return;
    const { event, endsAt } = call;
    const tolerance = this.#toleranceAt(endsAt);
    const { sim } = this.#lab.network;
    while (call.outcome === null && sim.nextAt <= endsAt + tolerance) this.#step();
    this.#call = null;
    const { outcome, returnedAt } = call;
    if (outcome === null) {
      const by = formatNanos(endsAt - ORIGIN);
      throw new Failure(event.place, `the call must return at ${by}: it blocks`, event.text);
    }
    if (Math.abs(returnedAt - endsAt) > tolerance) {
      const at = formatNanos(returnedAt - ORIGIN);
      const by = formatNanos(endsAt - ORIGIN);
      throw new Failure(
        event.place,
        `the call must return at ${by}: it returned at ${at}`,
        event.text,
      );
    }
    const found = resultDifference(event, outcome, this.#symbols);
    if (found === "") return;
    throw new Failure(
      event.place,
      found,
      textWithoutTime(event.text),
      outcomeText(event, outcome),
    );
  }

  // Commands and code

  #command(event: CommandEvent): void {
    this.log.add(this.#now(), textWithoutTime(event.text));
    perform(event, this.#lab, this.#heldSockets());
  }

  #heldSockets(): Socket[] {
    return this.#caller.handles.all();
  }

  #snapshot(event: CodeEvent): void {
    const { flow } = this.#finder;
    const { endpoint } = this.#lab.host;
    const held = this.#heldSockets();
    const connected = flow === null
      ? undefined
      : held.find((it) =>
        it.connection?.localPort === flow.localPort && it.connection.remotePort === flow.remotePort
      );
    const socket = connected ?? held.at(-1) ?? null;
    const found = flow === null ? null : endpoint.find(
      flow.localAddress,
      flow.localPort,
      flow.remoteAddress,
      flow.remotePort,
    );
    const connection = socket?.connection ?? found;
    const system = this.#lab.sockets.rules.system;
    this.#snapshots.push({
      event,
      variables: connectionInfo(socket, connection, system, this.#now()),
    });
  }

  #runCode({ event, variables }: Snapshot): void {
    const { codePlace } = event;
    const placeOf = (line: number, column: number) => ({
      line: codePlace.line + line - 1,
      column: line === 1 ? codePlace.column + column - 1 : column,
    });
    try {
      const failure = this.#python.run(event.code, variables);
      if (failure === null) return;
      const { line, column, message } = failure;
      if (/there is no variable "tcpi_/.test(message)) {
        throw new NotSupported(placeOf(line, column), message);
      }
      throw new Failure(placeOf(line, column), message);
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      throw new NotSupported(placeOf(error.line, error.column), error.message);
    }
  }
}

/** All that a socket can be waited for: see `Interest`. */
const EVERYTHING = 7;

function* performing(program: Program<Outcome>, onReturn: (outcome: Outcome) => void): Program {
  onReturn(yield* program);
}

/** An event's line without its time. */
function textWithoutTime(text: string): string {
  return text.replace(/^(?:\*|\+?[\d.]+(?:~\+?[\d.]+)?)\s*(?=[^\d\s])/, "");
}

function rangeText(from: Nanos, to: Nanos): string {
  const first = formatNanos(from - ORIGIN);
  return to - from < ms(0.001) ? first : `${first} to ${formatNanos(to - ORIGIN)}`;
}
