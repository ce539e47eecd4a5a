import { formatIpv4 } from "../../engine/wire/mod.ts";
import { connectionNames } from "../connection_names.ts";
import type { HostInfo, RunInfo } from "../run_info.ts";
import type { Timeline } from "../timeline.ts";
import type { Glyphs } from "./glyphs.ts";
import type { Layout } from "./layout.ts";
import { printable } from "./parts.ts";
import { Peers } from "./peers.ts";
import { paint, Style } from "./style.ts";
import { table } from "./table.ts";

/** So many connections are listed, unless all are asked for. */
const LISTED = 10;

/** The title and a blank line; nothing where there is none. */
export function titleLines(run: RunInfo, color: boolean): string[] {
  const title = printable(run.title);
  return title === "" ? [] : [color ? paint(title, Style.Strong) : title, ""];
}

/** The lines over the lanes: who takes part, and the connections. */
export function headLines(
  timeline: Timeline,
  run: RunInfo,
  glyphs: Glyphs,
  full: boolean,
): string[] {
  const connections = connectionLines(timeline, glyphs);
  const listed = full ? connections : connections.slice(0, LISTED);
  const rest = connections.length - listed.length;
  return [
    ...hostLines(run.hosts),
    ...(listed.length === 0 ? [] : ["", ...listed]),
    ...(rest === 0 ? [] : [`and ${rest} more connections`]),
    "",
  ];
}

function hostLines(hosts: readonly HostInfo[]): string[] {
  const rows = hosts.map((host) => [
    printable(host.name),
    host.os === "" ? "-" : host.os,
    host.nics.map((nic) => `${nic.name} ${nic.address}`.trim()).join(", "),
  ]);
  return table(rows);
}

/** One line for each connection, with both of its ends where both are known. */
function connectionLines(timeline: Timeline, glyphs: Glyphs): string[] {
  const names = connectionNames(timeline.connections);
  const peers = new Peers(timeline.connections);
  const rows: string[][] = [];
  timeline.connections.forEach((info, index) => {
    if (peers.isPaired(index)) return;
    const peer = peers.pair(index);
    const local = `${formatIpv4(info.localAddress)}:${info.localPort}`;
    const remote = `${formatIpv4(info.remoteAddress)}:${info.remotePort}`;
    rows.push([
      printable(names[index] ?? ""),
      local,
      glyphs.both,
      remote,
      printable(names[peer] ?? ""),
    ]);
  });
  return table(rows);
}

/** The lines with the names of the hosts over their lanes. */
export function laneHeads(
  hosts: readonly HostInfo[],
  layout: Layout,
  color: boolean,
): string[] {
  const names = hosts.map((host) => printable(host.name));
  const time = "seconds".padStart(layout.timeEnd + 1).slice(-layout.timeEnd - 1);
  let line = time;
  names.forEach((name, lane) => {
    const x = layout.lanes[lane] ?? 0;
    const end = layout.notesAt < 0 ? layout.width : (layout.lanes[lane + 1] ?? x + 12) - 1;
    const room = Math.max(end - line.length - 1, 1);
    const shown = layout.notesAt < 0 ? name : name.slice(0, room);
    const wanted = lane === 0 || layout.notesAt >= 0
      ? x
      : Math.min(x - Math.floor(name.length / 2), layout.width - name.length);
    line = line.padEnd(Math.max(wanted, line.length + 1)) + shown;
  });
  return [color ? paint(line, Style.Strong) : line];
}
