import type { Profile } from "../../engine/tcp/mod.ts";
import { Bindings } from "./bindings.ts";
import { freebsdRules, linuxRules, rfc9293Rules } from "./posix.ts";
import { Socket } from "./socket.ts";
import type { SocketRules } from "./socket_rules.ts";
import { windowsRules } from "./winsock.ts";

/** The rules of the system that a profile describes; POSIX of the RFC's for one of another name. */
export function rulesOf(profile: Profile): SocketRules {
  switch (profile.name) {
    case "linux":
      return linuxRules;
    case "freebsd":
      return freebsdRules;
    case "windows":
      return windowsRules;
    default:
      return rfc9293Rules;
  }
}

/** What all sockets of one host share: its system's rules, bound ports, and names. */
export class HostSockets {
  declare readonly rules: SocketRules;
  declare readonly profile: Profile;
  readonly bindings: Bindings = new Bindings();
  readonly #used: Map<string, number> = new Map();

  constructor(profile: Profile) {
    this.profile = profile;
    this.rules = rulesOf(profile);
  }

  /** A new socket, by a name of its own: the second `conn` of a host is called `conn#2`. */
  create(name: string): Socket {
    return new Socket(this.rules, this.profile, this.uniqueName(name));
  }

  /** `name`, or `name#n` from its second use on. "" stays "". */
  uniqueName(name: string): string {
    if (name === "") return "";
    const uses = (this.#used.get(name) ?? 0) + 1;
    this.#used.set(name, uses);
    return uses === 1 ? name : `${name}#${uses}`;
  }

  /** The host has crashed: no port is bound any more. Names stay unique over the whole run. */
  forget(): void {
    this.bindings.clear();
  }
}
