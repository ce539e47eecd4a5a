import type { Mistakes } from "../mistakes.ts";
import type { Path } from "../places.ts";
import { listed } from "../show.ts";
import type { HostNames, Names } from "./names.ts";
import { systemName } from "./systems.ts";

/**
 * Looks up the names that a topology uses, and notes those that stand for
 * nothing. What a broken part would have defined counts as there.
 */
export class Resolver {
  readonly names: Names;
  readonly mistakes: Mistakes;

  constructor(names: Names, mistakes: Mistakes) {
    this.names = names;
    this.mistakes = mistakes;
  }

  /** Checks the name of a host. */
  host(name: string, path: Path): HostNames | null {
    const host = this.names.hosts.get(name);
    if (host !== undefined) return host;
    this.mistakes.unknownName(path, "host", name, [...this.names.hosts.keys()]);
    return null;
  }

  /** Checks the name of a link. */
  link(name: string, path: Path): void {
    if (this.names.links.has(name)) return;
    this.mistakes.unknownName(path, "link", name, [...this.names.links.keys()]);
  }

  /** Checks the name of a host or switch that a link joins; any will do for a broken link. */
  endOf(link: string, name: string, path: Path): void {
    const ends = this.names.links.get(link) ?? [];
    if (ends.length === 0 || ends.includes(name)) return;
    this.mistakes.unknownName(path, `end of ${link}`, name, ends);
  }

  /** Checks `client.eth0`, or `client` where that has one NIC. */
  nic(text: string, path: Path): { host: string; nic: string } | null {
    const [name = "", nic = "", ...rest] = text.split(".");
    const host = this.host(name, path);
    if (host === null || host.nics === null) return null;
    const [first = "", second] = host.nics;
    if (nic === "" && second === undefined) return { host: name, nic: first };
    const all = host.nics.map((nic) => `${name}.${nic}`);
    if (nic === "") {
      this.mistakes.atValue(path, `must say which NIC of ${name}: ${listed(all, "or")}`);
      return null;
    }
    if (host.nics.includes(nic) && rest.length === 0) return { host: name, nic };
    this.mistakes.unknownName(path, "NIC", text, all);
    return null;
  }

  /** Checks `server.web`. */
  process(text: string, path: Path): { host: string; process: string } | null {
    const [name = "", process = "", ...rest] = text.split(".");
    const host = this.host(name, path);
    if (host === null) return null;
    if (host.processes.has(process) && rest.length === 0) return { host: name, process };
    const all = [...host.processes.keys()].map((process) => `${name}.${process}`);
    this.mistakes.unknownName(path, "process", text, all);
    return null;
  }

  /** Checks `client.conn`, `client.conn#2`, or `server.[10.0.0.1:49152]`, which no program named. */
  connection(text: string, path: Path): void {
    const [, name = "", socket = ""] = /^([^.]+)\.(.+?)(?:#[1-9][0-9]*)?$/.exec(text) ?? [];
    const host = this.host(name, path);
    if (host === null || /^\[[0-9.]+:[0-9]+\]$/.test(socket)) return;
    const known = host.sockets;
    const broken = [...host.processes.values()].some((process) => process.broken);
    if (known.includes(socket) || broken) return;
    const all = known.map((socket) => `${name}.${socket}`);
    this.mistakes.unknownName(path, "connection", text, all);
  }

  /**
   * Checks `server.web.recv`, or with a thread `server.web.reader.recv`, and
   * gives it with the name that the host's system has for the call.
   */
  call(text: string, path: Path): string {
    const parts = text.split(".");
    const [name = "", process = ""] = parts;
    if (parts.length < 3 || parts.length > 4) {
      const rule = "must be a host, a process and a call, as in server.web.recv";
      this.mistakes.atValue(path, `${rule}: it is "${text}"`);
      return text;
    }
    const found = this.process(`${name}.${process}`, path);
    if (found === null) return text;
    const host = this.names.hosts.get(name);
    const processNames = host?.processes.get(process);
    if (host === undefined || processNames === undefined || processNames.broken) return text;
    const thread = parts.length === 4 ? parts[2] ?? "" : "main";
    const threads = ["main", ...processNames.threads];
    if (!threads.includes(thread) && !processNames.calls.has("accept")) {
      this.mistakes.unknownName(path, "thread", thread, threads);
      return text;
    }
    const call = systemName(parts.at(-1) ?? "", host.os);
    if (processNames.calls.has(call)) return [...parts.slice(0, -1), call].join(".");
    const calls = [...processNames.calls];
    const before = parts.slice(0, -1).join(".");
    this.mistakes.unknownName(path, "call", text, calls.map((call) => `${before}.${call}`));
    return text;
  }
}
