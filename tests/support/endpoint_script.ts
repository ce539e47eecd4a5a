import { Rng } from "../../engine/base/rng.ts";
import type { Nanos } from "../../engine/base/time.ts";
import {
  type Connection,
  Endpoint,
  type Listener,
  type ProfileName,
  profiles,
  State,
  withOverrides,
} from "../../engine/tcp/mod.ts";
import { formatIpv4, type Ipv4, parseIpv4, type Segment } from "../../engine/wire/mod.ts";
import { streamBytes } from "./byte_stream.ts";
import { matches, parsePattern, segmentOf, segmentText } from "./segment_text.ts";

interface Sent {
  from: string;
  to: string;
  seg: Segment;
}

/** A host's address and port as scripts write them: `10.0.0.1:80`. */
const place = (address: Ipv4, port: number) => `${formatIpv4(address)}:${port}`;

function split(text: string): [Ipv4, number] {
  const [address = "", port = ""] = text.split(":");
  return [parseIpv4(address), Number(port)];
}

/**
 * The TCP of a host, played by the engine, among hosts played by the script:
 * `peer("10.0.0.2:2000", "10.0.0.1:80", "SYN seq=5000")` arrives,
 * `expect("10.0.0.1:80", "10.0.0.2:2000", "SYN,ACK ack=5001")` leaves.
 */
export class EndpointScript {
  readonly endpoint: Endpoint;
  now: Nanos = 0;
  readonly #out: Sent[] = [];

  constructor(profile: ProfileName = "rfc9293", knobs: Readonly<Record<string, unknown>> = {}) {
    this.endpoint = new Endpoint(withOverrides(profiles[profile], knobs), new Rng(1));
  }

  listen(at: string, backlog = 10): Listener {
    const [address, port] = split(at);
    const listener = this.endpoint.listen(address, port, backlog);
    if (listener === null) throw new Error(`${at} is taken`);
    return listener;
  }

  connect(from: string, to: string): Connection {
    const [local, localPort] = split(from);
    const [remote, remotePort] = split(to);
    const options = this.endpoint.defaultOptions();
    const connection = this.endpoint.connect(
      local,
      localPort,
      remote,
      remotePort,
      options,
      this.now,
    );
    if (connection === null) throw new Error(`${from} to ${to} is taken`);
    this.pump(connection);
    return connection;
  }

  /** A segment arrives; returns the connection that took it. */
  peer(from: string, to: string, text: string): Connection | null {
    const [source, sourcePort] = split(from);
    const [destination, destinationPort] = split(to);
    const pattern = parsePattern(text, { own: 0, other: 0 });
    const seg = segmentOf(pattern, 65_535, (seq, length) => streamBytes(seq, length));
    seg.sourcePort = sourcePort;
    seg.destinationPort = destinationPort;
    const connection = this.endpoint.onSegment(seg, source, destination, this.now);
    if (connection !== null) this.pump(connection);
    const reply = this.endpoint.takeReply();
    if (reply !== null) this.#out.push({ from: to, to: from, seg: reply });
    return connection;
  }

  /** Sends what a connection has to send, and forgets it where it has ended. */
  pump(connection: Connection): void {
    const from = place(connection.localAddress, connection.localPort);
    const to = place(connection.remoteAddress, connection.remotePort);
    for (let seg = connection.pollSegment(this.now); seg !== null;) {
      this.#out.push({ from, to, seg });
      seg = connection.pollSegment(this.now);
    }
    const { state } = connection;
    if (state === State.Closed || state === State.Listen) this.endpoint.remove(connection);
  }

  /** The time goes on; timers fire on their way. */
  at(time: Nanos): void {
    while (true) {
      const due = this.endpoint.connections().filter((it) => it.nextDeadline() <= time);
      if (due.length === 0) break;
      this.now = Math.min(...due.map((it) => it.nextDeadline()));
      for (const connection of due) {
        if (connection.nextDeadline() > this.now) continue;
        connection.onDeadline(this.now);
        this.pump(connection);
      }
    }
    this.now = time;
  }

  /** The next segment that leaves goes from there to there and matches; returns it. */
  expect(from: string, to: string, text: string): Segment {
    const sent = this.#out.shift();
    const expected = `${from} > ${to} ${text}`;
    if (sent === undefined) throw new Error(`expected: ${expected}\nfound:    nothing`);
    const isIt = sent.from === from && sent.to === to &&
      sent.seg.sourcePort === split(from)[1] && sent.seg.destinationPort === split(to)[1] &&
      matches(sent.seg, parsePattern(text, { own: 0, other: 0 }));
    if (isIt) return sent.seg;
    const found = `${sent.from} > ${sent.to} ${segmentText(sent.seg)}`;
    throw new Error(`expected: ${expected}\nfound:    ${found}`);
  }

  expectNothing(): void {
    const sent = this.#out[0];
    if (sent === undefined) return;
    throw new Error(
      `expected: nothing\nfound:    ${sent.from} > ${sent.to} ${segmentText(sent.seg)}`,
    );
  }

  /** The handshake of a caller with a listener of this host. */
  call(from: string, to: string, seq = 5000, options = ""): Connection {
    const connection = this.peer(from, to, `SYN seq=${seq} mss=1000${options}`)!;
    const synAck = this.expect(to, from, `SYN,ACK ack=${(seq + 1) % 2 ** 32}`);
    this.peer(from, to, `ACK seq=${seq + 1} ack=${(synAck.seq + 1) >>> 0}${options}`);
    return connection;
  }
}
