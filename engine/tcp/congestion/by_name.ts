import type { CongestionController } from "./controller.ts";
import { Cubic } from "./cubic.ts";
import { Reno } from "./reno.ts";

/** The algorithms by name. */
export const congestionNames = ["reno", "cubic"] as const;
export type CongestionName = (typeof congestionNames)[number];

/** A new controller for one connection. */
export function createController(name: CongestionName): CongestionController {
  switch (name) {
    case "reno":
      return new Reno();
    case "cubic":
      return new Cubic();
  }
}
