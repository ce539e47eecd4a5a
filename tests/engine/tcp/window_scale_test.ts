import { strictEqual } from "node:assert/strict";
import { ms } from "../../../engine/base/time.ts";
import { Connection, profileByName } from "../../../engine/tcp/mod.ts";
import { ConnectionOptions } from "../../../engine/tcp/connection_options.ts";

/** Both ends, as far as the SYN of `client`. */
function opened(): { client: Connection; server: Connection } {
  const [client, server] = ["linux", "windows"].map((name) => {
    const profile = profileByName(name as "linux");
    return new Connection(profile, new ConnectionOptions(profile));
  });
  client!.setAddresses(0x0a000001, 4000, 0x0a000002, 80);
  server!.setAddresses(0x0a000002, 80, 0x0a000001, 4000);
  client!.openActive(1000, 0);
  server!.openPassive(5000);
  return { client: client!, server: server! };
}

Deno.test("SO_RCVBUF behind our SYN leaves the shift as the SYN offered it [RFC 7323 2.2]", () => {
  const { client, server } = opened();
  const syn = client.pollSegment(0)!;
  const { windowScale } = syn.options;
  strictEqual(windowScale > 0, true);
  client.options.receiveBuffer = 2_686; // needs no shift at all
  client.options.isReceiveBufferFixed = true;
  client.optionsChanged(0);
  server.onSegment(syn, 0);
  client.onSegment(server.pollSegment(ms(1))!, ms(1));
  const ack = client.pollSegment(ms(1))!;
  server.onSegment(ack, ms(1));
  strictEqual(server.tcb.snd.wnd, client.tcb.rcv.window, "both mean the same window");
  strictEqual(ack.window << windowScale, client.tcb.rcv.window);
});

Deno.test("A SYN that is sent again offers the shift that the first one offered [RFC 7323 2.2]", () => {
  const { client } = opened();
  const { windowScale } = client.pollSegment(0)!.options;
  client.options.receiveBuffer = 2_686;
  client.options.isReceiveBufferFixed = true;
  client.optionsChanged(0);
  const again = client.nextDeadline();
  client.pollSegment(0);
  client.onDeadline(again);
  strictEqual(client.pollSegment(again)!.options.windowScale, windowScale);
});
