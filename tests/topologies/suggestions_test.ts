import { strictEqual } from "node:assert/strict";
import { didYouMean, editDistance, nearest } from "../../topologies/suggestions.ts";

Deno.test("the edit distance counts changes, additions, losses and swaps of neighbours", () => {
  strictEqual(editDistance("linux", "linux"), 0);
  strictEqual(editDistance("linux", "linus"), 1);
  strictEqual(editDistance("linux", "linuux"), 1);
  strictEqual(editDistance("linux", "liux"), 1);
  strictEqual(editDistance("client", "clinet"), 1);
  strictEqual(editDistance("", "abc"), 3);
  strictEqual(editDistance("kitten", "sitting"), 3);
});

Deno.test("the nearest word is found whatever its case and whether it has - or _", () => {
  const words = ["windows", "linux", "FIN-WAIT-1", "FIN-WAIT-2"];
  strictEqual(nearest("Windows", words), "windows");
  strictEqual(nearest("fin_wait_2", words), "FIN-WAIT-2");
  strictEqual(nearest("FIN-WAIT1", words), "FIN-WAIT-1");
});

Deno.test("what names with dots have in common does not make them nearer", () => {
  strictEqual(nearest("server.web.send", ["server.web.bind", "server.web.close"]), "");
  strictEqual(nearest("server.wbe", ["server.web"]), "server.web");
  strictEqual(nearest("sever.web", ["server.web"]), "server.web");
});

Deno.test("no word is suggested that is too far, for a word that is too long, or of too many", () => {
  strictEqual(nearest("solaris", ["windows", "linux"]), "");
  strictEqual(nearest("x".repeat(65), ["x".repeat(64)]), "");
  strictEqual(nearest("a1", Array.from({ length: 1001 }, (_, i) => `a${i}`)), "");
  strictEqual(nearest("", ["a"]), "a");
});

Deno.test("a suggestion is a question, and nothing where no text was found", () => {
  strictEqual(didYouMean("linus", ["linux"]), `; did you mean "linux"?`);
  strictEqual(didYouMean("bsd", ["linux"]), "");
  strictEqual(didYouMean(5, ["linux"]), "");
});
