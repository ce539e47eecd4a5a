import { seqAdd, seqDiff } from "../../engine/tcp/mod.ts";
import type { Ipv4 } from "../../engine/wire/mod.ts";
import type { SequenceField } from "../language/mod.ts";

/** An initial sequence number, in the script and in truth. */
interface InitialNumber {
  readonly script: number;
  readonly live: number;
}

/**
 * The connection under test: its real addresses, ports and numbers, and what
 * stands for them in the script. SYNs have the script's initial number, all
 * other segments count from it as from 0.
 */
export class Flow {
  readonly localAddress: Ipv4;
  readonly remoteAddress: Ipv4;
  readonly localPort: number;
  readonly remotePort: number;
  #local: InitialNumber | null = null;
  #remote: InitialNumber | null = null;

  constructor(localAddress: Ipv4, localPort: number, remoteAddress: Ipv4, remotePort: number) {
    this.localAddress = localAddress;
    this.localPort = localPort;
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
  }

  /** A SYN of the host: its first one gives the local initial number. */
  learnLocal(script: number, live: number): void {
    this.#local ??= { script, live };
  }

  /** A SYN of the script: its first one gives the remote initial number, which is used as it is. */
  learnRemote(number: number): void {
    this.#remote ??= { script: number | 0, live: number | 0 };
  }

  /** A sequence number of the script as it goes to the host. */
  liveSeq(seq: SequenceField, isSyn: boolean): number {
    const start = (seq.start ?? 0) | 0;
    return seq.isAbsolute ? start : seqAdd(start, offsetOf(this.#remote, isSyn));
  }

  /** An acknowledgement number of the script as it goes to the host. */
  liveAck(ack: number, isSyn: boolean): number {
    return seqAdd(ack | 0, offsetOf(this.#local, isSyn));
  }

  /** A sequence number that the host sent, as the script has it (int32). */
  scriptSeq(seq: number, isSyn: boolean): number {
    return seqDiff(seq, offsetOf(this.#local, isSyn));
  }

  /** An acknowledgement number, or the edge of a SACK block, that the host sent. */
  scriptAck(ack: number, isSyn: boolean): number {
    return seqDiff(ack, offsetOf(this.#remote, isSyn));
  }
}

function offsetOf(isn: InitialNumber | null, isSyn: boolean): number {
  if (isn === null) return 0;
  return isSyn ? seqDiff(isn.live, isn.script) : isn.live;
}
