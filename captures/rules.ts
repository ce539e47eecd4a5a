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
    "a cable is pulled up to 2 ms after the command, once the last segment was seen on it",
  "sampled-states": "a state that was sampled is seen up to 10 ms late, or not at all if brief",
  "refused-connect": "a connect that fails at once shows in the kernel as SYN-SENT and CLOSED",
  "chosen-port": "a listener on a port that the kernel chose was not recorded",
  "slow-program": "a call returned up to 10 ms after what it waited for, as busy machines do",
  "no-rdhup": "poll reports POLLRDHUP, which programs here cannot ask for",
} as const;
export type RuleName = keyof typeof RULES;
