import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type Handle, NO_EVENT } from "../../engine/sim/mod.ts";
import { PacketPool, Segment, tcpPacket } from "../../engine/wire/mod.ts";
import { Frame, NO_PACKET } from "../../nodes/frame.ts";
import { InFlight, MANY } from "../../nodes/in_flight.ts";

/** What happens to a line: a frame is sent, in its turn or alone; or one arrives, or is held. */
type Step = "send" | "send a copy" | "send alone" | "arrive" | "hold" | "arrive alone";

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.constantFrom<Step>(
    "send",
    "send",
    "send a copy",
    "send alone",
    "arrive",
    "hold",
    "arrive alone",
  ),
  { maxLength: 300, size: "max" },
);

/** Fills a frame so that it can be told from others by its `from`. */
function fill(frame: Frame, number: number): Frame {
  frame.packet = tcpPacket(number, 2, new Segment());
  frame.from = number;
  return frame;
}

for (const isRecorded of [true, false]) {
  for (const before of [0, MANY - 20]) {
    const many = before === 0 ? "few" : "many";
    const how = isRecorded ? "recorded" : "not recorded";
    Deno.test(`${many} frames that are ${how} land in their turn or by their slots`, () => {
      fc.assert(
        fc.property(steps, (history) => agreesWithLists(history, before, isRecorded)),
        { numRuns: before === 0 ? 100 : 30 },
      );
    });
  }
}

function agreesWithLists(history: Step[], before: number, isRecorded: boolean): void {
  const flight = new InFlight(isRecorded ? null : new PacketPool());
  const inTurn: number[] = [];
  const alone = new Map<number, number>(); // the frame by its slot
  let sent = 0;
  const send = (): void => {
    flight.add(fill(flight.blank, ++sent));
    inTurn.push(sent);
  };
  for (let i = 0; i < before; i++) send();
  for (const step of history) {
    if (step === "send") send();
    else if (step === "send a copy") {
      flight.add(fill(new Frame(), ++sent));
      inTurn.push(sent);
    } else if (step === "send alone") {
      const slot = flight.addAlone(fill(flight.blank, ++sent));
      flight.expect(slot, sent + 0.5);
      ok(!alone.has(slot));
      alone.set(slot, sent);
    } else if (step === "arrive alone" && alone.size > 0) {
      const [slot, number] = [...alone][0]!;
      strictEqual(flight.frameOf(slot).from, number);
      strictEqual(flight.land(slot).from, number);
      flight.free(slot);
      alone.delete(slot);
    } else if (inTurn.length > 0 && step === "arrive") {
      const frame = flight.landNext();
      flight.add(fill(flight.blank, ++sent)); // what is sent meanwhile leaves it as it is
      inTurn.push(sent);
      strictEqual(frame.from, inTurn.shift());
      strictEqual(frame.packet.source, frame.from);
      flight.clear(frame);
      strictEqual(frame.packet, NO_PACKET);
    } else if (inTurn.length > 0 && step === "hold") {
      alone.set(flight.setAside(), inTurn.shift()!);
    }
    strictEqual(flight.count, inTurn.length + alone.size);
  }
  const events = flight.events();
  ok(events.every((event: Handle) => event !== NO_EVENT && event > 0));
  const all = flight.takeAll().map(({ from, packet }) => [from, packet.source]);
  const expected = [...inTurn, ...alone.values()].sort((a, b) => a - b);
  deepStrictEqual(all, expected.map((number) => [number, number]));
  strictEqual(flight.count, 0);
  deepStrictEqual(flight.events(), []);
}
