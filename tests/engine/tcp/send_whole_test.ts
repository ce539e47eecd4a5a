import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Connection, ConnectionOptions, profiles, State } from "../../../engine/tcp/mod.ts";
import { Flag, Segment } from "../../../engine/wire/mod.ts";

const MIB = new Uint8Array(2 ** 20);

/** A connection of Windows in ESTABLISHED, to whom the peer offers 64,000 bytes. */
function established(): Connection {
  const connection = new Connection(profiles.windows, new ConnectionOptions(profiles.windows));
  connection.setAddresses(1, 1000, 2, 80);
  connection.openActive(5000, 0);
  connection.pollSegment(0);
  connection.onSegment(segment(Flag.Syn | Flag.Ack, 9000, 5001), 0);
  connection.pollSegment(0);
  strictEqual(connection.state, State.Established);
  return connection;
}

function segment(flags: number, seq: number, ack: number): Segment {
  const seg = new Segment();
  Object.assign(seg, { sourcePort: 80, destinationPort: 1000, flags, seq, ack, window: 64_000 });
  return seg;
}

Deno.test("Sends that are taken whole are taken up to 2^30 bytes, as the FIN must lie ahead [RFC 9293 3.4]", () => {
  const connection = established();
  const taken = Array.from({ length: 1026 }, () => connection.sendWhole(MIB, 0, MIB.length));
  deepStrictEqual(taken.slice(1022), [MIB.length, MIB.length, 0, 0]);
  strictEqual(connection.unacknowledged, 2 ** 30);
  connection.close(0);
  const first = connection.pollSegment(0)!;
  connection.onSegment(segment(Flag.Ack, 9001, 5001 + first.dataLength), 1);
  strictEqual(connection.state, State.FinWait1, "what was acknowledged is not the FIN");
  strictEqual(connection.isDrained, false);
});
