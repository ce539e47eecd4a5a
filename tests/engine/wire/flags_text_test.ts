import { strictEqual, throws } from "node:assert/strict";
import { Flag, flagsLetters, flagsText, parseFlags } from "../../../engine/wire/mod.ts";

Deno.test("flags print as names in the order of their bits", () => {
  strictEqual(flagsText(0), "");
  strictEqual(flagsText(Flag.Syn | Flag.Ack), "SYN,ACK");
  strictEqual(flagsText(Flag.Fin | Flag.Psh | Flag.Ack), "FIN,PSH,ACK");
  strictEqual(flagsText(255), "FIN,SYN,RST,PSH,ACK,URG,ECE,CWR");
  strictEqual(flagsLetters(255), "FSRPAUEC");
  strictEqual(flagsLetters(Flag.Rst | Flag.Ack), "RA");
});

Deno.test("parseFlags reads all that is printed, in both forms", () => {
  for (let flags = 0; flags < 256; flags++) {
    strictEqual(parseFlags(flagsText(flags)), flags);
    // The letters E, C, E would be the name ECE; flagsLetters never prints one twice.
    strictEqual(parseFlags(flagsLetters(flags)), flags);
  }
  strictEqual(parseFlags("ack, syn"), Flag.Syn | Flag.Ack);
  strictEqual(parseFlags("ECE"), Flag.Ece);
});

Deno.test("parseFlags names what it cannot read", () => {
  for (const text of ["FINN", "X", "SYN,", "SYN ACK", "."]) {
    throws(() => parseFlags(text), SyntaxError, text);
  }
});
