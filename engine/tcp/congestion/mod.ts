/** Congestion control: one interface, one file for each algorithm. */
export { AckSample } from "./ack_sample.ts";
export { type CongestionName, congestionNames, createController } from "./by_name.ts";
export type { CongestionController } from "./controller.ts";
export { INITIAL_SSTHRESH } from "./controller.ts";
export { initialWindow, type InitialWindowRule } from "./initial_window.ts";
export { type CongestionSettings, PLAIN_SETTINGS, type SlowStartExit } from "./settings.ts";
