import { Rng } from "../../engine/base/rng.ts";
import type { Nanos } from "../../engine/base/time.ts";
import { Simulator } from "../../engine/sim/mod.ts";
import type { Profile } from "../../engine/tcp/mod.ts";
import { type Packet, parseIpv4, parsePrefix } from "../../engine/wire/mod.ts";
import { Cable, symmetric } from "../../nodes/cable.ts";
import type { CableEnd } from "../../nodes/cable_end.ts";
import { Frame } from "../../nodes/frame.ts";
import { Host } from "../../nodes/host.ts";
import type { Line } from "../../nodes/line.ts";
import { Network } from "../../nodes/network.ts";
import { NIC_DEFAULTS } from "../../nodes/nic.ts";
import { HostSockets } from "../../nodes/sockets/mod.ts";
import type { Settings } from "./settings.ts";

/** The router that stands for all the rest of the network. */
const GATEWAY = "192.168.255.254";

/** A profile of which a script may change knobs while it runs, as sysctl does. */
export type OpenProfile = { -readonly [N in keyof Profile]: Profile[N] };

/** A host under test at one end of a cable, and at the other nobody: what a script says is sent. */
export class Lab {
  readonly network: Network = new Network(new Simulator(), new Rng(1), null);
  readonly profile: OpenProfile;
  readonly host: Host;
  readonly sockets: HostSockets;
  readonly #plug: Plug;

  /** `onPacket` is told of everything that the host sends. */
  constructor(profile: Profile, settings: Settings, onPacket: PacketSink) {
    this.profile = { ...profile };
    this.host = new Host(this.network, { name: "host", profile: this.profile, forward: false });
    this.sockets = new HostSockets(this.profile);
    const nic = this.host.addNic({
      ...NIC_DEFAULTS,
      name: "tun0",
      address: settings.localAddress,
      prefixLength: 16,
      mtu: settings.mtu,
    });
    this.host.addRoute(parsePrefix("0.0.0.0/0"), parseIpv4(GATEWAY));
    this.#plug = new Plug(onPacket);
    new Cable(this.network, "tun", nic, this.#plug, symmetric({}));
  }

  /** Hands a packet to the host; it takes it at once, when the simulator goes on. */
  inject(packet: Packet): void {
    this.#plug.send(packet, this.network.sim.now);
  }
}

/** Told of a packet that the host sends, at that time. */
export type PacketSink = (packet: Packet, now: Nanos) => void;

/** The open end of the cable. */
class Plug implements CableEnd {
  readonly host = "script";
  readonly name = "tun0";
  link = "";
  readonly #onPacket: PacketSink;
  #line: Line | null = null;

  constructor(onPacket: PacketSink) {
    this.#onPacket = onPacket;
  }

  attach(cable: Cable): void {
    this.link = cable.name;
    this.#line = cable.lineFrom(this);
  }

  receive(frame: Frame, now: Nanos): void {
    this.#onPacket(frame.packet, now);
  }

  onCarrier(_up: boolean, _now: Nanos): void {}

  /** A tun interface has no neighbours to look for: whoever a packet is for is there. */
  whoHas(): Nanos {
    return 0;
  }

  send(packet: Packet, now: Nanos): void {
    const frame = new Frame();
    frame.packet = packet;
    frame.from = packet.source;
    frame.to = packet.destination;
    this.#line?.enter(frame, now);
  }
}
