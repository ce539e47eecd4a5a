import fc from "fast-check";
import {
  type Ipv4,
  layoutOf,
  MAX_OPTIONS_LENGTH,
  NO_OPTIONS,
  optionsLength,
  type Packet,
  Segment,
  TcpOptions,
  tcpPacket,
} from "../../../engine/wire/mod.ts";

const uint16 = fc.integer({ min: 0, max: 0xffff });
const int32 = fc.integer({ min: -0x80000000, max: 0x7fffffff });
const uint8 = fc.integer({ min: 0, max: 255 });

export const addresses: fc.Arbitrary<Ipv4> = fc.integer({ min: 0, max: 0xffffffff });

const others = fc.array(
  fc.record({
    kind: fc.constantFrom(6, 9, 19, 30, 34, 69, 253, 254, 255),
    data: fc.uint8Array({ maxLength: 12 }),
  }, { noNullPrototype: true }),
  { minLength: 1, maxLength: 3 },
);

/** Options in no particular layout; absent ones are as likely as present ones. */
const unlaid = fc.record({
  mss: fc.oneof(fc.constant(0), uint16),
  windowScale: fc.oneof(fc.constant(-1), uint8),
  sackPermitted: fc.boolean(),
  sack: fc.option(
    fc.integer({ min: 1, max: 4 }).chain((n) =>
      fc.array(int32, { minLength: 2 * n, maxLength: 2 * n })
    ),
  ),
  hasTimestamps: fc.boolean(),
  timestampValue: int32,
  timestampEcho: int32,
  userTimeout: fc.oneof(
    fc.constant(-1),
    fc.integer({ min: 0, max: 0x7fff }),
    fc.integer({ min: 547, max: 0x7fff }).map((count) => count * 60),
  ),
  others: fc.option(others),
}).map(({ sack, ...fields }) => {
  const options = Object.assign(new TcpOptions(), fields);
  options.sack = sack === null ? null : Int32Array.from(sack);
  if (!fields.hasTimestamps) options.timestampValue = options.timestampEcho = 0;
  return options;
}).filter((options) => optionsLength(options) <= MAX_OPTIONS_LENGTH);

/** Options in a random order of kinds, with random no-operations, so at any alignment. */
const laid = fc.tuple(unlaid, fc.array(uint8, { minLength: 64, maxLength: 64 }))
  .map(([options, draws]) => {
    const draw = (below: number) => (draws.pop() ?? 0) % below;
    const kinds = layoutOf(options).filter((kind) => kind > 1);
    const others = (options.others ?? []).map((other) => other.kind);
    const known = kinds.slice(0, kinds.length - others.length);
    const layout: number[] = [];
    // Other options keep their order among themselves; known ones go anywhere.
    while (known.length + others.length > 0) {
      const isKnown = others.length === 0 || (known.length > 0 && draw(2) === 0);
      const next = isKnown ? known.splice(draw(known.length), 1) : others.splice(0, 1);
      for (const kind of next) layout.push(...Array(draw(3)).fill(1), kind);
    }
    return padded(options, layout, draw(2));
  }).filter((options) => optionsLength(options) <= MAX_OPTIONS_LENGTH);

/** Options of that layout, with so many zeros or ones behind as the length has room for. */
function padded(options: TcpOptions, layout: readonly number[], padding: number): TcpOptions {
  const next = Object.assign(new TcpOptions(), options, { layout: [...layout, padding] });
  const now = Object.assign(new TcpOptions(), options, { layout });
  if (layout.length === 0 || optionsLength(next) > optionsLength(now)) return now;
  return padded(options, next.layout, padding);
}

/** Whether nothing is in them: such options decode to the shared ones. */
function isEmpty(options: TcpOptions): boolean {
  return optionsLength(options) === 0;
}

/** Random options whose layout is written out in full, as decoding gives it. */
export const laidOptions: fc.Arbitrary<TcpOptions> = laid.map((o) => isEmpty(o) ? NO_OPTIONS : o);

/** Random options with the layout left to the encoder. */
export const plainOptions: fc.Arbitrary<TcpOptions> = unlaid;

/** Random segments whose payload is a view into a larger array. */
export const segments: fc.Arbitrary<Segment> = fc.record({
  sourcePort: uint16,
  destinationPort: uint16,
  seq: int32,
  ack: int32,
  flags: uint8,
  window: uint16,
  urgentPointer: uint16,
  options: laidOptions,
  data: fc.uint8Array({ maxLength: 64 }),
  dataStart: uint8,
}).map(({ dataStart, ...fields }) => {
  const seg = Object.assign(new Segment(), fields);
  seg.dataStart = Math.min(dataStart, seg.data.length);
  seg.dataLength = seg.data.length - seg.dataStart;
  return seg;
});

/** Random packets around random segments. */
export const packets: fc.Arbitrary<Packet> = fc.record({
  source: addresses,
  destination: addresses,
  segment: segments,
  ttl: uint8,
  tos: uint8,
  id: uint16,
  dontFragment: fc.boolean(),
}).map((f) => {
  const packet = tcpPacket(f.source, f.destination, f.segment, f.ttl, f.tos, f.id);
  packet.dontFragment = f.dontFragment;
  return packet;
});

/** All of a segment, its payload as numbers: two that look the same are the same on the wire. */
export function contents(seg: Segment): object {
  const { data, dataStart, dataLength, ...header } = seg;
  return { ...header, payload: [...data.subarray(dataStart, dataStart + dataLength)] };
}
