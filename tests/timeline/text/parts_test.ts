import { strictEqual } from "node:assert/strict";
import { always, fit } from "../../../timeline/text/parts.ts";
import { wrap } from "../../../timeline/text/wrap.ts";
import { deepStrictEqual } from "node:assert/strict";

Deno.test("a label loses its least important parts first, then its end", () => {
  const parts = [always("FIN"), { text: " len=0", keep: 2 }, { text: " ack=1", keep: 5 }];
  strictEqual(fit(parts, 20, "..."), "FIN len=0 ack=1");
  strictEqual(fit(parts, 14, "..."), "FIN ack=1");
  strictEqual(fit(parts, 8, "..."), "FIN");
  const note = { text: " (retransmission: RTO)", keep: 4, short: " (retransmission)" };
  strictEqual(fit([always("FIN"), note], 22, "..."), "FIN (retransmission)");
  strictEqual(fit([always("FIN"), note], 18, "..."), "FIN");
  strictEqual(fit([always("FIN,ACK")], 5, "..."), "FI...");
  strictEqual(fit([always("FIN,ACK")], 2, "..."), "");
});

Deno.test("wrapped text keeps the blanks at its start and never breaks a word", () => {
  deepStrictEqual(wrap("  one two three", 9, "    "), ["  one two", "    three"]);
  deepStrictEqual(wrap("immeasurable", 5, " "), ["immeasurable"]);
});
