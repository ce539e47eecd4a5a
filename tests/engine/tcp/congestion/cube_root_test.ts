import { strictEqual } from "node:assert/strict";
import { cubeRoot } from "../../../../engine/tcp/congestion/cube_root.ts";

Deno.test("cubeRoot is exact at each cube and rounds down beside it", () => {
  strictEqual(cubeRoot(0), 0);
  strictEqual(cubeRoot(7), 1);
  for (let root = 2; root <= 208_063; root += root < 100 ? 1 : 997) {
    const cube = root ** 3;
    strictEqual(cubeRoot(cube), root);
    strictEqual(cubeRoot(cube - 1), root - 1);
    strictEqual(cubeRoot(cube + 1), root);
  }
  strictEqual(cubeRoot(Number.MAX_SAFE_INTEGER), 208_063);
});
