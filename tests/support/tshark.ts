/** Runs the real tshark, where it is installed. */

/** Why tests of tshark cannot run here, "" if they can. */
export const TSHARK_MISSING: string = missing();

function missing(): string {
  try {
    const { success } = new Deno.Command("tshark", { args: ["--version"], stderr: "null" })
      .outputSync();
    return success ? "" : "tshark does not start";
  } catch {
    return "tshark is not installed";
  }
}

/**
 * A test that needs tshark. Without it, the test is reported as ignored, and
 * its name says why.
 */
export function tsharkTest(name: string, test: () => Promise<void>): void {
  const ignore = TSHARK_MISSING !== "";
  Deno.test({ name: ignore ? `${name} (${TSHARK_MISSING})` : name, ignore, fn: test });
}

/** One packet as tshark shows it: the values of each field asked for, often none or one. */
export type TsharkRow = ReadonlyMap<string, readonly string[]>;

/** What stands between two values of one field: in no text that is read. */
const SEPARATOR = "\x1f";

/** Reads a capture and returns those fields of every packet. */
export async function tsharkFields(
  capture: readonly Uint8Array<ArrayBuffer>[],
  fields: readonly string[],
  preferences: readonly string[] = [],
): Promise<TsharkRow[]> {
  const args = ["-n", "-r", "-", "-T", "fields", "-E", `aggregator=${SEPARATOR}`];
  for (const preference of preferences) args.push("-o", preference);
  for (const field of fields) args.push("-e", field);
  const child = new Deno.Command("tshark", {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [{ code, stdout, stderr }] = await Promise.all([
    child.output(),
    ReadableStream.from(capture).pipeTo(child.stdin),
  ]);
  if (code !== 0) throw new Error(`tshark: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout).split("\n").slice(0, -1).map((line) => {
    const values = line.split("\t");
    return new Map(fields.map((field, i) => [field, valuesOf(values[i] ?? "")]));
  });
}

function valuesOf(text: string): string[] {
  return text === "" ? [] : text.split(SEPARATOR);
}
