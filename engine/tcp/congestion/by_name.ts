import { type CongestionSettings, PLAIN_SETTINGS } from "./settings.ts";
import type { CongestionController } from "./controller.ts";
import { Cubic } from "./cubic.ts";
import { Ledbat } from "./ledbat.ts";
import { Reno } from "./reno.ts";

/** The algorithms by name. */
export const congestionNames = ["reno", "cubic", "ledbat"] as const;
export type CongestionName = (typeof congestionNames)[number];

/** A new controller for one connection, with what its system does differently. */
export function createController(
  name: CongestionName,
  settings: CongestionSettings = PLAIN_SETTINGS,
): CongestionController {
  switch (name) {
    case "reno":
      return new Reno(settings);
    case "cubic":
      return new Cubic(settings);
    case "ledbat":
      return new Ledbat(settings);
  }
}
