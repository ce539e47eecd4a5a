import { strictEqual } from "node:assert/strict";
import { ms, type Nanos, NEVER, seconds } from "../../engine/base/time.ts";
import { type Packet, parseFlags, parseIpv4, Segment, tcpPacket } from "../../engine/wire/mod.ts";
import { Firewall } from "../../nodes/firewall.ts";

const CLIENT = parseIpv4("10.0.0.1");
const SERVER = parseIpv4("10.1.0.1");

function packet(from: "client" | "server", flags: string, port = 40_000): Packet {
  const segment = new Segment();
  segment.flags = parseFlags(flags);
  const isClient = from === "client";
  segment.sourcePort = isClient ? port : 80;
  segment.destinationPort = isClient ? 80 : port;
  return isClient ? tcpPacket(CLIENT, SERVER, segment) : tcpPacket(SERVER, CLIENT, segment);
}

/** A firewall that has seen a handshake, the last of it at 0 s. */
function opened(idle: Nanos): Firewall {
  const firewall = new Firewall({ idle, unknown: "drop" });
  strictEqual(firewall.refusal(packet("client", "SYN"), 0), "");
  strictEqual(firewall.refusal(packet("server", "SYN,ACK"), 0), "");
  strictEqual(firewall.refusal(packet("client", "ACK"), 0), "");
  return firewall;
}

Deno.test("A connection passes both ways, as long as it is never silent for longer than idle", () => {
  const firewall = opened(seconds(10));
  strictEqual(firewall.refusal(packet("server", "ACK"), seconds(10)), "");
  strictEqual(firewall.refusal(packet("client", "ACK"), seconds(20)), "");
  strictEqual(
    firewall.refusal(packet("client", "ACK"), seconds(30) + 1),
    "forgotten, last seen 10.000000001s ago",
  );
});

Deno.test("What was refused is no sign of life; a new SYN is", () => {
  const firewall = opened(seconds(10));
  for (const at of [11, 12, 13]) {
    const why = firewall.refusal(packet("server", "PSH,ACK"), seconds(at));
    strictEqual(why, `forgotten, last seen ${at}s ago`);
  }
  strictEqual(firewall.refusal(packet("client", "SYN"), seconds(14)), "");
  strictEqual(firewall.refusal(packet("server", "SYN,ACK"), seconds(14)), "");
});

Deno.test("Only a SYN without an ACK makes a connection known, and each is known by its ports", () => {
  const firewall = opened(NEVER);
  for (const flags of ["ACK", "SYN,ACK", "FIN,ACK", "RST"]) {
    strictEqual(firewall.refusal(packet("client", flags, 40_001), 0), "never seen");
  }
  strictEqual(firewall.refusal(packet("client", "ACK"), seconds(1e6)), "");
});

Deno.test("A reset connection is remembered for 10 s, a closed one for 120 s [Linux: nf_conntrack_tcp_timeout_close, _time_wait]", () => {
  const reset = opened(NEVER);
  reset.refusal(packet("server", "RST"), 0);
  strictEqual(reset.refusal(packet("client", "ACK"), seconds(10)), "");
  const closed = opened(NEVER);
  closed.refusal(packet("server", "FIN,ACK"), 0);
  strictEqual(closed.refusal(packet("client", "ACK"), seconds(5000)), ""); // half-closed
  closed.refusal(packet("client", "FIN,ACK"), seconds(5000));
  strictEqual(closed.refusal(packet("server", "ACK"), seconds(5120)), "");
  strictEqual(
    closed.refusal(packet("client", "FIN,ACK"), seconds(5240) + ms(1)),
    "forgotten, last seen 120.001s ago",
  );
});

Deno.test("A firewall that was restarted knows nothing", () => {
  const firewall = opened(NEVER);
  firewall.forgetAll();
  strictEqual(firewall.refusal(packet("client", "ACK"), 1), "never seen");
});
