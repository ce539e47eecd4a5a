import { Ecn } from "../wire/mod.ts";

/** What one connection knows of ECN (RFC 3168). */
export class EcnState {
  /** Both sides use it. */
  isOn = false;
  /** Our latest SYN has asked for it. */
  hasAsked = false;
  /** The ECN field for the packet of the segment polled last. */
  codepoint: Ecn = Ecn.NotEct;
  /** Receiver: data met congestion, and all that is sent says ECE until the peer says CWR. */
  echoes = false;
  /** Sender: the ACK that is being looked at says ECE. */
  isTold = false;
  /** Sender: the next new data says CWR. */
  cwrDue = false;
  /** Sender: the window shrank for ECE, and what was out then is not all acknowledged. */
  isReducing = false;
  /** SND.NXT at that time. */
  end = 0;
  /** Sender: the window is one segment and cannot shrink: nothing new before the timer fires. */
  isHeld = false;
}
