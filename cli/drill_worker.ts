/** One of the workers of `drill`. */
import { drillWork } from "./drill_jobs.ts";
import { serve } from "./pool_worker.ts";

serve(drillWork);
