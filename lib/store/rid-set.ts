/** A set of record numbers, a bit each. */
export interface RidSet {
  /** Numbers from this on are not in it. */
  end: number;
  bits: Uint32Array;
}

export function ridSetOf(rids: readonly number[]): RidSet {
  const end = rids.reduce((largest, rid) => Math.max(largest, rid + 1), 0);
  const bits = new Uint32Array(Math.ceil(end / 32));
  for (const rid of rids) bits[rid >>> 5] = (bits[rid >>> 5] as number) | (1 << (rid & 31));
  return { end, bits };
}

export function isSameRidSet(one: RidSet, other: RidSet): boolean {
  return one.end === other.end && one.bits.every((word, index) => word === other.bits[index]);
}
