import type { ExitStatus, Streams } from "../../cli/mod.ts";
import { main } from "../../cli/mod.ts";

/** Where the project is: where its tasks run. */
const PROJECT = new URL("../../", import.meta.url);

/** What a command did. */
export interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

/** A client that closes first, in a line for each host, link, program and expectation. */
export const TOPOLOGY = `title: Client closes first
hosts:
  client: { os: linux, address: 10.0.0.1/24 }
  server: { os: linux, address: 10.0.0.2/24 }
links:
  cable: { between: [client, server], latency: 20ms, rate: 20Mbps }
programs:
  server:
    web:
      - listen: { port: 80, as: door }
      - accept: { on: door, as: conn }
      - recv: { on: conn, until: eof }
      - close: conn
  client:
    app:
      - connect: { to: "server:80", as: conn }
      - send: { on: conn, bytes: 1000 }
      - close: conn
expect:
  - { connection: client.conn, stays: TIME-WAIT, for: 60s }
`;

/** An upload that takes longer than any test waits. */
export const LONG_TOPOLOGY = TOPOLOGY
  .replace("rate: 20Mbps", "rate: 1Gbps")
  .replace("bytes: 1000", "bytes: 1000GB");

/** Writes the built program, as a user does. */
export async function build(): Promise<void> {
  const args = ["task", "--quiet", "build"];
  const { code, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: PROJECT }).output();
  if (code !== 0) throw new Error(`deno task build ended with ${code}: ${decode(stderr)}`);
}

/** Runs the command line as the tasks do: in a process of its own, with the tasks' permissions. */
export async function spawnCli(
  args: readonly string[],
  stdin = "",
  module = "main.ts",
): Promise<Outcome> {
  const child = startCli(args, "piped", module);
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(stdin));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  return { status: code, stdout: decode(stdout), stderr: decode(stderr) };
}

/** The same, still running. */
export function startCli(
  args: readonly string[],
  stdin: "piped" | "null" = "null",
  module = "main.ts",
): Deno.ChildProcess {
  const flags = ["run", "--no-prompt", "--allow-read", "--allow-write", module];
  return new Deno.Command(Deno.execPath(), {
    args: [...flags, ...args],
    cwd: PROJECT,
    stdin,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** An output that keeps what is written to it, or fails as a system does. */
export class FakeOutput {
  text = "";
  readonly #failure: Error | null;
  readonly #isTerminal: boolean;

  constructor(failure: Error | null = null, isTerminal = false) {
    this.#failure = failure;
    this.#isTerminal = isTerminal;
  }

  write(bytes: Uint8Array): Promise<number> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const taken = bytes.subarray(0, 5000); // a part only, as a pipe may
    this.text += String.fromCharCode(...taken);
    return Promise.resolve(taken.length);
  }

  isTerminal(): boolean {
    return this.#isTerminal;
  }

  /** What was written, as UTF-8. */
  get decoded(): string {
    return decode(Uint8Array.from(this.text, (char) => char.charCodeAt(0)));
  }
}

/** Runs the command line in this process, where that shows the same. */
export async function callCli(
  args: readonly string[],
  stdin: string | Uint8Array = "",
  outputs: { stdout?: FakeOutput; stderr?: FakeOutput } = {},
): Promise<Outcome> {
  const { stdout = new FakeOutput(), stderr = new FakeOutput() } = outputs;
  const bytes = typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin;
  const streams: Streams = { stdin: { readable: ReadableStream.from([bytes]) }, stdout, stderr };
  const status: ExitStatus = await main(args, streams);
  return { status, stdout: stdout.decoded, stderr: stderr.decoded };
}

/** Does something with a folder of its own, which is taken away after it. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "cablepull-" });
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
