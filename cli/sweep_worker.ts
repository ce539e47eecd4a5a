/** One of the workers of `sweep`. */
import { serve } from "./pool_worker.ts";
import { sweepWork } from "./sweep_run.ts";

serve(sweepWork);
