/** What a NIC does with frames that arrive; set by its host. */
export const Intake = {
  /** Hands them up. */
  Open: 0,
  /** Keeps them, up to a limit, until it is open again: its host is paused. */
  Held: 1,
  /** Drops them: its host is down. */
  Closed: 2,
} as const;
export type Intake = (typeof Intake)[keyof typeof Intake];
