import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { parseScript } from "../../drill/mod.ts";

const eventOf = (text: string) => parseScript(text, "t.pkt").events[0]!;

Deno.test("a packet of a script is read with all its fields", () => {
  const event = eventOf(
    "+0.5 > [ect0] (ttl 3) SEW 5:15(10)! ack 7 win 9 urg 2 <mss 1460,TS val 1 ecr 2,sack 1:2 3:4>",
  );
  if (event.kind !== "segment") throw new Error(event.kind);
  deepStrictEqual(event.time, { kind: "relative", from: 5e8, to: 5e8 });
  deepStrictEqual(event.ip, { ecn: "ect0", tos: null, ttl: 3 });
  deepStrictEqual(event.seq, { start: 5, length: 10, isAbsolute: true });
  deepStrictEqual([event.flags, event.ack, event.window, event.urgent], [0xc2, 7, 9, 2]);
  deepStrictEqual(event.options, [
    { kind: "mss", value: 1460 },
    { kind: "TS", value: 1, echo: 2 },
    { kind: "sack", blocks: [[1, 2], [3, 4]] },
  ]);
});

Deno.test("times are absolute, relative, ranges, any, or until a call returns", () => {
  const timeOf = (text: string) => eventOf(text).time;
  deepStrictEqual(timeOf(".25 close(3) = 0"), { kind: "absolute", from: 25e7, to: 25e7 });
  deepStrictEqual(timeOf("+1~+2 > . 1:1(0)"), { kind: "relative", from: 1e9, to: 2e9 });
  deepStrictEqual(timeOf("* > . 1:1(0)"), { kind: "any" });
  const call = eventOf("+0...1.5 read(4, ..., 10) = -1 ETIMEDOUT (too late)");
  if (call.kind !== "call") throw new Error(call.kind);
  deepStrictEqual([call.end, call.errno], [15e8, "ETIMEDOUT"]);
});

Deno.test("comments and branches of #ifdef that do not count are passed over", () => {
  const text =
    "// a\n#ifdef STANDARD\n0 close(1) = 0\n#endif\n#ifdef FreeBSD\n/* b\n */0 close(2) = 0\n" +
    "#else\n0 close(3) = 0\n#endif\n";
  deepStrictEqual(parseScript(text, "t.pkt").events.map((it) => it.text), ["0 close(2) = 0"]);
});

Deno.test("--define puts a value in the place of a word", () => {
  const defines = new Map([["SIZE", "17"], ["COOKIE", "0a0b"]]);
  const { events } = parseScript(
    "0 write(4, ..., SIZE) = 1\n0 < S 0:0(0) <FO COOKIE>",
    "t",
    defines,
  );
  const [call, packet] = events;
  if (call?.kind !== "call" || packet?.kind !== "segment") throw new Error("another event");
  strictEqual((call.args[2] as { value: number }).value, 17);
  deepStrictEqual(packet.options, [{ kind: "FO", cookie: Uint8Array.of(10, 11) }]);
});

Deno.test("a mistake is told with its line and column", () => {
  const cases: [text: string, place: string, words: string][] = [
    ["", "t.pkt:1:1:", "must have an event"],
    ["0 < S 0:0(0) win 70000", "t.pkt:1:18:", "from 0 to 65535"],
    ["\n +0 > . 1:5(3) ack 1", "t.pkt:2:9:", "must have 4 bytes"],
    ["0 < X 0:0(0)", "t.pkt:1:5:", "TCP flags"],
    ["0 < S 0:0(0) <mss>", "t.pkt:1:18:", "a number"],
    ["0 < S 0:0(0) <msss 5>", "t.pkt:1:15:", "must be one of"],
    ["0 < icmp nowhere", "t.pkt:1:10:", "an ICMP type must be one of"],
    ["+1~+2 < . 1:1(0)", "t.pkt:1:1:", "only outbound packets"],
    ["0 close(3)", "t.pkt:1:11:", '"="'],
    ["0 `true", "t.pkt:1:3:", "backtick"],
    ["#endif\n0 close(3) = 0", "t.pkt:1:1:", "no #ifdef"],
    ["s0 close(3) = 0", "t.pkt:1:1:", "a time"],
  ];
  for (const [text, place, words] of cases) {
    throws(() => parseScript(text, "t.pkt"), (error: Error) => {
      strictEqual(
        error.message.startsWith(place) && error.message.includes(words),
        true,
        error.message,
      );
      return true;
    });
  }
});
