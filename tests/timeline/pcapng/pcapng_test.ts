import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { pcapngChunks, type RunResult } from "../../../mod.ts";
import { BlockWriter } from "../../../timeline/pcapng/block_writer.ts";
import { capturedOf } from "../../support/captured.ts";
import { runScenario } from "../../support/scenarios.ts";
import { runText } from "../../support/run_text.ts";
import { LOSSY_TEXT } from "./lossy_text.ts";

/** The types of the blocks of a capture, whose two lengths must agree: draft 3.1. */
function blockTypes({ timeline, info }: RunResult, nics?: string[]): number[] {
  const chunks = [...pcapngChunks(timeline, info, nics === undefined ? {} : { nics })];
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let end = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, end);
    end += chunk.length;
  }
  const view = new DataView(bytes.buffer);
  const types: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = view.getUint32(at + 4, true);
    strictEqual(length % 4, 0);
    strictEqual(view.getUint32(at + length - 4, true), length);
    types.push(view.getUint32(at, true));
    at += length;
  }
  return types;
}

Deno.test("a capture is a section, its interfaces, then a block for each packet [draft-ietf-opsawg-pcapng 4]", () => {
  for (const run of [runText(LOSSY_TEXT), runScenario("faults/three-hosts.yaml")]) {
    const nics = run.info.hosts.reduce((sum, host) => sum + host.nics.length, 0);
    const types = blockTypes(run);
    deepStrictEqual(types.slice(0, nics + 1), [0x0a0d0d0a, ...Array(nics).fill(1)]);
    deepStrictEqual(types.slice(nics + 1), capturedOf(run).map(() => 6));
  }
});

Deno.test("a capture of one NIC has its packets only", () => {
  const run = runText(LOSSY_TEXT);
  const types = blockTypes(run, ["server.eth0"]);
  deepStrictEqual(types.slice(2), capturedOf(run, "server.eth0").map(() => 6));
});

Deno.test("a long capture comes in pieces of little more than 64 kB", () => {
  const { timeline, info } = runText(LOSSY_TEXT);
  const sizes = [...pcapngChunks(timeline, info)].map((chunk) => chunk.length);
  ok(sizes.length > 2);
  ok(Math.max(...sizes) < 70_000, `${Math.max(...sizes)}`);
});

Deno.test("a capture of a NIC that the run does not have is refused", () => {
  const { timeline, info } = runScenario("closing/refused.yaml");
  throws(() => [...pcapngChunks(timeline, info, { nics: ["client.eth7"] })], {
    name: "RangeError",
    message: 'Cannot write pcapng: a NIC must be one of the run: it is "client.eth7"',
  });
});

Deno.test("a block larger than the buffer is written whole", () => {
  const out = new BlockWriter();
  const long = "x".repeat(60_000);
  out.begin(7);
  for (let i = 0; i < 5; i++) out.textOption(1, long);
  out.end();
  const bytes = out.take();
  strictEqual(bytes.length, 8 + 5 * 60_004 + 4);
  strictEqual(new DataView(bytes.buffer).getUint32(4, true), bytes.length);
  strictEqual(out.take().length, 0);
});
