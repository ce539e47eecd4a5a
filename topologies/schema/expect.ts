import { z } from "../../third_party/z.ts";
import { TIMER_NAMES } from "../../engine/tcp/mod.ts";
import {
  dotted,
  either,
  flag,
  key,
  listOf,
  mustBe,
  name,
  oneKey,
  strict,
  text,
  whole,
  word,
} from "./forms.ts";
import { flags } from "./flags.ts";
import { state } from "./states.ts";
import { time } from "./units.ts";

const hostName = name("the name of a host");

const connection = key(
  z.string({ error: mustBe("a host and its socket, as in client.conn") })
    .regex(/^[^\s.]+\.\S+$/, { error: mustBe("a host and its socket, as in client.conn") }),
  "A connection's end: its host and the name of its socket; `#2` is the second of that name.",
  "client.conn",
  "server.conn#2",
);

const call = key(
  dotted("a host, a process and a call, as in server.web.recv"),
  "A call: its host, process and name; or with the thread before its name.",
  "server.web.recv",
  "server.web.reader.recv",
);

const returns = key(
  either("a whole number, or the name of an error such as ECONNRESET", [
    z.int(),
    text("the name of an error such as ECONNRESET"),
  ]),
  "What it returns: a value, or the name of an error.",
  0,
  "ECONNRESET",
);

const segment = strict("a segment", () => ({
  flags: key(flags, "Flags that it has.", "FIN,ACK").optional(),
  without: key(flags, "Flags of which it has none.", "ACK").optional(),
  from: key(hostName, "The host whose address it comes from.", "server").optional(),
  to: key(hostName, "The host whose address it goes to.", "client").optional(),
  data: key(flag(), "Whether it carries data.", true).optional(),
  event: key(
    word(["sent", "received", "dropped"]),
    "What happened to it; sent if absent.",
    "dropped",
  ).optional(),
  note: key(text("a part of the note"), "A part of its note in the timeline.", "retransmission")
    .optional(),
}));

const patterns = {
  segment: key(segment, "A segment.", { flags: "RST", from: "server" }).optional(),
  state: key(
    strict("a change of state", () => ({
      connection: connection.optional(),
      enters: key(state, "The state that it enters.", "CLOSED").optional(),
    })),
    "A connection enters a state.",
    { connection: "client.conn", enters: "CLOSED" },
  ).optional(),
  call: key(
    strict("a call", () => ({ call: call.optional(), returns: returns.optional() })),
    "A call returns.",
    { call: "server.web.recv", returns: "ECONNRESET" },
  ).optional(),
  timer: key(
    strict("a timer", () => ({
      connection: connection.optional(),
      timer: key(word(TIMER_NAMES), "The timer.", ...TIMER_NAMES).optional(),
      event: key(
        word(["set", "fired", "cancelled"]),
        "What happens to it; fired if absent.",
        "fired",
      )
        .optional(),
    })),
    "A timer of a connection.",
    { connection: "client.conn", timer: "2 MSL", event: "fired" },
  ).optional(),
  process: key(
    strict("a change of a process", () => ({
      process: key(dotted("a host and its process, as in server.web"), "The process.", "server.web")
        .optional(),
      event: key(
        word(["started", "exited", "killed", "thread-started", "thread-ended", "signal"]),
        "What becomes of it.",
        "killed",
      ).optional(),
      note: key(text("a part of the note"), "A part of its note in the timeline.", "SIGPIPE")
        .optional(),
    })),
    "A process or thread starts, ends, or gets a signal.",
    { process: "server.web", event: "exited" },
  ).optional(),
};

const pattern = oneKey("a pattern", patterns);

/** What records are meant, as the file has it. */
export type PatternForm = z.output<typeof pattern>;

const eventually = strict("a pattern", () => ({
  ...patterns,
  within: key(time, "How soon it must happen: after the start, or after `after`.", "5s").optional(),
  after: key(pattern, "What it must follow.", { state: { connection: "client.conn" } }).optional(),
}));

const count = strict("a pattern", () => ({
  ...patterns,
  equals: key(whole(0), "Exactly so many.", 1).optional(),
  atLeast: key(whole(0), "At least so many.", 1).optional(),
  atMost: key(whole(0), "At most so many.", 10).optional(),
}));

/** One thing that must be true of the run. */
export const expectSchema = strict("an expectation", () => ({
  connection: connection.optional(),
  passes: key(
    listOf("states", state, 1),
    "With `connection`: states that it passes, in this order and with none between.",
    ["FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT"],
  ).optional(),
  stays: key(state, "With `connection` and `for`: a state that it stays in.", "TIME-WAIT")
    .optional(),
  for: key(time, "With `stays`: for how long, exactly.", "120s").optional(),
  tolerance: key(time, "With `stays`: how much more or less is right as well.", "1ms").optional(),
  end: key(state, "With `connection`: the state that it is in when the run ends.", "CLOSED")
    .optional(),
  call: call.optional(),
  returns: returns.optional(),
  nth: key(whole(1), "With `call`: which of its returns; any of them if absent.", 1).optional(),
  never: key(pattern, "What must not happen.", { segment: { flags: "RST" } }).optional(),
  eventually: key(eventually, "What must happen.", { segment: { flags: "RST" }, within: "5s" })
    .optional(),
  count: key(count, "How often something must happen.", { segment: { flags: "SYN" }, equals: 1 })
    .optional(),
}));

/** An expectation as the file has it, its units read. */
export type ExpectForm = z.output<typeof expectSchema>;
