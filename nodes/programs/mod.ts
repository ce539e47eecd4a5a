/** Processes and their threads: what a host and a library may use of them. */
export { EndlessLoop } from "./endless_loop.ts";
export { Process, type ProcessOwner, type ProgramSpec } from "./process.ts";
export { Processes } from "./processes.ts";
export { programOf } from "./run_steps.ts";
export type { ProcessSpec, RecvAmount, Step } from "./step.ts";
export { Thread } from "./thread.ts";
