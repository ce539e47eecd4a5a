import type { Connection } from "../../../engine/tcp/mod.ts";
import type { Network } from "../../../nodes/network.ts";

/** Lets every connection of a network that has not begun to run go the long way, check by check. */
export function forbidShortWays(network: Network): void {
  const forbid = ({ tcb }: Connection): void => {
    tcb.takesShortWays = false;
    tcb.scoreboard.takesShortWays = false;
  };
  for (const host of network.hosts.values()) {
    const { owner } = host.endpoint;
    host.endpoint.owner = {
      onCreated: (connection, now) => {
        forbid(connection);
        owner?.onCreated(connection, now);
      },
      onReplaced: (connection, now) => owner?.onReplaced(connection, now),
      onWoken: (connection) => {
        forbid(connection);
        owner?.onWoken(connection);
      },
    };
  }
}
