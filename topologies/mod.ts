/** The topology language: what a network is made of, read from YAML and checked. */
export { build } from "./build.ts";
export {
  type Loaded,
  type LoadOptions,
  loadTopology,
  readTopologyFile,
  TopologyFile,
} from "./load.ts";
export { formatMistakes, type Mistake } from "./mistakes.ts";
export { LONGEST_RUN } from "./course.ts";
export { Run, type RunResult } from "./run.ts";
export { VERSION } from "./run_info.ts";
export { StreamedRun } from "./streamed_run.ts";
export { topologyJsonSchema } from "./schema/topology.ts";
export type {
  HostSpec,
  LinkEnd,
  LinkSpec,
  NicSpec,
  ProgramSpec,
  RouteSpec,
  Topology,
} from "./topology.ts";
export { parseTime } from "./units.ts";
