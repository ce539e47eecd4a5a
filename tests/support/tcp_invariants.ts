import { invariant } from "../../engine/base/invariant.ts";
import { type Nanos, NEVER } from "../../engine/base/time.ts";
import { type ConnectionTrace, TimerEvent } from "../../engine/base/trace.ts";
import {
  type Connection,
  seqDiff,
  seqGT,
  seqLEQ,
  seqLT,
  State,
  stateName,
  Timer,
  TIMER_NAMES,
} from "../../engine/tcp/mod.ts";
import { Flag, type Segment } from "../../engine/wire/mod.ts";

/**
 * Watches one connection and holds it to what is true of every TCP, whatever
 * comes: call {@linkcode onSent} for each segment polled and {@linkcode check}
 * after every pump. Throws at the first thing that is not so.
 */
export class TcpInvariants implements ConnectionTrace {
  /** Every transition with the rule that it names. */
  readonly transitions: { from: number; to: number; rule: string; at: Nanos }[] = [];
  #now: Nanos = 0;
  #finSeq: number | null = null;
  #highestAck: number | null = null;
  #highestEdge: number | null = null;

  constructor(readonly connection: Connection) {
    connection.trace = this;
  }

  onState(from: number, to: number, rule: string, now: Nanos): void {
    this.#tick(now);
    invariant(rule !== "", `${stateName(from)} to ${stateName(to)} names its rule`);
    this.transitions.push({ from, to, rule, at: now });
  }

  onTimer(timer: number, event: TimerEvent, deadline: Nanos, now: Nanos): void {
    this.#tick(now);
    const name = TIMER_NAMES[timer];
    invariant(deadline !== NEVER, `the ${name} timer has a deadline`);
    if (event === TimerEvent.Set) {
      invariant(deadline >= now, `the ${name} timer is set for the future, not ${deadline}`);
    }
    if (event === TimerEvent.Fired) invariant(deadline === now, `the ${name} timer fires on time`);
  }

  #tick(now: Nanos): void {
    invariant(now >= this.#now, `time never runs backwards: ${now} after ${this.#now}`);
    this.#now = now;
  }

  /** Checks a segment that the connection has just given out. */
  onSent(seg: Segment, state: State, now: Nanos): void {
    this.#tick(now);
    const { tcb } = this.connection;
    const isReset = (seg.flags & Flag.Rst) !== 0;
    invariant(seg.window >= 0 && seg.window <= 0xffff, "the window is an unsigned 16-bit number");
    invariant((seg.seq | 0) === seg.seq && (seg.ack | 0) === seg.ack, "numbers are int32");
    invariant((seg.flags & Flag.Ack) !== 0 || seg.ack === 0, "no ACK field without its bit");
    invariant(state !== State.Listen || isReset, "LISTEN sends nothing but resets");
    invariant(state !== State.Closed || isReset, "CLOSED sends nothing but resets");
    if (isReset) {
      const others = Flag.Syn | Flag.Fin | Flag.Psh | Flag.Urg;
      invariant((seg.flags & others) === 0 && seg.dataLength === 0, "a reset is bare");
      return;
    }
    const isSyn = (seg.flags & Flag.Syn) !== 0;
    invariant(isSyn === (seg.options.mss > 0), "MSS stands in SYNs and nowhere else");
    invariant(!isSyn || (seg.flags & Flag.Fin) === 0, "no SYN with FIN");
    invariant(isSyn || (seg.flags & Flag.Ack) !== 0, "every segment behind the SYN has an ACK");
    const most = Math.max(tcb.snd.mss, tcb.path.probeSize);
    invariant(seg.dataLength <= most, "no segment exceeds the MSS, but for a probe");
    this.#checkFin(seg);
    if ((seg.flags & Flag.Ack) !== 0) this.#checkAck(seg, isSyn, tcb.rcv.scale);
  }

  /** Nothing stands behind our FIN, and it never moves. */
  #checkFin(seg: Segment): void {
    const end = (seg.seq + seg.dataLength) | 0;
    if ((seg.flags & Flag.Fin) !== 0) {
      invariant(this.#finSeq === null || this.#finSeq === end, "a FIN never moves");
      this.#finSeq = end;
    }
    if (this.#finSeq !== null && seg.dataLength > 0) {
      invariant(seqLEQ(end, this.#finSeq), "no data is sent behind the FIN");
    }
  }

  /** The ACK never goes back, the right edge never more than scaling rounds; a SYN is not scaled. */
  #checkAck(seg: Segment, isSyn: boolean, scale: number): void {
    invariant(
      this.#highestAck === null || seqLEQ(this.#highestAck, seg.ack),
      "the ACK field never goes back",
    );
    this.#highestAck = seg.ack;
    const edge = (seg.ack + seg.window * 2 ** (isSyn ? 0 : scale)) | 0;
    if (this.#highestEdge !== null && !isSyn) {
      const slack = scale === 0 ? 0 : 2 ** scale - 1;
      invariant(
        seqDiff(edge, this.#highestEdge) >= -slack,
        `the window does not shrink: from ${this.#highestEdge >>> 0} to ${edge >>> 0}`,
      );
    }
    if (this.#highestEdge === null || seqGT(edge, this.#highestEdge)) this.#highestEdge = edge;
  }

  /** Checks the connection itself, between events. */
  check(now: Nanos): void {
    this.#tick(now);
    const { connection } = this;
    const { tcb, state } = connection;
    const { snd, rcv, scoreboard, timers } = tcb;
    if (state === State.Closed || state === State.Listen) {
      invariant(connection.nextDeadline() === NEVER, `${stateName(state)} holds no timer`);
      return;
    }
    invariant(connection.nextDeadline() >= now, "no timer is overdue");
    invariant(!seqGT(snd.una, snd.nxt), "SND.UNA <= SND.NXT");
    invariant(!seqGT(snd.nxt, snd.max), "SND.NXT <= the highest number sent");
    invariant(scoreboard.count > 0 === seqLT(snd.una, snd.nxt), "what is out is on the scoreboard");
    const { count, segmentSize } = scoreboard;
    const most = segmentSize > 0 ? count * segmentSize : seqDiff(snd.nxt, snd.una);
    invariant(scoreboard.inFlight >= 0 && scoreboard.inFlight <= most, "0 <= pipe <= flight");
    invariant(
      connection.isTimerRunning(Timer.Retransmission) === (scoreboard.count > 0 || tcb.ecn.isHeld),
      "the retransmission timer runs while, and only while, something is outstanding or held",
    );
    if (state === State.SynSent) return;
    invariant(!seqGT(rcv.nxt, rcv.edge), "RCV.NXT is within the window offered");
    if (state === State.TimeWait) {
      invariant(connection.nextDeadline() === timers.timeWait, "TIME-WAIT has no other timer");
      invariant(timers.timeWait !== NEVER, "TIME-WAIT ends");
    }
  }
}
