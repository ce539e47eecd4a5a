import {
  EndReason,
  freebsdSysctls,
  linuxSysctls,
  State,
  withOverrides,
} from "../../engine/tcp/mod.ts";
import type { Socket } from "../../nodes/sockets/mod.ts";
import type { CommandEvent } from "../language/mod.ts";
import type { Lab } from "./lab.ts";
import { linuxSuiteDefaults } from "./linux_suite_defaults.ts";
import { sockstatLines } from "./processes_view.ts";
import { Failure, NotSupported } from "./verdict.ts";

/**
 * Does what a command of a script would do to the system under test. No shell
 * and no program is ever started: what is not known here is not supported.
 *
 * @throws {Failure} if the command would fail.
 * @throws {NotSupported} if it is not one of the few that are known.
 */
export function perform(event: CommandEvent, lab: Lab, held: readonly Socket[]): void {
  if (event.command.length > LONGEST) {
    const start = event.command.trim().slice(0, 40);
    throw new NotSupported(event.place, `commands as long as the one that begins "${start}"`);
  }
  const text = event.command.replace(/\\\r?\n/g, " ");
  for (const line of text.split(/\n|&&|;/)) {
    const command = line.replace(/(?:\s*\d?>\s*(?:&\d|\/dev\/null))+\s*$/, "").trim();
    if (command !== "") performOne(event, command, lab, held);
  }
}

function performOne(event: CommandEvent, command: string, lab: Lab, held: readonly Socket[]): void {
  const stages = command.split("|").map((stage) => stage.trim().split(/\s+/));
  const [first = []] = stages;
  const [name = ""] = first;
  if (name === "sockstat") return sockstat(event, stages, lab, held);
  if (stages.length > 1) throw new NotSupported(event.place, `the command "${command}"`);
  if (name === "sysctl") return sysctl(event, command.replace(/^\S+/, ""), lab);
  if (name === "tcpdrop" && first[1] === "-s") return dropState(event, first[2] ?? "", lab);
  if (/(^|\/)defaults\.sh$/.test(name) && first.length === 1) {
    for (const [key, value] of linuxSuiteDefaults) set(event, lab, key, value);
    return;
  }
  if (isRestore(first) || isOffload(first) || WITHOUT_EFFECT.has(command)) return;
  if (name === "ip" && first[1] === "route") return route(event, first.slice(2), lab);
  if (/(^|\/)set_sysctls\.py$/.test(name)) return setByPath(event, first.slice(1), lab);
  throw new NotSupported(event.place, `the command "${command}"`);
}

/** So long a command may be, in characters. */
const LONGEST = 4096;

/** What forgets what was learned of other hosts, which nothing here learns; the qdisc that is there. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  "ip tcp_metrics flush all",
  "ip tcp_metrics flush",
  "tc qdisc replace dev tun0 root pfifo",
  "true",
]);

/** What set_sysctls.py leaves behind to undo its settings: nothing outlives a script here. */
function isRestore(words: readonly string[]): boolean {
  return words.length === 1 && /^\/tmp\/sysctl_restore_[\w${}]+\.sh$/.test(words[0]!);
}

/** `ethtool -K tun0 tso off gso off`: segments are made one by one here anyhow. */
function isOffload(words: readonly string[]): boolean {
  return words[0] === "ethtool" && words[1] === "-K" &&
    words.slice(3).every((word) => /^(?:tso|gso|gro|lro|on|off)$/.test(word));
}

/** `ip route change default via ... initcwnd 3`: what a route says of the windows. */
function route(event: CommandEvent, words: readonly string[], lab: Lab): void {
  const isKnown = words[0] === "change" || words[0] === "replace";
  const changes: Record<string, number> = {};
  for (let i = 1; isKnown && i < words.length; i++) {
    const word = words[i]!;
    if (word === "initcwnd") changes["initialWindowSegments"] = Number(words[++i]);
    else if (word === "via" || word === "dev" || word === "src") i++;
    else if (!/^(?:default|[\d./]+)$/.test(word)) {
      throw new NotSupported(event.place, `the command "${event.command.trim()}"`);
    }
  }
  if (!isKnown) throw new NotSupported(event.place, `the command "${event.command.trim()}"`);
  change(event, lab, words.join(" "), changes);
}

