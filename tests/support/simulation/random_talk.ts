import type { Draw } from "./draw.ts";
import type { Form, StepForm } from "./form.ts";

/** On which socket a program talks, and the name that a thread of it may have. */
export interface Talk {
  readonly socket: string;
  readonly thread: string;
  /** The system; "" where none of its own options is to be used. */
  readonly os: string;
}

/** A few steps on a connection, in any order that programs might try. */
export function randomTalk(draw: Draw, talk: Talk): StepForm[] {
  const steps: StepForm[] = [];
  if (draw.chance(0.4)) steps.push(...randomOptions(draw, talk));
  if (draw.chance(0.4)) {
    steps.push({ thread: { as: talk.thread, steps: someSteps(draw, talk, draw.int(1, 4)) } });
  }
  steps.push(...someSteps(draw, talk, draw.int(1, 7)));
  if (draw.chance(0.05)) steps.push({ exit: draw.int(0, 1) });
  if (draw.chance(0.6)) steps.push({ close: talk.socket });
  return steps;
}

function someSteps(draw: Draw, talk: Talk, count: number): StepForm[] {
  return Array.from({ length: count }, () => oneStep(draw, talk));
}

function oneStep(draw: Draw, talk: Talk): StepForm {
  const on = talk.socket;
  switch (
    draw.weighted(
      [10, "send"],
      [3, "sends"],
      [6, "recv"],
      [3, "recvs"],
      [4, "eof"],
      [2, "exactly"],
      [5, "sleep"],
      [2, "until"],
      [3, "shutdown"],
      [1, "close"],
      [1, "poll"],
      [1, "option"],
      [1, "look"],
    )
  ) {
    case "send":
      return { send: { on, bytes: draw.size(draw.chance(0.2) ? 60_000 : 10_000) } };
    case "sends": {
      const steps = [{ send: { on, bytes: draw.size(1500) } }, ...pause(draw)];
      return { loop: { times: draw.int(1, 6), until: "error", steps } };
    }
    case "recv":
      return { recv: { on, max: draw.size(10_000) } };
    case "recvs": {
      const steps = [{ recv: { on, max: draw.size(2000) } }, ...pause(draw)];
      return { loop: { times: draw.int(1, 6), until: "error", steps } };
    }
    case "eof":
      return { recv: { on, until: "eof" } };
    case "exactly":
      return { recv: { on, bytes: draw.size(5000) } };
    case "sleep":
      return { sleep: draw.time(0, 800) };
    case "until":
      return { sleep: { until: `${draw.int(0, 10) * 100}ms` } };
    case "shutdown":
      return { shutdown: { on, how: draw.weighted([6, "send"], [2, "receive"], [2, "both"]) } };
    case "close":
      return { close: on };
    case "poll":
      return { poll: { on, for: [draw.pick(["in", "out"])], timeout: draw.time(0, 3000) } };
    case "option":
      return randomOptions(draw, talk)[0]!;
    default:
      return { getsockopt: { on, option: "SO_ERROR" } };
  }
}

function pause(draw: Draw): StepForm[] {
  return draw.chance(0.6) ? [{ sleep: draw.time(0, 300) }] : [];
}

function randomOptions(draw: Draw, talk: Talk): StepForm[] {
  const set = (option: string, value: Form[string]): StepForm => ({
    setsockopt: { on: talk.socket, option, value },
  });
  switch (
    draw.weighted(
      [3, "nodelay"],
      [3, "rcvbuf"],
      [3, "sndbuf"],
      [3, "linger"],
      [2, "keepalive"],
      [1, "timeout"],
      [1, "nonblocking"],
    )
  ) {
    case "nodelay":
      return [set("TCP_NODELAY", draw.chance(0.8))];
    case "rcvbuf":
      return [set("SO_RCVBUF", draw.int(100, 10_000))];
    case "sndbuf":
      return [set("SO_SNDBUF", draw.int(100, 10_000))];
    case "linger":
      return [set("SO_LINGER", { onoff: true, linger: draw.pick([0, 0, 1, 5]) })];
    case "keepalive":
      return [
        set("SO_KEEPALIVE", true),
        set("TCP_KEEPIDLE", `${draw.int(1, 10)}s`),
        set("TCP_KEEPINTVL", `${draw.int(1, 5)}s`),
        set("TCP_KEEPCNT", draw.int(1, 5)),
      ];
    case "timeout":
      if (talk.os === "windows") return [set("TCP_MAXRT", draw.int(1, 20))];
      if (talk.os !== "linux") return [set("TCP_NODELAY", true)];
      return [set("TCP_USER_TIMEOUT", draw.int(100, 20_000))];
    default:
      return [set("FIONBIO", true)];
  }
}
