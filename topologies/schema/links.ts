import { z } from "../../third_party/z.ts";
import { dotted, flag, key, mustBe, strict, whole } from "./forms.ts";
import { part, rate, size, time } from "./units.ts";

const codel = strict("CoDel", () => ({
  target: key(time, "How long frames may always wait; 5ms if absent.", "5ms").optional(),
  interval: key(time, "For how long more than that is borne; 100ms if absent.", "100ms").optional(),
  ecn: key(flag(), "Whether ECN-capable packets are marked in place of being dropped.", true)
    .optional(),
}));

const red = strict("RED", () => ({
  min: key(size, "The average length from which on frames are dropped or marked.", "15kB"),
  max: key(size, "The average length from which on all are.", "45kB"),
  probability: key(part, "The part of the frames that are, just below max; 2% if absent.", "2%")
    .optional(),
  weight: key(
    whole(0, 20),
    "Each frame moves the average by 1 / 2^weight of the difference; 9 if absent.",
    9,
  ).optional(),
  ecn: key(flag(), "Whether ECN-capable packets are marked in place of being dropped.", true)
    .optional(),
}));

const queue = strict("a queue", () => ({
  codel: key(codel, "Frames are dropped once they wait too long for too long (RFC 8289).", {
    target: "5ms",
    ecn: true,
  }).optional(),
  red: key(red, "Frames are dropped by chance while many wait (random early detection).", {
    min: "15kB",
    max: "45kB",
  }).optional(),
  packets: key(whole(0), "How many frames may wait.", 100).optional(),
  bytes: key(size, "How many bytes may wait.", "64kB").optional(),
}));

/** What may differ between the two directions of a link. */
const traits = {
  latency: key(
    time,
    "From the last bit sent to the last bit received; 0s if absent.",
    "20ms",
    "500us",
  ).optional(),
  jitter: key(
    time,
    "By how much the latency of each frame varies, up and down, all values equally likely; " +
      "frames may overtake each other, as with netem.",
    "2ms",
  ).optional(),
  rate: key(rate, "How fast it sends; if absent, a frame takes no time to send.", "100Mbps")
    .optional(),
  loss: key(part, "The part of the frames that get lost.", "0.1%").optional(),
  duplicate: key(part, "The part of the frames that arrive twice.", "0.1%").optional(),
  corrupt: key(part, "The part of the frames in which one bit is flipped.", "0.01%").optional(),
  overhead: key(size, "Bytes that each frame takes beside its packet; 0 if absent.", "38B")
    .optional(),
  mtu: key(
    whole(68, 65_535),
    "The longest packet that it carries, in bytes; longer ones are lost without a word. NICs " +
      "that are plugged in and say nothing else have this MTU.",
    1400,
  ).optional(),
  queue: key(
    queue,
    "How much may wait to be sent, in each direction, before what comes then is lost; " +
      "1000 packets if absent.",
    { packets: 100 },
    { bytes: "64kB" },
  ).optional(),
};

const direction = strict("a direction of a link", () => traits);

const end = dotted("a host, a switch, or a host and its NIC as in client.eth0");

/** A link: a cable between NICs of hosts and ports of switches. */
export const linkSchema = strict("a link", () => ({
  between: key(
    z.tuple([end, end], {
      error: mustBe("a list of the two ends, such as [client, server]", lengthOf),
    }),
    "Its two ends: a host with one NIC, a host's NIC, or a switch.",
    ["client", "server"],
    ["router.eth1", "office"],
  ),
  ...traits,
  directions: key(
    z.record(dotted("one of the two ends"), direction, {
      error: mustBe("a map from an end of the link to what is different of what it sends"),
    }),
    "What is different of the traffic that one of the ends sends.",
    { client: { rate: "10Mbps" }, server: { rate: "100Mbps", latency: "5ms" } },
  ).optional(),
}));

/** A link as the file has it, its units read. */
export type LinkForm = z.output<typeof linkSchema>;

/** What may differ between its directions. */
export type DirectionForm = z.output<typeof direction>;

function lengthOf(input: unknown): string {
  return Array.isArray(input) ? ` of ${input.length}` : "";
}
