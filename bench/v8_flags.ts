/**
 * The flags of V8 that the tasks of deno.json have, and so do benchmarks. All have
 * the same ones: V8 keeps its compiled code from one start to the next for one set.
 *
 * A segment's way leads through a hundred small functions; V8 stops inlining
 * at a third of what it takes to put those of one step together, which costs an
 * eighth of the time.
 */
export const V8_FLAGS = "--max-inlined-bytecode-size-cumulative=3000";
