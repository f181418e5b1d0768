const MOST_TOLD = 20;

/** A file that gives no boundaries; each fault names the feature or the field, and says what to do. */
export class BoundaryFileError extends Error {
  override readonly name = 'BoundaryFileError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    const more = faults.length - MOST_TOLD;
    const told = faults.slice(0, MOST_TOLD);
    super([...told, ...(more > 0 ? [`… and ${more} more of the kind.`] : [])].join('\n'));
    this.faults = faults;
  }
}

/** Ends the reading with one fault. */
export function refuseFile(fault: string): never {
  throw new BoundaryFileError([fault]);
}
