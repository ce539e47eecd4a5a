/**
 * The flags of V8 that the tasks of deno.json have, and so do benchmarks. All have
 * the same ones: V8 keeps its compiled code from one start to the next for one set.
 *
 * - A segment's way leads through a hundred small functions; V8 stops inlining
 *   at a fifth of what it takes to put those of one step together, which costs an
 *   eighth of the time.
 * - What is new lives in two spaces of 4 MB, not of 32: little of it survives.
 * - One thread of its best compiler, not four: with two processors the first run
 *   takes a tenth to a fifth less, and what is compiled at a time takes less memory.
 * - What Maglev compiled with is freed at once. Else it waits for a thread to do
 *   it, which takes 20 to 40 MB while there is much to compile.
 */
export const V8_FLAGS: string = [
  "--max-inlined-bytecode-size-cumulative=4500",
  "--max-semi-space-size=4",
  "--concurrent-turbofan-max-threads=1",
  "--no-maglev-destroy-on-background",
].join(",");