/** `sysctl -w name=value`, also `-q`. */
function sysctl(event: CommandEvent, text: string, lab: Lab): void {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  const settings = words.map((word) => word.replace(/^(["'])(.*)\1$/, "$2"))
    .filter((word) => !word.startsWith("-"));
  if (settings.length === 0 || settings.some((it) => !it.includes("="))) {
    throw new NotSupported(event.place, `the command "${event.command.trim()}"`);
  }
  for (const setting of settings) {
    const [name = "", value = ""] = setting.split("=");
    set(event, lab, name, value.replace(/^(["'])(.*)\1$/, "$2"));
  }
}

/** `/proc/sys/net/ipv4/tcp_timestamps=0`. */
function setByPath(event: CommandEvent, words: readonly string[], lab: Lab): void {
  const text = words.join(" ");
  for (const match of text.matchAll(/\/proc\/sys\/([\w/]+)=("[^"]*"|\S+)/g)) {
    const name = match[1]!.replaceAll("/", ".");
    set(event, lab, name, match[2]!.replace(/^"(.*)"$/, "$1"));
  }
}

function set(event: CommandEvent, lab: Lab, name: string, value: string): void {
  const short = name.replace(/^net\.ipv4\./, "");
  const table = short === name ? freebsdSysctls : linuxSysctls;
  const known = Object.hasOwn(table, short) ? table[short] : undefined;
  const isPlain = /^[\w.\s-]*$/.test(value); // nothing that a shell would put something for
  const changes = known === undefined || !isPlain ? null : known(value);
  if (changes === null) throw new NotSupported(event.place, `the setting ${name}=${value}`);
  change(event, lab, `${name}=${value}`, changes);
}

/** Changes knobs of the host's profile, in place. */
function change(
  event: CommandEvent,
  lab: Lab,
  what: string,
  changes: Parameters<typeof withOverrides>[1],
): void {
  try {
    Object.assign(lab.profile, withOverrides(lab.profile, changes));
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    throw new Failure(event.place, `Cannot set ${what}: ${error.message}`);
  }
}

/** `sockstat ... | grep -c TIME_WAIT | grep 1`: how many are in a state. */
function sockstat(
  event: CommandEvent,
  stages: readonly (readonly string[])[],
  lab: Lab,
  held: readonly Socket[],
): void {
  let lines = sockstatLines(lab, held);
  const port = optionOf(stages[0]!, "-p");
  if (port !== "") lines = lines.filter((line) => line.includes(`:${port} `));
  for (const stage of stages.slice(1)) {
    const [name, ...rest] = stage;
    const pattern = rest.at(-1) ?? "";
    const flags = rest.slice(0, -1);
    const isKnown = name === "grep" && /^\w+$/.test(pattern) &&
      flags.every((flag) => flag === "-c" || flag === "-q");
    if (!isKnown) throw new NotSupported(event.place, `the command "${event.command.trim()}"`);
    lines = lines.filter((line) => line.includes(pattern));
    if (flags.includes("-c")) lines = [String(lines.length)];
  }
  if (lines.length > 0) return;
  const seen = sockstatLines(lab, held).map((line) => line.split(" ").slice(4).join(" ")).join(
    "; ",
  );
  throw new Failure(event.place, "the command must succeed", event.text, `sockstat has ${seen}`);
}

function optionOf(words: readonly string[], name: string): string {
  const at = words.indexOf(name);
  return at < 0 ? "" : words[at + 1] ?? "";
}

/** Forgets the connections in a state, as tcpdrop(8) does. */
function dropState(event: CommandEvent, state: string, lab: Lab): void {
  if (state !== "TIME_WAIT") throw new NotSupported(event.place, `tcpdrop -s ${state}`);
  const { now } = lab.host;
  for (const connection of lab.host.endpoint.connections()) {
    if (connection.state !== State.TimeWait) continue;
    connection.forget(now, EndReason.Aborted, "dropped by the administrator");
    lab.host.pump(connection, now);
  }
}
