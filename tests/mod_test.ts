import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import {
  type CallRecord,
  connectionNames,
  formatMistakes,
  loadTopology,
  profileByName,
  Run,
  why,
  withOverrides,
} from "../mod.ts";

const SCRIPT = new URL("support/library_script.ts", import.meta.url).href;

/** Runs the script of a library's user without any permission. */
async function runScript(env: Record<string, string>): Promise<Record<string, unknown>> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-remote", "--cached-only", SCRIPT],
    cwd: new URL("..", import.meta.url),
    env,
  });
  const { code, stdout, stderr } = await command.output();
  strictEqual(new TextDecoder().decode(stderr), "");
  strictEqual(code, 0);
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("the library runs a topology without any permission, and no variable changes it", async () => {
  const plain = await runScript({});
  deepStrictEqual(plain["granted"], []);
  strictEqual(plain["mistakes"], 1);
  match(String(plain["digest"]), /^sha256:/);
  strictEqual(plain["json"], plain["digest"]);
  ok(Number(plain["lines"]) > 20);
  const variables = { LOG_TOKENS: "1", LOG_STREAM: "1", TZ: "Asia/Tokyo", LANG: "tr_TR.UTF-8" };
  deepStrictEqual(await runScript(variables), plain);
});

/** Two hosts with a cable; their programs are the library's user's. */
const HOSTS = `title: Programs in TypeScript
hosts:
  client: { os: linux, address: 10.0.0.1/24 }
  server: { os: linux, address: 10.0.0.2/24 }
links:
  cable: { between: [client, server], latency: 10ms }
`;

Deno.test("a generator runs on a host of a topology, and its records tell why a call failed", () => {
  const loaded = loadTopology(HOSTS, "hosts.yaml");
  if (loaded.mistakes !== null) throw new SyntaxError(formatMistakes(loaded.mistakes));
  const run = new Run(loaded.topology, loaded.source);
  run.network.hosts.get("client")?.processes.run({
    name: "app",
    sigpipe: "ignore",
    *main(os) {
      const conn = yield* os.socket("conn");
      const { error, code } = yield* os.connect(conn, "server", 80);
      deepStrictEqual([error, code], ["ECONNREFUSED", 111]);
      yield* os.exit(3);
    },
  });
  strictEqual(run.advance(), true);
  const { timeline } = run.finish();
  deepStrictEqual(connectionNames(timeline.connections), ["client.conn"]);
  const ids = Array.from({ length: timeline.size }, (_, i) => i + 1);
  const refused = ids.find((id) => {
    const body = timeline.bodyOf(id);
    return body.kind === "call" && body.result?.error === "ECONNREFUSED";
  }) ?? 0;
  strictEqual((timeline.bodyOf(refused) as CallRecord).call, "connect");
  const flags = why(timeline, refused).map((id) => {
    const body = timeline.bodyOf(id);
    return body.kind === "segment" ? body.event : body.kind;
  });
  ok(flags.includes("received"), flags.join(" "));
});

Deno.test("what a program throws comes out of the run", () => {
  const loaded = loadTopology(HOSTS, "hosts.yaml");
  if (loaded.mistakes !== null) throw new SyntaxError(formatMistakes(loaded.mistakes));
  const run = new Run(loaded.topology, loaded.source);
  run.network.hosts.get("client")?.processes.run({
    name: "app",
    sigpipe: "ignore",
    *main(os) {
      yield* os.sleep(5);
      throw new RangeError("mine");
    },
  });
  let message = "";
  try {
    run.advance();
  } catch (error) {
    message = String(error);
  }
  strictEqual(message, "RangeError: mine");
});

Deno.test("a profile with other values leaves the system's own as it is", () => {
  const linux = profileByName("linux");
  strictEqual(withOverrides(linux, { synRetries: 1 }).synRetries, 1);
  strictEqual(profileByName("linux").synRetries, linux.synRetries);
});
