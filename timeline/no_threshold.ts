/**
 * What `ssthresh` is before the first loss, as exported. It stands here, apart
 * from the engine that sets it, because HTML pages carry what reads it.
 */
export const NO_THRESHOLD = 2 ** 31 - 1;
