/** What a link does to what it carries, told the time: rate, queues and impairments. */
export { CoDel, type CoDelSettings } from "./codel.ts";
export { DropTail } from "./drop_tail.ts";
export { Impairments, type ImpairmentSettings, NO_IMPAIRMENTS } from "./impairments.ts";
export { Admission, type Queue } from "./queue.ts";
export { checkRate, serialisationTime } from "./rate.ts";
export { Red, type RedSettings } from "./red.ts";
export { Transmitter } from "./transmitter.ts";
