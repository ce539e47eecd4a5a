import type { createHash as CreateHash, Hash } from "node:crypto";
// @ts-types="../third_party/sha256.ts"
import { sha256 } from "../third_party/sha256.min.js";

/** SHA-256 of bytes that come one piece after the other, wherever it is computed. */
export interface DigestHash {
  /** The next bytes; they may change as soon as it returns. */
  update(bytes: Uint8Array): void;
  /** The hash of all as hexadecimal digits. To be called once. */
  digest(): string;
}

/** A hash in the form of a digest: "sha256:" and 64 hexadecimal digits. */
export function digestText(hash: DigestHash): string {
  return `sha256:${hash.digest()}`;
}

/** So many bytes may still be hashed without Node's module, which is fast and takes 40 ms to load. */
let few = 1 << 18;
let createHash: typeof CreateHash | null = null;

/**
 * Computes it at once: the first bytes of a program in JavaScript, all others
 * with Node's module.
 */
export class LocalHash implements DigestHash {
  #hash: Hash | null = createHash?.("sha256") ?? null;
  /** What has come without it. */
  #pieces: Uint8Array[] = [];

  update(bytes: Uint8Array): void {
    if (this.#hash === null && bytes.length <= few) {
      few -= bytes.length;
      this.#pieces.push(bytes.slice());
    } else {
      this.#hash ??= this.#begun();
      this.#hash.update(bytes);
    }
  }

  digest(): string {
    if (this.#hash !== null) return this.#hash.digest("hex");
    const hash = sha256.create();
    for (const piece of this.#pieces) hash.update(piece);
    return hash.digest().toHex();
  }

  /** Node's, with what has come so far. */
  #begun(): Hash {
    // deno-lint-ignore no-process-global no-undef -- an import would load it at each start
    createHash ??= process.getBuiltinModule("node:crypto").createHash;
    const hash = createHash("sha256");
    for (const piece of this.#pieces) hash.update(piece);
    this.#pieces = [];
    return hash;
  }
}
