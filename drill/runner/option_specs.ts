import {
  OptionKind,
  type OtherOption,
  scriptSack,
  type TcpOptions,
  tcpOptions,
} from "../../engine/wire/mod.ts";
import type { OptionSpec } from "../language/mod.ts";

/** The kind of experimental options (RFC 6994), and what Fast Open had as its own there. */
const EXPERIMENTAL = 254;
const FAST_OPEN_MAGIC = [0xf9, 0x89] as const;

const KINDS: Readonly<Record<OptionSpec["kind"], number>> = {
  eol: OptionKind.EndOfList,
  nop: OptionKind.NoOperation,
  mss: OptionKind.MaximumSegmentSize,
  wscale: OptionKind.WindowScale,
  sackOK: OptionKind.SackPermitted,
  sack: OptionKind.Sack,
  TS: OptionKind.Timestamps,
  FO: OptionKind.FastOpen,
  FOEXP: EXPERIMENTAL,
};

/**
 * The options of a segment that a script writes; numbers must be real ones.
 *
 * @throws {RangeError} if they cannot stand in a header.
 */
export function liveOptions(specs: readonly OptionSpec[]): TcpOptions {
  const fields: Parameters<typeof tcpOptions>[0] = { layout: specs.map((it) => KINDS[it.kind]) };
  const others: OtherOption[] = [];
  for (const spec of specs) {
    switch (spec.kind) {
      case "mss":
        fields.mss = spec.value;
        break;
      case "wscale":
        fields.windowScale = spec.value;
        break;
      case "sackOK":
        fields.sackPermitted = true;
        break;
      case "TS":
        fields.timestamps = { value: spec.value | 0, echo: spec.echo | 0 };
        break;
      case "sack":
        fields.sack = spec.blocks.flat();
        break;
      case "FO":
        others.push({ kind: OptionKind.FastOpen, data: spec.cookie });
        break;
      case "FOEXP":
        others.push({
          kind: EXPERIMENTAL,
          data: Uint8Array.of(...FAST_OPEN_MAGIC, ...spec.cookie),
        });
    }
  }
  return tcpOptions(others.length === 0 ? fields : { ...fields, others });
}

/** An option as a script writes it. */
export function specText(spec: OptionSpec): string {
  switch (spec.kind) {
    case "mss":
    case "wscale":
      return `${spec.kind} ${spec.value}`;
    case "TS":
      return `TS val ${spec.value} ecr ${spec.echo}`;
    case "sack":
      return scriptSack(spec.blocks.flat());
    case "FO":
    case "FOEXP":
      return `${spec.kind} ${hex(spec.cookie)}`.trim();
    default:
      return spec.kind;
  }
}

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
