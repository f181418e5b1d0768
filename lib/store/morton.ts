/** The bits of a 16-bit number, each followed by a zero bit. */
function spread16(value: number): number {
  let bits = value & 0xffff;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  bits = (bits | (bits << 1)) & 0x55555555;
  return bits;
}

/** x and y of 16 bits each, interleaved, x in the even bits (G. M. Morton, 1966). */
function interleave16(x: number, y: number): number {
  return (spread16(x) | (spread16(y) << 1)) >>> 0;
}

/**
 * Row numbers in Morton order of their points, so that neighbours on the map are neighbours in memory; equal points
 * follow their rid.
 */
export function mortonOrder(
  x: Uint32Array,
  y: Uint32Array,
  rid: Uint32Array,
  rows: Uint32Array,
): Uint32Array {
  const high = new Uint32Array(rows.length);
  const low = new Uint32Array(rows.length);
  const order = new Uint32Array(rows.length);
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] ?? 0;
    high[index] = interleave16((x[row] ?? 0) >>> 16, (y[row] ?? 0) >>> 16);
    low[index] = interleave16(x[row] ?? 0, y[row] ?? 0);
    order[index] = index;
  }
  order.sort(
    (a, b) =>
      (high[a] ?? 0) - (high[b] ?? 0) ||
      (low[a] ?? 0) - (low[b] ?? 0) ||
      (rid[rows[a] ?? 0] ?? 0) - (rid[rows[b] ?? 0] ?? 0),
  );
  return order.map((index) => rows[index] ?? 0);
}
