import { ms } from "../../../engine/base/time.ts";
import {
  accepted,
  closeWait,
  closing,
  established,
  finWait2,
  lastAck,
  synReceivedActive,
  timeWait,
} from "../../support/tcp_script.ts";
import { profileNames } from "../../../engine/tcp/mod.ts";

Deno.test("Every state can be reached in every profile", () => {
  for (const profile of profileNames) {
    synReceivedActive({ profile });
    established({ profile });
    accepted({ profile });
    finWait2({ profile });
    closing({ profile });
    timeWait({ profile });
    closeWait({ profile });
    lastAck({ profile }).peer("ACK seq=+2 ack=+2").expectEnd("Closed", "LAST-ACK");
  }
});

Deno.test("smoke", () => {
  const t = established({ mss: 1000 });
  t.send(2500).expect("ACK seq=1001 ack=5001 len=1000", "ACK seq=2001 len=1000").expectNothing();
  t.at(ms(40)).peer("ACK seq=5001 ack=3001").expect("PSH,ACK seq=3001 len=500").expectNothing();
});
