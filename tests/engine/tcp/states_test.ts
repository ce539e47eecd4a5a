import { strictEqual } from "node:assert/strict";
import { minutes } from "../../../engine/base/time.ts";
import { isLegalTransition, State, STATE_NAMES, stateName } from "../../../engine/tcp/state.ts";
import { profileNames } from "../../../engine/tcp/mod.ts";
import {
  accepted,
  closed,
  closeWait,
  closing,
  established,
  finWait1,
  finWait2,
  lastAck,
  listen,
  type ScriptSettings,
  synReceived,
  synReceivedActive,
  synSent,
  type TcpScript,
  timeWait,
} from "../../support/tcp_script.ts";

interface Edge {
  from: string;
  start: (settings?: ScriptSettings) => TcpScript;
  event: string;
  act: (script: TcpScript) => void;
  to: string;
  /** What is sent, in order. */
  answers: string[];
}

/** Every edge of the diagram. */
const FIGURE_5: Edge[] = [
  {
    from: "CLOSED",
    start: closed,
    event: "active OPEN",
    act: (t) => t.open(),
    to: "SYN-SENT",
    answers: ["SYN seq=1000"],
  },
  {
    from: "CLOSED",
    start: closed,
    event: "passive OPEN",
    act: (t) => t.listen(),
    to: "LISTEN",
    answers: [],
  },
  {
    from: "LISTEN",
    start: listen,
    event: "rcv SYN",
    act: (t) => t.peer("SYN seq=5000 mss=1000"),
    to: "SYN-RECEIVED",
    answers: ["SYN,ACK seq=1000 ack=5001"],
  },
  {
    from: "LISTEN",
    start: listen,
    event: "CLOSE",
    act: (t) => t.close(),
    to: "CLOSED",
    answers: [],
  },
  {
    from: "SYN-SENT",
    start: synSent,
    event: "rcv SYN",
    act: (t) => t.peer("SYN seq=5000 mss=1000"),
    to: "SYN-RECEIVED",
    answers: ["SYN,ACK seq=1000 ack=5001"],
  },
  {
    from: "SYN-SENT",
    start: synSent,
    event: "rcv SYN,ACK",
    act: (t) => t.peer("SYN,ACK seq=5000 ack=1001 mss=1000"),
    to: "ESTABLISHED",
    answers: ["ACK seq=1001 ack=5001"],
  },
  {
    from: "SYN-SENT",
    start: synSent,
    event: "CLOSE",
    act: (t) => t.close(),
    to: "CLOSED",
    answers: [],
  },
  {
    from: "SYN-RECEIVED",
    start: synReceived,
    event: "rcv ACK of SYN",
    act: (t) => t.peer("ACK seq=5001 ack=1001"),
    to: "ESTABLISHED",
    answers: [],
  },
  {
    from: "SYN-RECEIVED",
    start: synReceivedActive,
    event: "rcv ACK of SYN (active OPEN)",
    act: (t) => t.peer("ACK seq=5001 ack=1001"),
    to: "ESTABLISHED",
    answers: [],
  },
  {
    from: "SYN-RECEIVED",
    start: synReceived,
    event: "rcv RST (passive OPEN)",
    act: (t) => t.peer("RST seq=5001"),
    to: "LISTEN",
    answers: [],
  },
  {
    from: "SYN-RECEIVED",
    start: synReceived,
    event: "CLOSE",
    act: (t) => t.close(),
    to: "FIN-WAIT-1",
    answers: ["FIN,ACK seq=1001 ack=5001"],
  },
  {
    from: "ESTABLISHED",
    start: established,
    event: "CLOSE",
    act: (t) => t.close(),
    to: "FIN-WAIT-1",
    answers: ["FIN,ACK seq=1001 ack=5001"],
  },
  {
    from: "ESTABLISHED",
    start: accepted,
    event: "rcv FIN",
    act: (t) => t.peer("FIN,ACK seq=5001 ack=1001"),
    to: "CLOSE-WAIT",
    answers: ["ACK seq=1001 ack=5002"],
  },
  {
    from: "FIN-WAIT-1",
    start: finWait1,
    event: "rcv ACK of FIN",
    act: (t) => t.peer("ACK seq=5001 ack=1002"),
    to: "FIN-WAIT-2",
    answers: [],
  },
  {
    from: "FIN-WAIT-1",
    start: finWait1,
    event: "rcv FIN",
    act: (t) => t.peer("FIN,ACK seq=5001 ack=1001"),
    to: "CLOSING",
    answers: ["ACK seq=1002 ack=5002"],
  },
  {
    from: "FIN-WAIT-1",
    start: finWait1,
    event: "rcv FIN and ACK of FIN",
    act: (t) => t.peer("FIN,ACK seq=5001 ack=1002"),
    to: "TIME-WAIT",
    answers: ["ACK seq=1002 ack=5002"],
  },
  {
    from: "FIN-WAIT-2",
    start: finWait2,
    event: "rcv FIN",
    act: (t) => t.peer("FIN,ACK seq=5001 ack=1002"),
    to: "TIME-WAIT",
    answers: ["ACK seq=1002 ack=5002"],
  },
  {
    from: "CLOSE-WAIT",
    start: closeWait,
    event: "CLOSE",
    act: (t) => t.close(),
    to: "LAST-ACK",
    answers: ["FIN,ACK seq=1001 ack=5002"],
  },
  {
    from: "CLOSING",
    start: closing,
    event: "rcv ACK of FIN",
    act: (t) => t.peer("ACK seq=5002 ack=1002"),
    to: "TIME-WAIT",
    answers: [],
  },
  {
    from: "LAST-ACK",
    start: lastAck,
    event: "rcv ACK of FIN",
    act: (t) => t.peer("ACK seq=5002 ack=1002"),
    to: "CLOSED",
    answers: [],
  },
  {
    from: "TIME-WAIT",
    start: timeWait,
    event: "timeout of 2 MSL",
    act: (t) => t.after(minutes(4)),
    to: "CLOSED",
    answers: [],
  },
];

