import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { BlockWriter } from "../../../timeline/pcapng/block_writer.ts";

/** Writes one option into a writer that has room for nothing at first, and reads it again. */
function optionOf(text: string): { code: number; value: string; rest: Uint8Array } {
  const out = new BlockWriter(1);
  out.textOption(7, text);
  const bytes = out.take();
  const view = new DataView(bytes.buffer);
  const end = 4 + view.getUint16(2, true);
  const value = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(4, end));
  strictEqual(bytes.length, (end + 3) & ~3, "options are padded to four bytes");
  return { code: view.getUint16(0, true), value, rest: bytes.subarray(end) };
}

Deno.test("a text stands in its option as UTF-8, with zeros up to a multiple of four", () => {
  deepStrictEqual(optionOf("ab"), { code: 7, value: "ab", rest: new Uint8Array(2) });
  deepStrictEqual(optionOf("\u2192 x"), { code: 7, value: "\u2192 x", rest: new Uint8Array(3) });
  deepStrictEqual(optionOf("abcd"), { code: 7, value: "abcd", rest: new Uint8Array(0) });
});

Deno.test("a text that is longer than an option may be is cut between two letters", () => {
  const { value } = optionOf("\u00e4".repeat(40_000));
  strictEqual(value, "\u00e4".repeat(32_767), "65,534 of 65,535 bytes");
});

Deno.test("no option is written of an empty text", () => {
  const out = new BlockWriter();
  out.textOption(7, "");
  strictEqual(out.length, 0);
});
