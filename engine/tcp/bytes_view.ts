import { NO_BYTES } from "../wire/mod.ts";

/** A view of bytes: the `length` bytes of `data` from `start`. Filled in by whoever is asked for bytes. */
export class BytesView {
  data: Uint8Array = NO_BYTES;
  start = 0;
  length = 0;
}
