import { strictEqual } from "node:assert/strict";
import { memoryOfFull } from "../../../engine/tcp/send_space.ts";
import { established, type ScriptSettings } from "../../support/tcp_script.ts";

/** A linux sender whose peer takes nothing, with segments of 1000 bytes and a buffer of so many bytes. */
const shut = (sendBuffer: number, profile: ScriptSettings["profile"] = "linux") =>
  established({ profile, window: 0, options: { sendBuffer, isSendBufferFixed: true } });

Deno.test("A full segment counts 2304 bytes where the send buffer is tuned [S: tcp_sndbuf_expand; seen, 11 to 14]", () => {
  strictEqual(memoryOfFull(1460), 2304);
});

Deno.test("The send buffer of linux counts 832 bytes for each segment besides its payload [seen, 12 to 14]", () => {
  // 10,000 bytes chosen are 20,000 of memory: 10 segments take 18,320, the 11th passes the limit.
  const t = shut(10_000);
  strictEqual(t.connection.send(new Uint8Array(50_000), 0, 50_000), 11_000);
  strictEqual(t.connection.writable, 0);
});

Deno.test("Small writes fill the segment that has not left yet [S: tcp_sendmsg_locked]", () => {
  const t = shut(10_000);
  let taken = 0;
  for (let i = 0; i < 500; i++) taken += t.connection.send(new Uint8Array(100), 0, 100);
  strictEqual(taken, 11_000);
});

Deno.test("Where bytes are counted the send buffer holds so many [RFC 9293 3.9.1.2]", () => {
  const t = shut(10_000, "rfc9293");
  strictEqual(t.connection.send(new Uint8Array(50_000), 0, 50_000), 10_000);
});

Deno.test("A send buffer of linux has room for one segment at least [S: SOCK_MIN_SNDBUF]", () => {
  const t = shut(1);
  strictEqual(t.connection.send(new Uint8Array(50_000), 0, 50_000), 3000); // 4608 / 1832
});
