import type { Nanos } from "../engine/base/time.ts";
import type { Actor } from "../engine/sim/mod.ts";
import { EndReason } from "../engine/tcp/mod.ts";
import { parseIpv4 } from "../engine/wire/mod.ts";
import type { Network } from "../nodes/network.ts";
import type { Nic } from "../nodes/nic.ts";
import type { Capture, CapturedFault, Side } from "./capture.ts";
import { forge, victimOf } from "./forge.ts";
import type { FrameRules } from "./frame_rules.ts";
import { effectOf } from "./fault_effect.ts";
import type { MiddleBox } from "./middle_box.ts";
import { type SideProcesses, toNanos } from "./processes.ts";
import type { RejectingHost } from "./rejecting_host.ts";

const OTHER: Readonly<Record<Side, Side>> = { client: "server", server: "client" };

/** What faults happen to. */
export interface FaultTargets {
  readonly network: Network;
  readonly hosts: Readonly<Record<Side, RejectingHost>>;
  readonly nics: Readonly<Record<Side, Nic>>;
  readonly box: MiddleBox;
  readonly rules: FrameRules;
  readonly processes: Readonly<Record<Side, SideProcesses>>;
}

/** Lets the faults of a capture happen at their times. */
export class FaultPlayer implements Actor {
  /** Faults that cannot be played. */
  readonly unplayed: string[] = [];
  readonly #capture: Capture;
  readonly #targets: FaultTargets;

  constructor(capture: Capture, targets: FaultTargets, origin: Nanos) {
    this.#capture = capture;
    this.#targets = targets;
    for (const [index, fault] of capture.faults.entries()) {
      const at = origin + toNanos(effectOf(capture, fault));
      targets.network.sim.schedule(at, this, 0, index);
    }
  }

  onEvent(_kind: number, index: number, now: Nanos): void {
    const fault = this.#capture.faults[index];
    if (fault !== undefined && !this.#happen(fault, now)) {
      const { atMs, kind, side } = fault;
      this.unplayed.push(`${kind}${side === undefined ? "" : ` ${side}`} at ${atMs} ms`);
    }
  }

  /** Returns whether it could be played. */
  #happen(fault: CapturedFault, now: Nanos): boolean {
    const { box, rules, nics, hosts, processes } = this.#targets;
    const side = fault.side ?? "client";
    switch (fault.kind) {
      case "drop":
      case "delay":
        rules.add(fault);
        return true;
      case "black-hole":
        box.close(fault.direction ?? "both", fault.on === true);
        return true;
      case "cable":
        if (fault.plugged === true) box.cables[side].plug(now);
        else box.cables[side].pull(now);
        return true;
      case "nic":
        if (fault.enabled === true) nics[side].enable(now);
        else nics[side].disable(now);
        return true;
      case "nic-removed":
        nics[side].disable(now);
        hosts[side].interfaces.setAddressUp(nics[side], false);
        return true;
      case "address":
        return this.#changeAddress(fault, side);
      case "kill":
        processes[side].kill(now);
        return true;
      case "start-process":
        return true; // the process starts at its time by itself
      case "forget-connections":
        this.#forgetConnections(side, now);
        return true;
      case "reject":
        return hosts[side].reject(fault.port ?? 0, fault.icmp ?? "");
      case "neighbour-stale":
        box.losesRequests = true;
        hosts[side].neighbours.of(nics[side])?.makeStale(nics[OTHER[side]].address);
        return true;
      case "inject":
        return this.#inject(fault, now);
      default:
        return false;
    }
  }

  /**
   * An address that goes takes its network's route along, and brings it back.
   * Another one in its place means nothing to the connections that there are;
   * what would begin from it is not played.
   */
  #changeAddress(fault: CapturedFault, side: Side): boolean {
    const nic = this.#targets.nics[side];
    const { interfaces } = this.#targets.hosts[side];
    if (fault.present === true) {
      if (parseIpv4((fault.address ?? "").split("/")[0]!) !== nic.address) {
        return !this.#capture.calls.some((it) =>
          it.side === side && it.call === "socket" && it.atMs > fault.atMs
        );
      }
      interfaces.setAddressUp(nic, true);
      interfaces.restoreRoutes(nic);
      return true;
    }
    interfaces.setAddressUp(nic, false);
    interfaces.parkRoutes(nic);
    return true;
  }

  #forgetConnections(side: Side, now: Nanos): void {
    const host = this.#targets.hosts[side];
    for (const connection of host.endpoint.connections()) {
      connection.forget(now, EndReason.Aborted, "forgotten");
      host.pump(connection, now);
    }
  }

  #inject(fault: CapturedFault, now: Nanos): boolean {
    const victim = victimOf(fault);
    const packet = forge(this.#capture, fault, this.#targets.hosts[victim]);
    if (packet === null) return false;
    this.#targets.box.forge(packet, victim, now);
    return true;
  }
}
