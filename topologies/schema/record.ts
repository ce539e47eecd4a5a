import type { z } from "../../third_party/z.ts";
import { either, flag, key, listOf, name, strict } from "./forms.ts";

/** What is recorded beside what always is. */
export const recordSchema = strict("what is recorded", () => ({
  tcp: key(
    either("true, false, or a list of hosts", [flag(), listOf("hosts", name("a host"))]),
    "Whether connections tell of cwnd, ssthresh, pipe, srtt, rttvar, rto and the state of " +
      "congestion control, whenever one of them has changed: of all hosts, or of these.",
    true,
    ["client"],
  ).optional(),
}));

/** It as the file has it. */
export type RecordForm = z.output<typeof recordSchema>;
