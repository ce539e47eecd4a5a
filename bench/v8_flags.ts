/**
 * The flags of V8 that the tasks of deno.json have, and so do benchmarks. All have
 * the same ones: V8 keeps its compiled code from one start to the next for one set.
 *
 * A segment's way leads through a hundred small functions; V8 stops inlining
 * at a fifth of what it takes to put those of one step together, which costs an
 * eighth of the time. And what is new lives in two spaces of 16 MB, not of 32:
 * a run with much in memory takes 30 to 50 MB less, on each thread, and 2 to 9 %
 * longer where 85,000 packets wait at once; most take as long.
 */
export const V8_FLAGS = "--max-inlined-bytecode-size-cumulative=4500,--max-semi-space-size=16";
