import fc from "fast-check";
import { loadTopology } from "../../topologies/mod.ts";
import { PROGRAMS, TWO_HOSTS } from "./support.ts";

const GOOD = `${TWO_HOSTS}${PROGRAMS}    loop:
      start: 10ms
      steps:
        - serve: { on: &a door, as: c, steps: [{ recv: { on: c, bytes: 1kB } }] }
        - setsockopt: { on: *a , option: SO_LINGER, value: { onoff: true, linger: 0 } }
switches: { office: {} }
stop: 10m
faults:
  - { at: 500ms, pull: cable, for: 3s }
  - { when: { connection: client.conn, enters: FIN-WAIT-1 }, after: 3ms, disable: client.eth0 }
  - { drop: { on: cable, from: server, flags: [FIN, ACK], nth: 1 } }
expect:
  - { connection: client.conn, passes: [SYN-SENT, ESTABLISHED] }
  - { call: server.web.recv, returns: ECONNRESET }
  - { eventually: { segment: { flags: RST }, within: 5s } }
`;

const LINES = GOOD.split("\n");

/** Pieces that mean something to YAML or to the language. */
const PIECES = [
  "- ",
  ": ",
  "{",
  "}",
  "[",
  "]",
  "&a ",
  "*a",
  "!!js ",
  "<<: ",
  "? ",
  "| ",
  "> ",
  "'",
  '"',
  "#",
  "\t",
  "\n",
  "---\n",
  "...\n",
  "%YAML 1.2\n",
  "null",
  "true",
  "1e999",
  ".nan",
  "-1",
  "0x1F",
  "__proto__",
  "constructor",
  "toString",
  "client",
  "99h",
  "100%",
  "\0",
  "\ufeff",
  "\ud800",
  "\u2028",
  ",",
  "~",
];

/** A change of a text: where, how much of it goes, and what comes in its place. */
const change = fc.record({
  at: fc.nat(GOOD.length),
  remove: fc.nat(30),
  insert: fc.oneof(
    fc.constantFrom(...PIECES),
    fc.string({ unit: "binary", maxLength: 5 }),
    fc.constantFrom(...LINES).map((line) => `\n${line}\n`),
    fc.constant(""),
  ),
});

const mutated = fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) => {
  let text = GOOD;
  for (const { at, remove, insert } of changes) {
    text = text.slice(0, at) + insert + text.slice(at + remove);
  }
  return text;
});

const shuffled = fc.shuffledSubarray(LINES).map((lines) => lines.join("\n"));

const swapped = fc.tuple(fc.nat(GOOD.length - 2), fc.nat(GOOD.length - 2)).map(([a, b]) => {
  const letters = [...GOOD];
  [letters[a], letters[b]] = [letters[b] ?? "", letters[a] ?? ""];
  return letters.join("");
});

/** Neither throws, nor gives nothing at all; places are from 1. */
function isAnswered(text: string | Uint8Array, set: string[] = []): void {
  const loaded = loadTopology(text, "t.yaml", { set });
  if (loaded.mistakes === null) return;
  if (loaded.mistakes.length === 0) throw new Error("no topology, and no mistake");
  for (const { line, column, message } of loaded.mistakes) {
    if ((line < 1 || column < 1) && set.length === 0) throw new Error(`no place: ${message}`);
    if (/invalid|undefined|\[object|expected/i.test(message) && !message.includes("valid YAML")) {
      if (!text.toString().includes("undefined")) throw new Error(`unclear: ${message}`);
    }
  }
}

Deno.test("a good topology that was changed at random gives a topology or mistakes", () => {
  isAnswered(GOOD);
  fc.assert(fc.property(fc.oneof(mutated, shuffled, swapped), (text) => isAnswered(text)), {
    numRuns: 1500,
    seed: 7,
  });
});

Deno.test("random bytes give a topology or mistakes", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => isAnswered(bytes)), {
    numRuns: 500,
    seed: 7,
  });
});

Deno.test("random values in place of good ones give a topology or mistakes", () => {
  const limits = { maxDepth: 2, maxKeys: 4 };
  const anything = fc.anything(limits);
  const object = fc.object(limits);
  const document = fc.record(
    {
      title: anything,
      seed: anything,
      stop: anything,
      hosts: fc.dictionary(fc.string(), anything),
      links: fc.dictionary(fc.constantFrom("a", "b", "constructor"), anything),
      programs: fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.array(object))),
      faults: fc.array(object),
      expect: fc.array(object),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(document, (value) => {
      const json = JSON.stringify(value, (_, inner) => typeof inner === "bigint" ? 1 : inner);
      const loaded = loadTopology(json, "t.yaml");
      if (loaded.mistakes?.length === 0) throw new Error("no topology, and no mistake");
    }),
    { numRuns: 300, seed: 7 },
  );
});

Deno.test("random settings give a topology or mistakes", () => {
  const path = fc.array(
    fc.oneof(
      fc.constantFrom("hosts", "client", "os", "links", "cable", "0", "faults"),
      fc.string(),
    ),
    { minLength: 1, maxLength: 4 },
  ).map((parts) => parts.join("."));
  fc.assert(
    fc.property(path, fc.string(), (path, value) => isAnswered(GOOD, [`${path}=${value}`])),
    { numRuns: 500, seed: 7 },
  );
});
