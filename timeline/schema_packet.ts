import { z } from "../third_party/z.ts";

const byte = z.int().min(0).max(255);
const port = z.int().min(0).max(65535);
const hex = z.string().regex(/^([0-9a-f]{2})*$/);
const relative = z.uint32().nullable();

const ip = z.strictObject({
  source: z.ipv4(),
  destination: z.ipv4(),
  ttl: byte,
  id: port.describe("Identification"),
  tos: byte.describe("DSCP and ECN bits together"),
  dontFragment: z.boolean(),
  length: z.int().nonnegative().describe("Total length in bytes"),
});

const options = z.strictObject({
  mss: z.int().optional(),
  windowScale: z.int().optional(),
  sackPermitted: z.literal(true).optional(),
  sack: z.array(z.strictObject({
    left: z.uint32(),
    right: z.uint32(),
    relativeLeft: relative,
    relativeRight: relative,
  })).optional(),
  timestamps: z.strictObject({ value: z.uint32(), echo: z.uint32() }).optional(),
  userTimeout: z.int().optional().describe("Seconds"),
  others: z.array(z.strictObject({ kind: byte, data: hex })).optional(),
}).describe("Only the options that the segment carries");

const tcp = z.strictObject({
  sourcePort: port,
  destinationPort: port,
  seq: z.uint32().describe("As in the header"),
  ack: z.uint32().describe("As in the header; 0 where the ACK bit is off"),
  relativeSeq: relative.describe("Less the sender's initial one; null where that is not known"),
  relativeAck: relative.describe("Less the receiver's initial one; null too without the ACK bit"),
  flags: z.array(z.enum(["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"])),
  window: port.describe("As in the header, unscaled"),
  urgentPointer: port,
  dataLength: z.int().nonnegative().describe("Bytes of payload"),
  options,
});

const icmp = z.strictObject({
  type: byte,
  code: byte,
  rest: z.uint32().describe("The second 32-bit word of the header"),
  body: hex,
});

/** The fields of a record about a packet: exactly one of `tcp` and `icmp` is not null. */
export const packetFields = { ip, tcp: tcp.nullable(), icmp: icmp.nullable() };

/** The exported TCP part of a packet. */
export type TcpJson = z.infer<typeof tcp>;

/** The exported options of a segment. */
export type OptionsJson = z.infer<typeof options>;

/** The exported fields of a packet. */
export interface PacketJson {
  ip: z.infer<typeof ip>;
  tcp: TcpJson | null;
  icmp: z.infer<typeof icmp> | null;
}
