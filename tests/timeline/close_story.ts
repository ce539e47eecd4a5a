import { tcpOptions } from "../../engine/wire/mod.ts";
import { type End, Story } from "./story.ts";

const CLIENT = "10.0.0.1:49152";
const SERVER = "10.0.0.2:80";

/** Two ends of a connection that are about to meet. */
export function meet(story: Story): { client: End; server: End } {
  const client = story.end("client.conn", CLIENT, SERVER, 1000, 5000);
  const server = story.end("server.peer", SERVER, CLIENT, 5000, 1000);
  server.state = "LISTEN";
  return { client, server };
}

/** The handshake, from 0 to 0.04 s. */
export function handshake(story: Story, client: End, server: End): void {
  const options = tcpOptions({ mss: 1460, windowScale: 7, sackPermitted: true });
  story.at(0);
  story.process("client.browser", "started");
  const call = story.call("client.browser.connect(conn)", { to: "server:80" });
  story.enter(client, "SYN-SENT", call);
  const syn = story.send(client, "SYN", { options }, call);
  story.at(0.02);
  const seen = story.arrive(server, syn);
  story.enter(server, "SYN-RECEIVED", seen);
  const answer = story.send(server, "SYN,ACK", { ack: 1, options }, seen);
  story.at(0.04);
  const up = story.arrive(client, answer);
  story.enter(client, "ESTABLISHED", up);
  const ack = story.send(client, "ACK", { seq: 1, ack: 1 }, up);
  story.returns("client.browser.connect(conn)", 0, up);
  story.call("client.browser.send(conn)", { bytes: 100 });
  const data = story.send(client, "PSH,ACK", { seq: 1, ack: 1, len: 100 });
  story.returns("client.browser.send(conn)", 100);
  story.at(0.06);
  story.enter(server, "ESTABLISHED", story.arrive(server, ack));
  story.returns("server.web.accept(door)", 4);
  const got = story.arrive(server, data);
  story.call("server.web.recv(peer)");
  story.returns("server.web.recv(peer)", 100, got);
  story.call("server.web.recv(peer)");
}

/** The client closes first: its FIN is lost once; its TIME-WAIT lasts exactly 120 s. */
export function close(story: Story, client: End, server: End): void {
  story.at(0.08);
  const call = story.call("client.browser.closesocket(conn)");
  story.enter(client, "FIN-WAIT-1", call);
  const lost = story.send(client, "FIN,ACK", { seq: 101, ack: 1 }, call);
  story.returns("client.browser.closesocket(conn)", 0, call);
  story.at(0.0805);
  story.lose(client, lost, "rule drop");
  story.at(0.38);
  const fired = story.timer("fired", client, "retransmission", 0.38);
  const fin = story.send(
    client,
    "FIN,ACK",
    { seq: 101, ack: 1, note: "retransmission: RTO" },
    fired,
  );
  story.at(0.4);
  const heard = story.arrive(server, fin);
  story.enter(server, "CLOSE-WAIT", heard);
  const ack = story.send(server, "ACK", { seq: 1, ack: 102 }, heard);
  story.returns("server.web.recv(peer)", 0, heard);
  const closing = story.call("server.web.close(peer)");
  story.enter(server, "LAST-ACK", closing);
  const last = story.send(server, "FIN,ACK", { seq: 1, ack: 102 }, closing);
  story.returns("server.web.close(peer)", 0, closing);
  story.at(0.42);
  story.enter(client, "FIN-WAIT-2", story.arrive(client, ack));
  const done = story.arrive(client, last);
  story.enter(client, "TIME-WAIT", done);
  story.timer("set", client, "2 MSL", 120.42, done);
  const end = story.send(client, "ACK", { seq: 102, ack: 2 }, done);
  story.at(0.44);
  story.enter(server, "CLOSED", story.arrive(server, end));
  story.at(120.42);
  story.enter(client, "CLOSED", story.timer("fired", client, "2 MSL", 120.42));
}
