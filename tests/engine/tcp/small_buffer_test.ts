import { established } from "../../support/tcp_script.ts";

Deno.test("a window opens again though the receive buffer is smaller than one unit of its scale", () => {
  const knobs = { receiveBuffer: 512, delayedAckEvery: 1, windowScaling: true, windowScale: 6 };
  const script = established({ ws: 0, mss: 1460, knobs });
  script.holds(script.connection.tcb.rcv.scale === 6, "one unit is 64 bytes");
  script.peer("PSH,ACK seq=+1 ack=+1 len=500").expectNothing();
  script.set({ receiveBuffer: 50 });
  script.read(500).expect("ACK seq=+1 ack=+501 win=1").expectNothing();
  script.peer("PSH,ACK seq=+501 ack=+1 len=64").expectNothing();
  script.read(64).expect("ACK seq=+1 ack=+565 win=1").expectNothing();
});
