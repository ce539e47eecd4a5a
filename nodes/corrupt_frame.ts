import type { Rng } from "../engine/base/rng.ts";
import { corruptPacket, DecodeError } from "../engine/wire/mod.ts";
import type { Frame } from "./frame.ts";

/**
 * Flips one bit of a frame's packet, any with equal chance.
 *
 * A frame that its receiver will find broken keeps its packet, so that records
 * can say what it was; else it becomes what its bytes now say.
 */
export function corruptFrame(frame: Frame, rng: Rng): void {
  frame.corrupted = true;
  if (frame.flaw !== "") return;
  const result = corruptPacket(frame.packet, [rng.below(frame.packet.length * 8)]);
  if (result instanceof DecodeError) frame.flaw = result.reason;
  else frame.packet = result;
}
