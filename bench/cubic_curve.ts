import { loadTopology, Run } from "../topologies/mod.ts";

/** A point of CUBIC's curve after a loss. */
export interface CurvePoint {
  /** Seconds since congestion avoidance began. */
  readonly time: number;
  /** The congestion window in segments: as recorded, and by the formula. */
  readonly window: number;
  readonly formula: number;
}

/** CUBIC's window after one loss, beside W_cubic (RFC 9438 4.2). */
export interface Curve {
  /** The window before the loss, in segments, and the seconds until it is reached again. */
  readonly wMax: number;
  readonly k: number;
  readonly points: readonly CurvePoint[];
}

/** RFC 9438 4.1. */
const C = 0.4;

const SMSS = 1448;

const FILE = "cubic";

/** One segment of an upload is lost once some 700 are in flight; nothing else limits it. */
const TOPOLOGY = `
title: ${FILE}
stop: 20s
record: { tcp: [client] }
hosts:
  client:
    os: linux
    address: 10.0.0.1/24
    tcp: { sendBuffer: 16MB, slowStartExit: loss }
  server: { os: linux, address: 10.0.0.2/24, tcp: { receiveBuffer: 16MB } }
links:
  cable: { between: [client, server], latency: 50ms, rate: 1Gbps, queue: { packets: 100000 } }
programs:
  server:
    sink: [{ listen: { port: 80, as: door } }, { accept: { on: door, as: conn } },
      { recv: { on: conn, until: eof } }]
  client:
    source: [{ connect: { to: "server:80", as: conn } }, { send: { on: conn, bytes: 1GB } }]
faults:
  - { drop: { on: cable, from: client, data: true, nth: 1000 } }
`;

/**
 * Runs the upload, and reads the windows from its records: the loss, the end
 * of recovery, and every window from then on up to twice K.
 */
export function cubicCurve(): Curve {
  const loaded = loadTopology(TOPOLOGY, FILE);
  if (loaded.mistakes !== null) throw new Error(loaded.mistakes.map((it) => it.message).join("\n"));
  const run = new Run(loaded.topology, loaded.source);
  run.advance();
  const { timeline } = run.finish();
  let wMax = 0;
  let first = 0;
  let begun = -1;
  let wasRecovery = false;
  const windows: { time: number; window: number }[] = [];
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind !== "tcp") continue;
    const { congestionState } = body;
    if (congestionState === "Recovery") wasRecovery = true;
    else if (!wasRecovery) wMax = body.cwnd / SMSS;
    else if (congestionState === "Open") {
      if (begun < 0) {
        begun = timeline.atOf(id);
        first = body.cwnd / SMSS;
      }
      windows.push({ time: (timeline.atOf(id) - begun) / 1e9, window: body.cwnd / SMSS });
    }
  }
  const k = Math.cbrt((wMax - first) / C);
  const points = windows.filter((it) => it.time <= 2 * k).map((it) => ({
    ...it,
    formula: C * (it.time - k) ** 3 + wMax,
  }));
  return { wMax, k, points };
}

/** A line for each half second. */
export function* cubicLines(): Generator<string> {
  const { wMax, k, points } = cubicCurve();
  yield `CUBIC after a loss at ${wMax.toFixed(0)} segments, K = ${k.toFixed(2)} s (RFC 9438 4.2)`;
  yield ["  seconds", "cwnd", "W_cubic", "ratio"].map((it) => it.padStart(12)).join("");
  let next = 0;
  for (const { time, window, formula } of points) {
    if (time < next) continue;
    next += 0.5;
    const cells = [time.toFixed(2), window.toFixed(1), formula.toFixed(1)];
    yield [...cells, (window / formula).toFixed(3)].map((it) => it.padStart(12)).join("");
  }
}
