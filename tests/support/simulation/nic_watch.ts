import { BROADCAST } from "../../../engine/wire/mod.ts";
import type { Host } from "../../../nodes/host.ts";
import { Nic } from "../../../nodes/nic.ts";
import { must } from "./broken.ts";

/** Counts the frames that arrive at one NIC: its host gets them, or they are dropped. */
export class NicWatch {
  readonly #nic: Nic;
  readonly #host: Host;
  #arrived = 0;
  #refused = 0;
  /** What was held for a paused host is handed up, and does not arrive once more. */
  #isOpening = false;

  constructor(host: Host, nic: Nic) {
    this.#host = host;
    this.#nic = nic;
    nic.receive = (frame, now) => {
      const isMeant = frame.to === nic.address || frame.to === BROADCAST;
      if (isMeant && !this.#isOpening) this.#arrived++;
      Nic.prototype.receive.call(nic, frame, now);
    };
    nic.setIntake = (intake, now) => {
      this.#isOpening = true;
      Nic.prototype.setIntake.call(nic, intake, now);
      this.#isOpening = false;
    };
    const { send } = nic; // which may be watched already
    nic.send = (packet, nextHop, connection, note, now) => {
      const { dropped } = nic;
      const id = send.call(nic, packet, nextHop, connection, note, now);
      this.#refused += nic.dropped - dropped;
      return id;
    };
  }

  check(): void {
    const { received, dropped, enabled } = this.#nic;
    const held = this.#arrived - received - (dropped - this.#refused);
    must(
      held === 0 || (held > 0 && this.#host.isPaused && enabled),
      "frames that arrive are received or dropped",
      () => `${this.#nic.host}.${this.#nic.name}: ${held} are neither`,
    );
  }
}
