import type { Capture } from "./capture.ts";

/** Whether the NICs of a capture cut up trains of segments: by its system, or by its title alone. */
export function hasOffloads({ system, title }: Capture): boolean {
  return (system.offloads ?? "off") !== "off" || /\bGSO\b/.test(title);
}
