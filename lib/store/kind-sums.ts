import { KINDS } from '@/lib/domain/vocabulary';
import { SUM_FIELDS } from './cell-sums';

/** What the published rows of a block are, as bits: real, simulated, or of a code that this page does not know. */
export const HAS_REAL = 1;
export const HAS_SIMULATED = 2;
export const HAS_UNKNOWN = 4;

/**
 * Sums of a segment's published rows by block and kind. They know nothing of a filter, so that one which asks for
 * kinds alone, as most do, is answered for a whole block by adding up to three of them.
 */
export interface KindSums {
  /** `SUM_FIELDS` numbers for each kind of each block, see {@link offsetOfKind}; rows are summed as places. */
  readonly sums: Float64Array;
  /** Bits of each block. */
  readonly scopes: Uint8Array;
  /** 1 for a block whose rows changed since it was summed. */
  readonly due: Uint8Array;
}

/** Sums of so many blocks, all due. */
export function createKindSums(blocks: number): KindSums {
  return {
    sums: new Float64Array(blocks * KINDS.length * SUM_FIELDS),
    scopes: new Uint8Array(blocks),
    due: new Uint8Array(blocks).fill(1),
  };
}

/** Where a kind's sums of a block begin. */
export function offsetOfKind(block: number, kind: number): number {
  return (block * KINDS.length + kind) * SUM_FIELDS;
}
