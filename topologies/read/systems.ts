import { profileByName } from "../../engine/tcp/mod.ts";
import { rulesOf, type SocketRules } from "../../nodes/sockets/mod.ts";

/** The rules of a host's sockets, or null where the host could not be read. */
function rulesOfSystem(os: string): SocketRules | null {
  return os === "" ? null : rulesOf(profileByName(os));
}

/**
 * The name that a system has for the call of a step: `close` is `closesocket`
 * on Windows.
 */
export function systemName(call: string, os: string): string {
  const names = rulesOfSystem(os)?.names;
  if (names === undefined) return call;
  if (call === "close") return names.close;
  if (call === "poll") return names.poll;
  if (call === "ioctl") return names.ioctl;
  if (call === INFO) return names.info;
  return call === NONBLOCKING ? names.nonblocking : call;
}

/** Stands for the call that makes a socket non-blocking. */
export const NONBLOCKING = "fcntl";

/** The call that reports on a connection, which has another name on Windows. */
export const INFO = "TCP_INFO";

/** The errors that calls of that system may give, by name; "" gives all systems'. */
export function errorNames(os: string): string[] {
  const systems = os === "" ? ["linux", "windows"] : [os];
  const names = systems.flatMap((system) =>
    Object.values(rulesOfSystem(system)?.errors ?? {}).map((error) => error.name)
  );
  return [...new Set(names)];
}
