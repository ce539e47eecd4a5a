import { throws } from "node:assert/strict";
import { invariant, InvariantError } from "../../../engine/base/invariant.ts";

Deno.test("an invariant that holds says nothing", () => {
  invariant(true, "one is one");
});

Deno.test("an invariant that does not hold names its rule", () => {
  throws(() => invariant(false, "snd.una <= snd.nxt"), (error: Error) => {
    return error instanceof InvariantError && error.name === "InvariantError" &&
      error.message === "Internal error, please report it: snd.una <= snd.nxt";
  });
});
