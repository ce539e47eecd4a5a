import { type Bulk, bulks } from "../bulk.ts";
import type { Churn } from "../churn.ts";

/** The same work here and in ns-3: exactly one of `bulk` and `churn` is there. */
export interface Match {
  readonly name: string;
  readonly bulk: Bulk | null;
  readonly churn: Churn | null;
  /** The program of ns-3, and its arguments. */
  readonly program: "bulk" | "churn";
  readonly args: readonly string[];
  /** What both sides must come to: payload that was read, and connections that closed. */
  readonly bytes: number;
  readonly closed: number;
  /** Why the ratio says less than it seems; "" where it is an honest one. */
  readonly remark: string;
}

function bulkMatch(name: string, bulk: Bulk, remark = ""): Match {
  const { flows, megabytes, rateBps, latency, loss, buffer } = bulk;
  return {
    name,
    bulk,
    churn: null,
    program: "bulk",
    args: [
      `--flows=${flows}`,
      `--bytes=${megabytes * 1e6}`,
      `--rate=${rateBps}bps`,
      `--delay=${latency}ns`,
      `--loss=${loss}`,
      `--buf=${buffer}`,
      ...(buffer < 65_536 ? ["--chunk=16384"] : []),
    ],
    bytes: flows * megabytes * 1e6,
    closed: flows,
    remark,
  };
}

function churnMatch(name: string, pairs: number, remark: string): Match {
  const churn = { connections: 20_000, pairs, perSecond: 1_000 };
  return {
    name,
    bulk: null,
    churn,
    program: "churn",
    args: [`--conns=${churn.connections}`, `--pairs=${pairs}`, `--rps=${churn.perSecond}`],
    bytes: churn.connections * 1_200,
    closed: churn.connections,
    remark,
  };
}

/** The work that is compared. */
export const matches: readonly Match[] = [
  bulkMatch("A", bulks.A, "ns-3 walks a list of what is out for each segment"),
  bulkMatch("B", bulks.B),
  bulkMatch("C", bulks.C),
  bulkMatch("D", bulks.D),
  churnMatch("churn-100", 100, ""),
  churnMatch("churn-1", 1, "ns-3 walks a list of endpoints for each segment"),
];
