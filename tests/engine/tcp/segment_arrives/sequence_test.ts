import { ms } from "../../../../engine/base/time.ts";
import {
  closeWait,
  closing,
  established,
  finWait1,
  finWait2,
  lastAck,
  type ScriptSettings,
  synReceived,
  synReceivedActive,
  timeWait,
} from "../../../support/tcp_script.ts";

const STATES = [
  { name: "SYN-RECEIVED", start: synReceived, ack: "ACK seq=1001 ack=5001" },
  { name: "SYN-RECEIVED", start: synReceivedActive, ack: "ACK seq=1001 ack=5001" },
  { name: "ESTABLISHED", start: established, ack: "ACK seq=1001 ack=5001" },
  { name: "FIN-WAIT-1", start: finWait1, ack: "ACK seq=1002 ack=5001" },
  { name: "FIN-WAIT-2", start: finWait2, ack: "ACK seq=1002 ack=5001" },
  { name: "CLOSE-WAIT", start: closeWait, ack: "ACK seq=1001 ack=5002" },
  { name: "CLOSING", start: closing, ack: "ACK seq=1002 ack=5002" },
  { name: "LAST-ACK", start: lastAck, ack: "ACK seq=1002 ack=5002" },
  { name: "TIME-WAIT", start: timeWait, ack: "ACK seq=1002 ack=5002" },
] as const;

for (const [i, { name, start, ack }] of STATES.entries()) {
  Deno.test(`${name}: an unacceptable segment gets an ACK and is dropped [RFC 9293 3.10.7.4, U-10] (${i})`, () => {
    start().peer("ACK seq=4000 ack=1001 len=10").expect(ack).expectNothing().expectState(name);
    start().peer("ACK seq=500000 ack=1001 len=10").expect(ack).expectNothing().expectState(name);
    start().peer("ACK seq=5000 ack=1002").expect(ack).expectNothing().expectState(name);
    start().peer("FIN,ACK seq=70600 ack=1002").expect(ack).expectNothing().expectState(name);
  });

  Deno.test(`${name}: a segment without ACK is dropped silently [RFC 9293 3.10.7.4, U-15] (${i})`, () => {
    const nxt = ack.endsWith("5002") ? 5002 : 5001;
    start().peer(`- seq=${nxt} len=10`).peer(`FIN seq=${nxt}`).peer(`PSH seq=${nxt} len=1`)
      .expectNothing().expectState(name).expectReadable(0);
  });
}

Deno.test("Case 1: length 0, window 0: acceptable only at RCV.NXT [RFC 9293 3.10.7.4, Table 6, U-10]", () => {
  const closedWindow = () =>
    established({ options: { receiveBuffer: 1000 } }).send(10).expect("PSH,ACK len=10")
      .peer("ACK seq=5001 ack=1001 len=1000").at(ms(200)).expect("ACK ack=6001 win=0");
  const acked = (text: string) => closedWindow().peer(text).connection.unacknowledged === 0;
  const t = closedWindow();
  t.holds(acked("ACK seq=6001 ack=1011"), "an ACK at RCV.NXT counts");
  t.holds(!acked("ACK seq=6000 ack=1011"), "an ACK below RCV.NXT does not");
  t.holds(!acked("ACK seq=6002 ack=1011"), "an ACK above RCV.NXT does not");
});

Deno.test("Case 2: length 0, window open: acceptable from RCV.NXT up to the edge, without it [RFC 9293 3.10.7.4, Table 6, U-10]", () => {
  const small: ScriptSettings = { options: { receiveBuffer: 3000 } };
  const acked = (text: string) =>
    established(small).send(10).peer(text).connection.unacknowledged === 0;
  const t = established(small);
  t.holds(acked("ACK seq=5001 ack=1011"), "RCV.NXT is in the window");
  t.holds(acked("ACK seq=8000 ack=1011"), "so is the last number before the edge");
  t.holds(!acked("ACK seq=8001 ack=1011"), "the edge is not");
  t.holds(!acked("ACK seq=5000 ack=1011"), "what was received is not");
});

Deno.test("Case 3: length > 0, window 0: never acceptable, but ACK and URG at RCV.NXT count [RFC 9293 3.10.7.4, Table 6, U-10] [MUST-66]", () => {
  const t = established({ options: { receiveBuffer: 1000 } }).send(10).expect("PSH,ACK len=10")
    .peer("ACK seq=5001 ack=1001 len=1000").at(ms(200)).expect("ACK ack=6001 win=0");
  t.gotSignals();
  t.peer("URG,ACK seq=6001 ack=1011 len=1 urg=1").expect("ACK seq=1011 ack=6001 win=0")
    .expectNothing().expectReadable(1000);
  t.holds(t.connection.unacknowledged === 0, "its ACK counts");
  t.holds(t.gotSignals("Urgent"), "its urgent pointer counts");
});

Deno.test("Case 4: length > 0, window open: acceptable if its first or last number is inside [RFC 9293 3.10.7.4, Table 6, U-10]", () => {
  const small: ScriptSettings = { options: { receiveBuffer: 3000 } };
  const acked = (text: string) =>
    established(small).send(10).peer(text).connection.unacknowledged === 0;
  const t = established(small);
  t.holds(acked("ACK seq=5001 ack=1011 len=10"), "it begins inside");
  t.holds(acked("ACK seq=4992 ack=1011 len=10"), "it ends inside");
  t.holds(acked("ACK seq=8000 ack=1011 len=10"), "its first number is the last inside");
  t.holds(!acked("ACK seq=8001 ack=1011 len=10"), "it begins at the edge");
  t.holds(!acked("ACK seq=4991 ack=1011 len=10"), "it ends before RCV.NXT");
});

Deno.test("Text that overlaps what was received is trimmed at the front [RFC 9293 3.10.7.4, seventh]", () => {
  established().peer("ACK seq=5001 ack=1001 len=100").peer("ACK seq=5051 ack=1001 len=100")
    .expectReadable(150).read(150);
});

Deno.test("Text beyond the window is trimmed at the end [RFC 9293 3.10.7.4, seventh]", () => {
  established({ options: { receiveBuffer: 150 } }).peer("ACK seq=5001 ack=1001 len=200")
    .expectReadable(150).at(ms(200)).expect("ACK ack=5151 win=0").read(150);
});

Deno.test("A FIN beyond the window is trimmed with the text before it [RFC 9293 3.10.7.4, seventh]", () => {
  established({ options: { receiveBuffer: 150 } }).peer("FIN,ACK seq=5001 ack=1001 len=150")
    .expectState("ESTABLISHED").expectReadable(150);
});
