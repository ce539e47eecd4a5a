import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { SlotLists } from "../../../engine/sim/slot_lists.ts";

const LISTS = 3;

/** The slots of a list, which is empty then, smallest first. */
function emptied(lists: SlotLists, list: number): number[] {
  const count = lists.empty(list);
  return [...lists.emptied.subarray(0, count)].sort((a, b) => a - b);
}

Deno.test("a list that is emptied gives the slots that were added, the last one first", () => {
  const lists = new SlotLists();
  lists.make(2);
  for (let slot = 0; slot < 100; slot++) lists.add(1, slot);
  strictEqual(lists.isEmpty(0), true);
  strictEqual(lists.isEmpty(1), false);
  strictEqual(lists.empty(1), 100);
  deepStrictEqual(
    [...lists.emptied.subarray(0, 100)],
    Array.from({ length: 100 }, (_, i) => 99 - i),
  );
  strictEqual(lists.isEmpty(1), true);
  strictEqual(lists.empty(1), 0);
});

Deno.test("lists that are made anew are empty", () => {
  const lists = new SlotLists();
  lists.make(LISTS);
  for (let slot = 0; slot < 100; slot++) lists.add(slot % LISTS, slot);
  lists.make(LISTS);
  for (let list = 0; list < LISTS; list++) strictEqual(lists.empty(list), 0);
});

Deno.test("places are used again when slots are removed, and when lists are emptied", () => {
  const lists = new SlotLists();
  lists.make(LISTS);
  let highest = 0;
  for (let i = 0; i < 100_000; i++) {
    const list = i % LISTS;
    const place = lists.add(list, 7);
    highest = Math.max(highest, place);
    if (i % 2 === 0) lists.remove(list, place);
    else if (i % 100 > 90) lists.empty(list);
  }
  ok(highest < 1_000, `place ${highest} was used`);
});

/** Adds the next slot to a list, removes any slot, or empties a list. */
type Command = { do: "add" | "empty"; list: number } | { do: "remove"; nth: number };

const list = fc.nat(LISTS - 1);
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ do: fc.constant("add" as const), list }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constant("remove" as const), nth: fc.nat(999) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("empty" as const), list }) },
);

Deno.test("a random mix of add, remove and empty agrees with sets of slots", () => {
  const histories = fc.array(command, { maxLength: 400, size: "max" });
  fc.assert(fc.property(histories, agreesWithSets), { numRuns: 300 });
});

function agreesWithSets(history: Command[]): void {
  const lists = new SlotLists();
  lists.make(LISTS);
  const listOf = new Map<number, number>();
  const placeOf = new Map<number, number>();
  const inList = (list: number) => [...listOf.keys()].filter((slot) => listOf.get(slot) === list);
  history.forEach((step, slot) => {
    if (step.do === "add") {
      listOf.set(slot, step.list);
      placeOf.set(slot, lists.add(step.list, slot));
    } else if (step.do === "remove" && listOf.size > 0) {
      const removed = [...listOf.keys()][step.nth % listOf.size]!;
      const place = placeOf.get(removed)!;
      placeOf.set(lists.remove(listOf.get(removed)!, place), place);
      listOf.delete(removed);
    } else if (step.do === "empty") {
      deepStrictEqual(emptied(lists, step.list), inList(step.list));
      for (const slot of inList(step.list)) listOf.delete(slot);
    }
    for (let list = 0; list < LISTS; list++) {
      strictEqual(lists.isEmpty(list), inList(list).length === 0);
    }
  });
  for (let list = 0; list < LISTS; list++) deepStrictEqual(emptied(lists, list), inList(list));
}
