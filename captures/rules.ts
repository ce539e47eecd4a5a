/**
 * Where a capture shows an artefact of how it was made, or more than its runs
 * agree on, a rule with a name lets it pass, and the report tells which did.
 */
export const RULES = {
  "varies": "segments are compared up to where the runs of the capture part",
  "acks-vary": "behind that, only segments that are more than ACKs, without times and ACK numbers",
  "spread": "a time is off by no more than the runs of the capture are among themselves",
  "totals-vary": "the bytes that a call moved are one of those that the runs had",
  "forgets-aloud": "a host that is to forget its connections sends resets, which all are lost",
  "late-pull":
    "a cable, NIC or address goes up to 2 ms after the command, once the last segment was seen there",
  "early-cut": "a black hole begins up to 2 ms early, before the first frame that it took",
  "wheel-phase":
    "a segment that ends a wait on a timer of the kernel's wheel is off by no more than one notch: " +
    "32 ms from 252 ms on, 256 ms from 2 s on, 2 s from 16 s on; where the wheel stood is not recorded",
  "slow-box":
    "a segment came late only as it was sent late, which is judged there, or as the middle box held it, " +
    "up to the link's delay, with what went the other way, by what both ends recorded",
  "gso-push":
    "where offloads are on, by the system's settings or the title, PSH on data is not compared: Linux sets it on each train of " +
    "segments that the NIC is to cut up (__tcp_transmit_skb), and trains are not modelled",
  "gso-memory":
    "and a send may return before it does here: the buffers that are to be cut up hold more for their memory",
  "title-link": "rate and queue of the link are those of the title, where it names a bottleneck",
  "sampled-states": "a state that was sampled is seen up to 10 ms late, or not at all if brief",
  "refused-connect": "a connect that fails at once shows in the kernel as SYN-SENT and CLOSED",
  "chosen-port": "a listener on a port that the kernel chose was not recorded",
  "slow-program": "a call returned up to 10 ms after what it waited for, as busy machines do",
  "no-rdhup": "poll reports POLLRDHUP, which programs here cannot ask for",
} as const;
export type RuleName = keyof typeof RULES;
