import { synReceivedActive } from "../../support/tcp_script.ts";

Deno.test("SYN-RECEIVED of an active OPEN takes the peer's SYN,ACK as the ACK of its SYN [RFC 9293 3.5, figure 8]", () => {
  synReceivedActive()
    .peer("SYN,ACK seq=5000 ack=1001")
    .expectState("ESTABLISHED")
    .expect("ACK seq=1001 ack=5001")
    .expectNothing();
});

Deno.test("SYN-RECEIVED of an active OPEN ignores a SYN,ACK that does not acknowledge its SYN [RFC 9293 3.10.7.4]", () => {
  synReceivedActive()
    .peer("SYN,ACK seq=5000 ack=1000")
    .expectState("SYN-RECEIVED")
    .expect("ACK seq=1001 ack=5001")
    .expectNothing();
});
