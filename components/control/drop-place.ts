/** From where to where a row reaches, in pixels from the top of the window. */
export interface RowSpan {
  top: number;
  bottom: number;
}

/**
 * Where in the list a row comes to stand that is let go at a height: after those whose middles lie above it. Its own
 * place where it has not passed the middle of a neighbour.
 */
export function dropPlace(rows: readonly RowSpan[], from: number, y: number): number {
  return rows.filter(({ top, bottom }, index) => index !== from && (top + bottom) / 2 < y).length;
}
