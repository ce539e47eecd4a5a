import { match, strictEqual, throws } from "node:assert/strict";
import { seconds } from "../../engine/base/time.ts";
import { parsePattern, segmentText } from "./segment_text.ts";
import { established, finWait1 } from "./tcp_script.ts";

/** What a script says where it does not hold. */
function complaint(run: () => void): string {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  throw new Error("the script did not complain");
}

Deno.test("A script complains of another segment, and shows both and the story", () => {
  const text = complaint(() => established().send(10).expect("PSH,ACK seq=1002 len=10"));
  match(text, /expected: PSH,ACK seq=1002 len=10/);
  match(text, /found: {4}PSH,ACK seq=1001 ack=5001 win=65535 len=10/);
  match(text, /ESTABLISHED +send 10/);
});

Deno.test("A script complains of nothing, of too much, of another state, end, path and time", () => {
  throws(() => established().expect("ACK"), /nothing was sent/);
  throws(() => established().send(10).expectNothing(), /expected: nothing/);
  throws(() => established().send(10).expect("PSH,ACK"), /PSH,ACK/); // its length is not 0
  throws(() => established().expectState("CLOSED"), /found: {4}ESTABLISHED/);
  throws(() => established().abort().expectEnd("Reset"), /it is "Aborted"/);
  throws(() => finWait1().expectPath("FIN-WAIT-2"), /expected: FIN-WAIT-2/);
  throws(() => finWait1().expectAt(seconds(2), "FIN,ACK"), /FIN,ACK.* at 1s/);
  throws(() => established().read(1), /1 bytes to read/);
  throws(() => established().at(5).at(4), /go back in time/);
  throws(() => established().expectState("OPEN"), SyntaxError);
});

Deno.test("The notation of segments reads what it writes", () => {
  const text = "PSH,ACK seq=4294967295 ack=5001 win=65535 len=100 sack=7001-8001,9001-9011";
  const { flags, seq, ack, win, len, sack } = parsePattern(text, { own: 0, other: 0 });
  strictEqual([flags, seq, ack, win, len].join(), "24,-1,5001,65535,100");
  strictEqual(sack?.join(), "7001,8001,9001,9011");
  strictEqual(parsePattern("ACK seq=+1 ack=-1", { own: 1000, other: 5000 }).ack, 4999);
  throws(() => parsePattern("ACK sek=1", { own: 0, other: 0 }), /unknown field "sek=1"/);
  const sent = established().send(10).take("PSH,ACK len=10");
  strictEqual(segmentText(sent), "PSH,ACK seq=1001 ack=5001 win=65535 len=10");
});
