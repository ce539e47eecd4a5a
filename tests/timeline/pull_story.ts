import { handshake, meet } from "./close_story.ts";
import { Story } from "./story.ts";

/**
 * An upload whose cable is pulled: 30 segments arrive, two are lost with the
 * cable, their retransmissions too; the server crashed meanwhile and answers
 * the first segment after the cable is back with a reset.
 */
export function pullStory(): Story {
  const story = new Story();
  const { client, server } = meet(story);
  handshake(story, client, server);
  for (let i = 0; i < 30; i++) {
    story.at(0.1 + i * 0.001);
    const data = story.send(client, "ACK", { seq: 101 + i * 1000, ack: 1, len: 1000 });
    story.at(0.1 + i * 0.001 + 0.00048);
    const seen = story.arrive(server, data);
    if (i % 2 === 0) continue;
    story.arrive(client, story.send(server, "ACK", { seq: 1, ack: 1101 + i * 1000 }, seen));
  }
  story.at(0.13);
  const last = story.send(client, "ACK", { seq: 30101, ack: 1, len: 1000 });
  const more = story.send(client, "ACK", { seq: 31101, ack: 1, len: 1000 });
  story.at(0.14);
  const pull = story.fault("pull", "cable");
  const pulled = story.record({ kind: "link", event: "pulled", link: "cable", lost: 2 }, pull);
  story.lose(client, last, "cable pulled");
  story.lose(client, more, "cable pulled");
  const nic = { kind: "nic", host: "server", nic: "eth0", note: "" } as const;
  story.record({ ...nic, event: "carrier lost" }, pulled);
  for (const time of [0.33, 0.73]) {
    story.at(time);
    const fired = story.timer("fired", client, "retransmission", time);
    const note = "retransmission: RTO";
    const again = story.send(client, "ACK", { seq: 30101, ack: 1, len: 1000, note }, fired);
    story.lose(client, again, "no carrier");
  }
  story.at(1);
  const crash = story.fault("crash", "server", "server");
  story.record({ kind: "host", event: "crashed", host: "server", note: "" }, crash);
  story.at(3.14);
  const plug = story.fault("plug", "cable");
  story.record({ kind: "link", event: "plugged", link: "cable", lost: 0 }, plug);
  story.at(3.2);
  const boot = story.fault("boot", "server", "server");
  story.record({ kind: "host", event: "booted", host: "server", note: "" }, boot);
  story.call("client.browser.recv(conn)", { max: 4096 });
  story.at(3.33);
  const fired = story.timer("fired", client, "retransmission", 3.33);
  const note = "retransmission: RTO";
  const again = story.send(client, "ACK", { seq: 30101, ack: 1, len: 1000, note }, fired);
  story.at(3.35);
  const stray = story.arrive({ ...server, id: 0 }, again);
  const reset = story.send({ ...server, id: 0 }, "RST", { seq: 1 }, stray);
  story.at(3.37);
  const heard = story.arrive(client, reset);
  story.enter(client, "CLOSED", heard);
  story.returns("client.browser.recv(conn)", ["WSAECONNRESET", 10054], heard);
  story.process("client.browser", "exited", "exit 1", heard);
  return story;
}
