/** Topologies as data, built and run: for who has them without the language, and its schemas. */
export { build } from "./build.ts";
export { Run } from "./run.ts";
export { StreamedRun } from "./streamed_run.ts";
export type { HostSpec, LinkSpec, ProgramSpec, Topology } from "./topology.ts";
