import { type DigestHash, LocalHash } from "../timeline/mod.ts";
import { HashRing, SLOT } from "./hash_ring.ts";
import { workerModule } from "./worker_module.ts";

/** So many bytes are worth starting a worker for. */
const WORTH_A_WORKER = 1 << 23;
/** So many bytes may wait for it to begin: they are copies, which cost what they are to save. */
const MOST_WAITING = 1 << 24;
/** So long is waited for a worker to begin; on a machine without a free core it takes longer. */
const START_MS = 100;
const HASH_BYTES = 32;

const WORKER = workerModule("hash_worker");

/**
 * SHA-256 on another core: over every payload of a long run it takes about as
 * long as the run itself. Few bytes are hashed here, and so are all where no
 * worker may be started (it needs to read its source) or it does not begin.
 */
export class WorkerHash implements DigestHash {
  /** Pieces that fit into a slot each, and their bytes: until there is a worker that takes them. */
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #ring: HashRing | null = null;
  #worker: Worker | null = null;
  /** What computes it here, once that is settled. */
  #local: LocalHash | null = mayStart() ? null : new LocalHash();
  readonly #startMs: number;

  /** `startMs` is how long the caller waits for a worker to begin, once there is much to do. */
  constructor(startMs: number = START_MS) {
    this.#startMs = startMs;
  }

  /** Whether a worker computes it. */
  get isElsewhere(): boolean {
    return this.#ring?.hasBegun ?? false;
  }

  update(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += SLOT) this.#add(bytes.subarray(at, at + SLOT));
  }

  digest(): string {
    const ring = this.#ring;
    if (this.#local === null && (ring === null || ring.abandon())) this.#takeBack();
    if (this.#local !== null) return this.#local.digest();
    this.#passAll(ring!);
    return ring!.end(HASH_BYTES).toHex();
  }

  /** Ends the worker, if there is one. */
  close(): void {
    this.#ring?.stop();
    this.#worker?.terminate();
    this.#ring = null;
    this.#worker = null;
  }

  #add(piece: Uint8Array): void {
    if (this.#local !== null) return this.#local.update(piece);
    const ring = this.#ring;
    if (ring?.hasBegun) {
      this.#passAll(ring);
      return ring.put(piece);
    }
    this.#waiting.push(piece.slice());
    this.#waitingBytes += piece.length;
    if (ring === null && this.#waitingBytes >= WORTH_A_WORKER) this.#start();
    else if (ring !== null && this.#waitingBytes > MOST_WAITING) this.#awaitWorker(ring);
  }

  /** Hands over what waits, at the pace of a worker that has begun. */
  #passAll(ring: HashRing): void {
    if (this.#waiting.length === 0) return;
    for (const piece of this.#waiting) ring.put(piece);
    this.#waiting = [];
  }

  #start(): void {
    this.#ring = new HashRing();
    this.#worker = new Worker(WORKER, { type: "module" });
    this.#worker.onerror = (event) => event.preventDefault(); // then it does not begin
    this.#worker.postMessage(this.#ring.memory);
  }

  #awaitWorker(ring: HashRing): void {
    ring.awaitBegin(this.#startMs);
    if (ring.abandon()) this.#takeBack();
  }

  /** Computes it here after all: what has come so far, and the rest. */
  #takeBack(): void {
    this.close();
    const local = new LocalHash();
    for (const piece of this.#waiting) local.update(piece);
    this.#waiting = [];
    this.#local = local;
  }
}

function mayStart(): boolean {
  if (WORKER.protocol !== "file:") return false;
  return Deno.permissions.querySync({ name: "read", path: WORKER }).state === "granted";
}
