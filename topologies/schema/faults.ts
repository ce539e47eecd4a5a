import { z } from "../../third_party/z.ts";
import { dotted, either, flag, key, name, strict, whole, word } from "./forms.ts";
import { flags } from "./flags.ts";
import { state } from "./states.ts";
import { someTime, time } from "./units.ts";

const hostName = name("the name of a host");
const nicName = dotted("a host with one NIC, or a host and its NIC as in client.eth0");
const link = name("the name of a link");

const match = {
  from: key(hostName, "The host that sent it; any if absent.", "server").optional(),
  flags: key(flags, "Flags that it must have.", "FIN", "SYN,ACK").optional(),
  without: key(flags, "Flags of which it must have none.", "ACK").optional(),
  data: key(flag(), "Whether it must carry data (true) or must not (false).", true).optional(),
  icmp: key(flag(), "Whether ICMP messages are meant in place of segments.", true).optional(),
  nth: key(whole(1), "Which of those that match: the first if absent.", 2).optional(),
};

const when = strict("a trigger", () => ({
  connection: key(
    dotted("a host and its socket, as in client.conn"),
    "With `enters`: a connection, by its host and the name of its socket.",
    "client.conn",
  ).optional(),
  enters: key(state, "The state that the connection comes into.", "FIN-WAIT-1").optional(),
  call: key(
    dotted("a host, a process and a call, as in server.web.accept"),
    "With `event`: a call, by host, process and name.",
    "server.web.accept",
  ).optional(),
  segment: key(
    strict("a segment", () => ({
      ...match,
      on: key(link, "The link; any if absent.", "cable").optional(),
    })),
    "A segment.",
    { from: "server", flags: "FIN", nth: 2 },
  ).optional(),
  event: key(
    word(["started", "returned", "sent", "received"]),
    "Of a call `started` or `returned` (if absent), of a segment `sent` (if absent) or `received`.",
    "returned",
  ).optional(),
  nth: key(whole(1), "With `connection` or `call`: which time; the first if absent.", 2).optional(),
}));

/** The trigger of a fault, as the file has it. */
export type WhenForm = z.output<typeof when>;

const rule = {
  on: key(link, "The link on which it happens.", "cable"),
  ...match,
  count: key(
    either(`a whole number from 1, or "all"`, [whole(1), word(["all"])]),
    "To how many that match, from the nth on; 1 if absent.",
    3,
    "all",
  ).optional(),
};

const someWay = either("the name of a link, or a map with on and from", [
  link,
  strict("a direction", () => ({
    on: key(link, "The link.", "cable"),
    from: key(
      name("the name of a host or switch"),
      "The end of the link whose frames are meant; both if absent.",
      "client",
    ).optional(),
  })),
]);

/** A link as a whole or one of its directions, as the file has it. */
export type WayForm = z.output<typeof someWay>;

const plainRule = strict("a rule", () => rule);
const rejectRule = strict("a rule", () => ({
  ...rule,
  on: key(hostName, "The host between sender and receiver that refuses it.", "gate"),
}));
const delayRule = strict("a rule", () => ({
  ...rule,
  by: key(someTime, "How much later it arrives.", "5ms"),
}));

/** A rule of a link, as the file has it. */
export type RuleForm = z.output<typeof plainRule> & { by?: number };

/** One fault: when (`at`, `every` or `when`) and what; or a rule of a link. */
export const faultSchema = strict("a fault", () => ({
  at: key(time, "When it happens.", "500ms").optional(),
  every: key(someTime, "How often it happens; first after one such time.", "10s").optional(),
  times: key(whole(1), "With `every`: how many times.", 3).optional(),
  when: key(when, "What it waits for.", { connection: "client.conn", enters: "FIN-WAIT-1" })
    .optional(),
  after: key(time, "With `when`: how long after.", "3ms").optional(),
  for: key(
    someTime,
    "With pull, partition, hold, disable, removeAddress, crash and pause: after how long it is undone.",
    "3s",
  ).optional(),
  restart: key(
    flag(),
    "With crash and boot: whether the host's programs start again when it boots.",
    true,
  ).optional(),
  pull: key(link, "Pulls a cable: what is on it is lost.", "cable").optional(),
  plug: key(link, "Plugs it in again.", "cable").optional(),
  partition: key(
    someWay,
    "A link loses what is sent on it without a word, both ways or one.",
    "cable",
    { on: "cable", from: "client" },
  ).optional(),
  heal: key(someWay, "It loses no more.", "cable").optional(),
  hold: key(
    someWay,
    "What arrives over a link is held until it is released, both ways or one.",
    "cable",
    { on: "cable", from: "client" },
  ).optional(),
  release: key(someWay, "What was held arrives, in its order.", "cable").optional(),
  removeAddress: key(
    nicName,
    "A host does not go by the NIC's address any more, which stays up.",
    "client.eth0",
  ).optional(),
  addAddress: key(nicName, "It goes by it again.", "client.eth0").optional(),
  disable: key(nicName, "Disables a NIC.", "client.eth0").optional(),
  enable: key(nicName, "Enables it again.", "client.eth0").optional(),
  kill: key(
    dotted("a host and its process, as in server.web"),
    "Kills a process: its system closes its sockets.",
    "server.web",
  ).optional(),
  crash: key(hostName, "A host loses everything at once and says nothing.", "server").optional(),
  boot: key(hostName, "Boots a host that crashed.", "server").optional(),
  pause: key(hostName, "Stops a host; time goes on.", "server").optional(),
  resume: key(hostName, "Lets it go on.", "server").optional(),
  drop: key(plainRule, "A link loses segments.", { on: "cable", from: "server", flags: "FIN" })
    .optional(),
  delay: key(delayRule, "A link delays segments.", { on: "cable", flags: "ACK", by: "5ms" })
    .optional(),
  reject: key(
    rejectRule,
    "A host that forwards answers segments with a RST, as if from their receiver.",
    { on: "gate", from: "client", data: true, nth: 2 },
  ).optional(),
  duplicate: key(plainRule, "A link delivers segments twice.", { on: "cable", data: true, nth: 3 })
    .optional(),
  mark: key(
    plainRule,
    "A link marks segments of ECN-capable packets with CE, as a queue does that runs full.",
    { on: "cable", data: true, nth: 3 },
  ).optional(),
  corrupt: key(plainRule, "A link flips a bit in segments.", { on: "cable", data: true, nth: 3 })
    .optional(),
}));

/** A fault as the file has it, its units read. */
export type FaultForm = z.output<typeof faultSchema>;
