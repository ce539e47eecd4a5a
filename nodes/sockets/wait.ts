import { type Nanos, NEVER } from "../../engine/base/time.ts";
import type { ErrorName } from "./errors.ts";
import type { Socket } from "./socket.ts";

/** What of a socket's readiness a thread waits for, as bits. */
export const Interest = {
  /** Data, the end of the stream, a connection to accept, or an error. */
  In: 1,
  /** Room in the send buffer, an end of connecting, or an error. */
  Out: 2,
  /** Everything sent is acknowledged, the FIN too (a close that lingers). */
  Drained: 4,
  /** Urgent data: its end is announced, or its last octet is here. */
  Urgent: 8,
  /** An error that ends nothing. */
  SoftError: 16,
} as const;

/** Who waits: told once, and never from inside a connection's own work. */
export interface Sleeper {
  /** It is time to go on. `error` ends the call that waits; "" lets it try again. */
  wake(error: ErrorName | ""): void;
}

/** A call that a thread is blocked in, and that can go on without the program around it. */
export interface BlockedCall {
  /**
   * Goes as far as it can. Whether it is over, so that the program is to be
   * resumed; else it has asked for another wait. Once it is over it stays so.
   */
  goOn(): boolean;
}

/**
 * What a thread waits for, and how the wait ended. Each thread has one, fills
 * it in and yields it; the fields combine: whichever comes first ends the wait.
 */
export class Wait {
  /** The socket whose readiness is waited for. */
  socket: Socket | null = null;
  /** Bits of {@linkcode Interest}. */
  interest = 0;
  /** The point in time at which the wait ends anyhow. */
  deadline: Nanos = NEVER;
  /** The thread of this process whose end is waited for, "" if none. */
  thread = "";
  /** The call that waits and is to be asked first when the wait is over; null where the program is to go on. */
  call: BlockedCall | null = null;
  /** Answer: the deadline came first. */
  timedOut = false;
  /** Answer: what ended the call from outside ("EINTR" after closesocket), "" if nothing. */
  error: ErrorName | "" = "";

  /** Waits until the socket may be ready, or the deadline. */
  forSocket(socket: Socket, interest: number, deadline: Nanos): this {
    this.socket = socket;
    this.interest = interest;
    return this.until(deadline);
  }

  /** As `forSocket`, in a call that knows how to go on. */
  forCall(call: BlockedCall, socket: Socket, interest: number, deadline: Nanos): this {
    this.forSocket(socket, interest, deadline);
    this.call = call;
    return this;
  }

  /** Waits until that point in time; NEVER: for ever. */
  until(deadline: Nanos): this {
    this.deadline = deadline;
    this.call = null;
    this.timedOut = false;
    this.error = "";
    return this;
  }

  /** Waits until the thread of that name has ended. */
  forThread(name: string): this {
    this.thread = name;
    return this.until(NEVER);
  }

  /** Forgets what was waited for; keeps the answer, and the call that it is for. */
  clear(): void {
    this.socket = null;
    this.interest = 0;
    this.thread = "";
    this.deadline = NEVER;
  }
}

/** A part of a program: yields what it waits for, and gives a `T` in the end. */
export type Program<T = void> = Generator<Wait, T, void>;
