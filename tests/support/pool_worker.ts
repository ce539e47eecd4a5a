/** A worker for tests of the pool. */
import { serve } from "../../cli/pool_worker.ts";
import { squares } from "./squares.ts";

serve(squares);
