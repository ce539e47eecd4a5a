import { ms, type Nanos, seconds } from "../engine/base/time.ts";

/** When the action happens; the connection was made at 0. */
export const ACTION_AT: Nanos = seconds(1);

/** One way from host to host. */
export const LATENCY: Nanos = ms(10);

/** What is on its way when the action happens left so long before: less than one way. */
export const JUST_BEFORE: Nanos = ms(5);

/** When a side that waits for the other's end closes at the earliest. */
export const PEER_CLOSES_AT: Nanos = ACTION_AT + ms(500);

/** When a peer that left its window closed begins to read: after any linger time. */
export const PEER_READS_AT: Nanos = ACTION_AT + seconds(10);

/** When the local side begins to read, where it asks what calls return. */
export const LOCAL_READS_AT: Nanos = ACTION_AT + ms(100);

/** When either side sends, where it asks what calls return. */
export const SENDS_AT: readonly Nanos[] = [seconds(2), seconds(4), seconds(6)].map((it) =>
  ACTION_AT + it
);

/** When a run ends that something keeps alive: after keepalive's two hours and its probes. */
export const STOP: Nanos = seconds(10_000);

/** Beyond all runs. */
export const FOREVER: Nanos = seconds(20_000);
