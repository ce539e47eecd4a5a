import { layoutOf } from "./option_layout.ts";
import { OptionKind, type OtherOption, type TcpOptions } from "./tcp_options.ts";

/** The kind of experimental options (RFC 6994), and what Fast Open had as its own there. */
const EXPERIMENTAL = 254;
const FAST_OPEN_MAGIC = [0xf9, 0x89] as const;

/**
 * The options of a segment as packetdrill scripts write them, padding included:
 * "mss 1460", "sackOK", "TS val 100 ecr 0". `numberOf` turns the edges of SACK blocks
 * into the script's numbers.
 */
export function scriptOptions(
  options: TcpOptions,
  numberOf: (seq: number) => number = (seq) => seq >>> 0,
): string[] {
  const others = [...options.others ?? []];
  return layoutOf(options).map((kind) => {
    switch (kind) {
      case OptionKind.EndOfList:
        return "eol";
      case OptionKind.NoOperation:
        return "nop";
      case OptionKind.MaximumSegmentSize:
        return `mss ${options.mss}`;
      case OptionKind.WindowScale:
        return `wscale ${options.windowScale}`;
      case OptionKind.SackPermitted:
        return "sackOK";
      case OptionKind.Timestamps:
        return `TS val ${options.timestampValue >>> 0} ecr ${options.timestampEcho >>> 0}`;
      case OptionKind.Sack:
        return scriptSack([...options.sack ?? []].map(numberOf));
      default:
        return otherText(kind, others.shift());
    }
  });
}

/** "sack 1001:2001 3001:4001": pairs of edges. */
export function scriptSack(edges: readonly number[]): string {
  const blocks: string[] = [];
  for (let i = 0; i + 1 < edges.length; i += 2) {
    blocks.push(`${edges[i]! >>> 0}:${edges[i + 1]! >>> 0}`);
  }
  return `sack ${blocks.join(" ")}`;
}

function otherText(kind: number, other: OtherOption | undefined): string {
  const data = other?.data ?? new Uint8Array(0);
  if (kind === OptionKind.FastOpen) return `FO ${hex(data)}`.trim();
  const [first, second] = FAST_OPEN_MAGIC;
  if (kind === EXPERIMENTAL && data[0] === first && data[1] === second) {
    return `FOEXP ${hex(data.subarray(2))}`.trim();
  }
  return `kind ${kind} ${hex(data)}`.trim();
}

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
