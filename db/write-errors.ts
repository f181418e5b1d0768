/** No record with this id is stored here. */
export class NotFound extends Error {
  override readonly name: string = 'NotFound';
}

/** The record was withdrawn; nothing can be changed in it any more. */
export class AlreadyWithdrawn extends NotFound {
  override readonly name = 'AlreadyWithdrawn';
}

/** The record is a draft: nothing public can be retracted. */
export class NotPublic extends Error {
  override readonly name = 'NotPublic';
}

/** Somebody else changed the record since the writer read it (`If-Match`). */
export class RevisionMismatch extends Error {
  override readonly name = 'RevisionMismatch';
  readonly expected: number;
  readonly actual: number;

  constructor(id: string, expected: number, actual: number) {
    super(
      `record ${id} is at revision ${actual}, not ${expected}: read it again and repeat the change`,
    );
    this.expected = expected;
    this.actual = actual;
  }
}

/** An `Idempotency-Key` came a second time with another body or from another sender. */
export class IdempotencyConflict extends Error {
  override readonly name = 'IdempotencyConflict';
}

/** All 65 536 codes for combinations of areas are taken. */
export class AreaCodesExhausted extends Error {
  override readonly name = 'AreaCodesExhausted';
}
