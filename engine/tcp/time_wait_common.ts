import type { Nanos } from "../base/time.ts";
import type { Ipv4 } from "../wire/mod.ts";
import type { Profile } from "./profiles/mod.ts";
import { seqAdd, seqDiff } from "./seq.ts";
import type { Tcb } from "./tcb.ts";

/**
 * What connections of one host that rest in TIME-WAIT mostly have in common:
 * what they agreed upon, and how far their variables lie apart. Many records
 * share one of these, which is most of what they would take.
 */
export class TimeWaitCommon {
  readonly profile: Profile;
  readonly localAddress: Ipv4;
  readonly timestamps: boolean;
  /** From the beginning of TIME-WAIT to the end of 2 MSL, which begin anew with some segments. */
  readonly restsFor: Nanos;
  /** How long before TIME-WAIT began the peer's latest timestamp came; below 0: after that. */
  readonly #stampAge: Nanos;
  readonly #sack: boolean;
  readonly #usesEcn: boolean;
  readonly #echoesEcn: boolean;
  readonly #tos: number;
  readonly #mtu: number;
  readonly #challengeAt: Nanos;
  readonly #sndMaxWnd: number;
  readonly #sndMss: number;
  /** The right edges that were advertised and offered, from RCV.NXT. */
  readonly #rcvWnd: number;
  readonly #rcvOffer: number;
  /** How much of what arrived is not acknowledged. */
  readonly #unacknowledged: number;
  readonly #rcvScale: number;
  readonly #rcvMss: number;
  readonly #rcvWindow: number;
  readonly #segmentSize: number;
  readonly #bufferSize: number;
  readonly #share: number;
  readonly #clamp: number;
  readonly #threshold: number;

  constructor(tcb: Tcb) {
    const { options, rcv, snd, space } = tcb;
    this.profile = tcb.profile;
    this.localAddress = tcb.localAddress;
    this.timestamps = tcb.timestamps;
    this.restsFor = tcb.timers.timeWait - tcb.timeWaitAt;
    this.#stampAge = tcb.timeWaitAt - tcb.tsRecentAt;
    this.#sack = tcb.sack;
    this.#usesEcn = tcb.ecn.isOn;
    this.#echoesEcn = tcb.ecn.echoes;
    this.#tos = options.tos;
    this.#mtu = options.mtu;
    this.#challengeAt = tcb.challengeAt;
    this.#sndMaxWnd = snd.maxWnd;
    this.#sndMss = snd.mss;
    this.#rcvWnd = seqDiff(rcv.edge, rcv.nxt);
    this.#rcvOffer = seqDiff(rcv.offered, rcv.nxt);
    this.#unacknowledged = seqDiff(rcv.nxt, rcv.lastAckSent);
    this.#rcvScale = rcv.scale;
    this.#rcvMss = rcv.mss;
    this.#rcvWindow = rcv.window;
    this.#segmentSize = rcv.segmentSize;
    this.#bufferSize = space.size;
    this.#share = space.share;
    this.#clamp = space.clamp;
    this.#threshold = space.threshold;
  }

  /** Whether all of this holds for a connection. */
  isOf(tcb: Tcb): boolean {
    const { options, rcv, snd, space } = tcb;
    return this.restsFor === tcb.timers.timeWait - tcb.timeWaitAt &&
      this.#stampAge === tcb.timeWaitAt - tcb.tsRecentAt &&
      this.#rcvWnd === seqDiff(rcv.edge, rcv.nxt) &&
      this.#rcvOffer === seqDiff(rcv.offered, rcv.nxt) &&
      this.#unacknowledged === seqDiff(rcv.nxt, rcv.lastAckSent) &&
      this.#rcvWindow === rcv.window && this.#sndMaxWnd === snd.maxWnd &&
      this.#threshold === space.threshold && this.#bufferSize === space.size &&
      this.#share === space.share && this.#clamp === space.clamp &&
      this.#segmentSize === rcv.segmentSize && this.#rcvScale === rcv.scale &&
      this.#rcvMss === rcv.mss && this.#sndMss === snd.mss && this.#tos === options.tos &&
      this.#mtu === options.mtu && this.#challengeAt === tcb.challengeAt &&
      this.#sack === tcb.sack && this.#usesEcn === tcb.ecn.isOn &&
      this.#echoesEcn === tcb.ecn.echoes && this.timestamps === tcb.timestamps &&
      this.localAddress === tcb.localAddress && this.profile === tcb.profile;
  }

  get tos(): number {
    return this.#tos;
  }

  get mtu(): number {
    return this.#mtu;
  }

  /** Gives it to a connection whose RCV.NXT and beginning of TIME-WAIT stand already. */
  restore(tcb: Tcb): void {
    const { rcv, snd, space } = tcb;
    tcb.timestamps = this.timestamps;
    tcb.tsRecentAt = tcb.timeWaitAt - this.#stampAge;
    tcb.challengeAt = this.#challengeAt;
    tcb.sack = this.#sack;
    tcb.ecn.isOn = this.#usesEcn;
    tcb.ecn.echoes = this.#echoesEcn;
    snd.maxWnd = this.#sndMaxWnd;
    snd.wnd = this.#sndMaxWnd;
    snd.mss = this.#sndMss;
    rcv.edge = seqAdd(rcv.nxt, this.#rcvWnd);
    rcv.offered = seqAdd(rcv.nxt, this.#rcvOffer);
    rcv.lastAckSent = seqAdd(rcv.nxt, -this.#unacknowledged);
    rcv.scale = this.#rcvScale;
    rcv.mss = this.#rcvMss;
    rcv.window = this.#rcvWindow;
    rcv.segmentSize = this.#segmentSize;
    space.size = this.#bufferSize;
    space.share = this.#share;
    space.clamp = this.#clamp;
    space.threshold = this.#threshold;
  }
}

/** So many are remembered, for the next connections that come to rest. */
const REMEMBERED = 8;

/** The latest of one host: what a new record shares with others, or is the first to have. */
export class TimeWaitCommons {
  readonly #latest: TimeWaitCommon[] = [];
  #next = 0;

  of(tcb: Tcb): TimeWaitCommon {
    const latest = this.#latest;
    for (let i = 0; i < latest.length; i++) if (latest[i]!.isOf(tcb)) return latest[i]!;
    const common = new TimeWaitCommon(tcb);
    latest[this.#next] = common;
    this.#next = (this.#next + 1) % REMEMBERED;
    return common;
  }

  clear(): void {
    this.#latest.length = 0;
    this.#next = 0;
  }
}
