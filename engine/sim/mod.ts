/**
 * Virtual time: what is still to happen, and the clock. Knows no packets.
 *
 * @module
 */
export type { Actor } from "./actor.ts";
export { type Handle, NO_EVENT } from "./event_queue.ts";
export type { Lane } from "./lane.ts";
export { type RunLimits, Simulator, type StopReason } from "./simulator.ts";
