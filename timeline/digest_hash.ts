import { createHash } from "node:crypto";

/** SHA-256 of bytes that come one piece after the other, wherever it is computed. */
export interface DigestHash {
  /** The next bytes; they may change as soon as it returns. */
  update(bytes: Uint8Array): void;
  /** The hash of all as hexadecimal digits. To be called once. */
  digest(): string;
}

/** Computes it at once. */
export class LocalHash implements DigestHash {
  readonly #hash = createHash("sha256");

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  digest(): string {
    return this.#hash.digest("hex");
  }
}
