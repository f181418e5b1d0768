/** Who writes, when, and where new ids come from. */
export interface WriteContext {
  actor: string;
  now: Date;
  newId: () => string;
  /** Awaited inside the transaction, after all is written and before it commits; tests order commits by it. */
  beforeCommit?: () => Promise<void>;
}
