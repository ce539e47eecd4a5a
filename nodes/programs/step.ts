import type { Nanos } from "../../engine/base/time.ts";
import type { IoctlRequest, OptionValue, PollEvent } from "../sockets/mod.ts";

/**
 * A program: the steps of a process's first thread, as plain data. Names of
 * sockets and threads belong to the process; numbers are bytes and nanoseconds.
 */
export interface ProcessSpec {
  name: string;
  /** When the process starts. */
  startAt: Nanos;
  /** What SIGPIPE does (POSIX): most servers and scripting languages ignore it. */
  sigpipe: "ignore" | "kill";
  steps: readonly Step[];
}

/** How much a `recv` step takes. */
export type RecvAmount =
  /** One call that takes at most so many bytes. */
  | { kind: "once"; max: number }
  /** As MSG_WAITALL: until so many bytes are there, or the stream ends. */
  | { kind: "exactly"; bytes: number }
  /** Call again until the end of the stream or an error. */
  | { kind: "eof" };

/** One step. `on` and `as` name sockets; a step on a name that is not there is refused by `check`. */
export type Step =
  | { do: "socket"; as: string }
  | { do: "bind"; on: string; address: string; port: number }
  /** On an existing socket `on`, or a new one `as`, which it also binds to `address` and `port`. */
  | { do: "listen"; on: string; as: string; address: string; port: number; backlog: number }
  | { do: "accept"; on: string; as: string }
  /** To host and port; on an existing socket `on`, or a new one `as`; `from` 0 takes an ephemeral port. */
  | {
    do: "connect";
    on: string;
    as: string;
    host: string;
    port: number;
    from: number;
    nonblocking: boolean;
  }
  /** `text` as UTF-8, or, where it is "", `bytes` of the stream's pattern. */
  | { do: "send"; on: string; bytes: number; text: string }
  /** As send, urgent (MSG_OOB). */
  | { do: "send-oob"; on: string; bytes: number; text: string }
  /** As send, with more to follow at once (MSG_MORE). */
  | { do: "send-more"; on: string; bytes: number; text: string }
  | { do: "recv"; on: string; amount: RecvAmount }
  /** An overlapped receive (Windows); a thread by the name `as` waits for its completion. */
  | { do: "recv-overlapped"; on: string; as: string; max: number }
  /** The last octet of urgent data (MSG_OOB). */
  | { do: "recv-oob"; on: string }
  | { do: "ioctl"; on: string; request: IoctlRequest }
  | { do: "shutdown"; on: string; how: "receive" | "send" | "both" }
  | { do: "close"; on: string }
  | { do: "setsockopt"; on: string; option: string; value: OptionValue }
  | { do: "getsockopt"; on: string; option: string }
  /** Waits until the socket is readable, writable, in error or has urgent data, as poll and select do. */
  | { do: "poll"; on: string; events: readonly PollEvent[]; timeout: Nanos }
  | { do: "sleep"; time: Nanos }
  /** Sleeps until that point of virtual time, or not at all where it is past. */
  | { do: "sleep-until"; at: Nanos }
  | { do: "thread"; as: string; steps: readonly Step[] }
  | { do: "join"; thread: string }
  /** `times` Infinity: for ever. Ends early where a call within fails, if `untilError`. */
  | { do: "loop"; times: number; untilError: boolean; steps: readonly Step[] }
  /** Accepts for ever; each accepted socket, by the name `as`, gets its own thread that runs `steps`. */
  | { do: "serve"; on: string; as: string; steps: readonly Step[] }
  | { do: "exit"; code: number };