for (const { from, start, event, act, to, answers } of FIGURE_5) {
  Deno.test(`${from} goes to ${to} on ${event} [RFC 9293 3.3.2, Figure 5]`, () => {
    const script = start().expectState(from);
    act(script);
    script.expect(...answers).expectNothing().expectState(to);
  });
}

Deno.test("A FIN that acknowledges ours passes FIN-WAIT-2 on its way to TIME-WAIT [RFC 9293 3.10.7.4, fifth]", () => {
  finWait1().peer("FIN,ACK seq=5001 ack=1002").expectPath("FIN-WAIT-2", "TIME-WAIT");
});

Deno.test("Every edge of Figure 5 is legal, and no edge leads out of the RFC's states [RFC 9293 3.3.2]", () => {
  for (const { from, to } of FIGURE_5) {
    const legal = isLegalTransition(
      STATE_NAMES.indexOf(from) as State,
      STATE_NAMES.indexOf(to) as State,
    );
    // A passive OPEN starts a connection in LISTEN without a transition of its own.
    strictEqual(legal || from === "CLOSED", true, `${from} to ${to}`);
  }
  strictEqual(isLegalTransition(State.LastAck, State.TimeWait), false);
  strictEqual(isLegalTransition(State.CloseWait, State.Closing), false);
  strictEqual(isLegalTransition(State.Established, State.FinWait2), false);
  strictEqual(isLegalTransition(State.FinWait2, State.Closing), false);
});

Deno.test("States print with the names of the RFC [RFC 9293 3.3.2]", () => {
  strictEqual(stateName(State.SynReceived), "SYN-RECEIVED");
  strictEqual(stateName(State.FinWait1), "FIN-WAIT-1");
  strictEqual(stateName(State.TimeWait), "TIME-WAIT");
  strictEqual(STATE_NAMES.length, 11);
});

for (const profile of profileNames) {
  Deno.test(`Every state can be reached as ${profile} [RFC 9293 3.3.2]`, () => {
    synSent({ profile });
    synReceivedActive({ profile });
    accepted({ profile });
    closing({ profile });
    timeWait({ profile });
    lastAck({ profile }).peer("ACK seq=+2 ack=+2").expectNothing().expectEnd("Closed", "LAST-ACK");
  });
}
