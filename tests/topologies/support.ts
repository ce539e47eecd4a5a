import { strictEqual } from "node:assert/strict";
import {
  formatMistakes,
  type LoadOptions,
  loadTopology,
  type Topology,
} from "../../topologies/mod.ts";

/** Two hosts and a cable; tests put more lines after it. */
export const TWO_HOSTS = `title: Two hosts
hosts:
  client: { os: windows, address: 10.0.0.1/24 }
  server: { os: linux, address: 10.0.0.2/24 }
links:
  cable: { between: [client, server], latency: 20ms }
`;

/** A program on each of them; with TWO_HOSTS, what follows begins in line 17. */
export const PROGRAMS = `programs:
  server:
    web:
      - listen: { port: 80, as: door }
      - accept: { on: door, as: conn }
      - recv: { on: conn, until: eof }
      - close: conn
  client:
    browser:
      - connect: { to: "server:80", as: conn }
      - close: conn
`;

/** The topology of a text that has no mistakes. */
export function load(text: string, options?: LoadOptions): Topology {
  const loaded = loadTopology(text, "t.yaml", options);
  if (loaded.mistakes !== null) throw new Error(formatMistakes(loaded.mistakes));
  return loaded.topology;
}

/** The mistakes of a text, one on each line; "" where there are none. */
export function mistakesOf(text: string | Uint8Array, options?: LoadOptions): string {
  return formatMistakes(loadTopology(text, "t.yaml", options).mistakes ?? []);
}

/** Asserts that a text has just these mistakes. */
export function assertMistakes(text: string | Uint8Array, ...expected: string[]): void {
  strictEqual(mistakesOf(text), expected.join("\n"));
}

/** The same for lines that follow two hosts with programs, from line 18 on. */
export function assertMistakesAfter(rest: string, ...expected: string[]): void {
  assertMistakes(TWO_HOSTS + PROGRAMS + rest, ...expected);
}

/** A topology whose server runs the given steps, one on each line from line 10 on. */
export function withSteps(...steps: string[]): string {
  const lines = steps.map((step) => `      - ${step}\n`).join("");
  return `${TWO_HOSTS}programs:\n  server:\n    web:\n${lines}`;
}
