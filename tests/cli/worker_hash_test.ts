import { createHash } from "node:crypto";
import { ok, strictEqual } from "node:assert/strict";
import { WorkerHash } from "../../cli/worker_hash.ts";

/** As good as for ever: how busy the machine is must not count. */
const PATIENT = 60_000;

/** Bytes in which no two pieces are alike. */
function bytesOf(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = (i * 2654435761) >>> 24;
  return bytes;
}

/** What the hash gives for bytes in pieces of that length, and where it was computed. */
function hashed(
  bytes: Uint8Array,
  piece: number,
  startMs = PATIENT,
): { digest: string; wasElsewhere: boolean } {
  const hash = new WorkerHash(startMs);
  try {
    const reused = new Uint8Array(piece);
    for (let at = 0; at < bytes.length; at += piece) {
      const part = bytes.subarray(at, at + piece);
      reused.set(part);
      hash.update(reused.subarray(0, part.length));
    }
    const wasElsewhere = hash.isElsewhere;
    return { digest: hash.digest(), wasElsewhere };
  } finally {
    hash.close();
  }
}

function expected(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

Deno.test("few bytes are hashed without a worker", () => {
  for (const length of [0, 1, 100_000]) {
    const bytes = bytesOf(length);
    const { digest, wasElsewhere } = hashed(bytes, 1000);
    strictEqual(digest, expected(bytes));
    ok(!wasElsewhere);
  }
});

Deno.test("a worker's hash is that of the same bytes, whatever the pieces", () => {
  const bytes = bytesOf(48_000_000);
  for (const piece of [65_536, 1_000_003]) {
    const { digest, wasElsewhere } = hashed(bytes, piece);
    strictEqual(digest, expected(bytes));
    ok(wasElsewhere);
  }
});

Deno.test("a worker that is not waited for, begun by then or not, changes no hash", () => {
  const bytes = bytesOf(48_000_000);
  strictEqual(hashed(bytes, 65_536, 0).digest, expected(bytes));
});

Deno.test("a hash that nobody asks for any more ends its worker", () => {
  const hash = new WorkerHash(PATIENT);
  const bytes = bytesOf(48_000_000);
  hash.update(bytes);
  ok(hash.isElsewhere);
  hash.close();
  ok(!hash.isElsewhere);
});
