/** The worker of `WorkerHash`: hashes what comes through a ring until its end. */
import { createHash } from "node:crypto";
import { HashRing, type RingMemory, SLOT } from "./hash_ring.ts";

/** What a worker has of its own scope. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<RingMemory>) => void) | null;
  close(): void;
}

const scope = self as unknown as WorkerScope;

scope.onmessage = ({ data }) => {
  const ring = new HashRing(data);
  if (ring.begin()) {
    const hash = createHash("sha256");
    const into = new Uint8Array(SLOT);
    for (let piece = ring.take(into); piece !== null; piece = ring.take(into)) hash.update(piece);
    ring.finish(hash.digest());
  }
  scope.close();
};
