import type { Nanos } from "../engine/base/time.ts";
import {
  DEFAULT_TIMES,
  type GuardTimes,
  type Notice,
  notice,
  noticeLines,
  questions,
  type System,
  SYSTEMS,
} from "../peer_death/mod.ts";
import type { Command } from "./commander.ts";
import { type Export, ExportFiles } from "./export_files.ts";
import { ExitStatus } from "./failure.ts";
import { parseOs, parseOutput, parseProbes, parseSeconds } from "./options.ts";
import { print, type Streams } from "./streams.ts";

/** What `peer-death` was asked for. */
export interface PeerDeathOptions {
  os?: readonly System[];
  keepidle?: Nanos;
  keepintvl?: Nanos;
  keepcnt?: number;
  userTimeout?: Nanos;
  json?: string;
}

/** Adds the command that tells how long it takes to notice a pulled cable. */
export function addPeerDeathCommand(
  program: Command,
  streams: Streams,
  onEnd: (status: ExitStatus) => void,
): void {
  program.command("peer-death")
    .description(
      "tell how long each side takes to notice a pulled cable; the exit status is 1 if one does " +
        "not as its rules say",
    )
    .option("--os <name>", "only this system: linux (repeatable)", parseOs(SYSTEMS))
    .option("--keepidle <time>", "TCP_KEEPIDLE; 10s if absent", parseSeconds("--keepidle"))
    .option("--keepintvl <time>", "TCP_KEEPINTVL; 5s if absent", parseSeconds("--keepintvl"))
    .option("--keepcnt <number>", "TCP_KEEPCNT; 3 if absent", parseProbes)
    .option(
      "--user-timeout <time>",
      "TCP_USER_TIMEOUT, TCP_MAXRT; 30s if absent",
      parseSeconds("--user-timeout"),
    )
    .option("--json <file>", "write the table as JSON; - for stdout", parseOutput("--json"))
    .action(async (options: PeerDeathOptions) => onEnd(await peerDeathCommand(options, streams)));
}

async function peerDeathCommand(options: PeerDeathOptions, streams: Streams): Promise<ExitStatus> {
  const times = timesOf(options);
  const notices = [...questions(options.os ?? SYSTEMS)].map((it) => notice(it, times));
  const fit = notices.filter((it) => it.holds).length;
  const status = fit === notices.length ? ExitStatus.Ok : ExitStatus.ExpectationFailed;
  const exports = new ExportFiles<readonly Notice[]>();
  await exports.writeAll(exportsOf(options), notices);
  const lines = [
    ...noticeLines(notices),
    "",
    `${fit} as the rules say, ${notices.length - fit} not`,
  ];
  await print(streams.stdout, exports.stdoutChunks(notices) ?? lines.map((line) => `${line}\n`));
  return status;
}

function exportsOf({ json }: PeerDeathOptions): Export<readonly Notice[]>[] {
  return json === undefined ? [] : [{ option: "--json", path: json, chunks: jsonText }];
}

function timesOf({ keepidle, keepintvl, keepcnt, userTimeout }: PeerDeathOptions): GuardTimes {
  return {
    idle: keepidle ?? DEFAULT_TIMES.idle,
    interval: keepintvl ?? DEFAULT_TIMES.interval,
    probes: keepcnt ?? DEFAULT_TIMES.probes,
    userTimeout: userTimeout ?? DEFAULT_TIMES.userTimeout,
  };
}

/** Times are nanoseconds; `after` null is never. */
function jsonText(notices: readonly Notice[]): string[] {
  const rows = notices.map(({ question, ...rest }) => ({ ...question, ...rest }));
  return [`${JSON.stringify({ format: "cablepull-peer-death", rows }, null, 2)}\n`];
}
