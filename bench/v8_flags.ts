/**
 * The flags of V8 with which the tasks of deno.json simulate, and so do benchmarks.
 *
 * A segment's way leads through a hundred small functions; V8 stops inlining
 * at a third of what it takes to put those of one step together, which costs an
 * eighth of the time.
 */
export const V8_FLAGS = "--max-inlined-bytecode-size-cumulative=3000";
