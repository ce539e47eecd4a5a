import { z } from "zod";
import { dotted, key, mustBe, strict, whole } from "./forms.ts";
import { part, rate, size, time } from "./units.ts";

const queue = strict("a queue", {
  packets: key(whole(0), "How many frames may wait.", 100).optional(),
  bytes: key(size, "How many bytes may wait.", "64kB").optional(),
});

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
  queue: key(
    queue,
    "How much may wait to be sent, in each direction, before what comes then is lost; " +
      "1000 packets if absent.",
    { packets: 100 },
    { bytes: "64kB" },
  ).optional(),
};

const direction = strict("a direction of a link", traits);

const end = dotted("a host, a switch, or a host and its NIC as in client.eth0");

/** A link: a cable between NICs of hosts and ports of switches. */
export const linkSchema = strict("a link", {
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
});

/** A link as the file has it, its units read. */
export type LinkForm = z.output<typeof linkSchema>;

/** What may differ between its directions. */
export type DirectionForm = z.output<typeof direction>;

function lengthOf(input: unknown): string {
  return Array.isArray(input) ? ` of ${input.length}` : "";
}
