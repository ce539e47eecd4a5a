import type { Mistake } from "./mistakes.ts";

/** What stands in a decoded text for bytes that are no UTF-8. */
const REPLACEMENT = "\ufffd";

/** The text of a file, or what is wrong with its bytes. */
export function decodeText(text: string | Uint8Array, file: string): string | Mistake {
  if (typeof text === "string") return text;
  const [first, second] = text;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    const message = "the topology must be UTF-8: it begins as UTF-16 does";
    return { file, line: 1, column: 1, message };
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(text);
  } catch {
    const lines = new TextDecoder().decode(text).split(REPLACEMENT, 1)[0]?.split("\n") ?? [];
    const column = (lines.at(-1)?.length ?? 0) + 1;
    const message = "the topology must be UTF-8: these bytes are not";
    return { file, line: lines.length, column, message };
  }
}
