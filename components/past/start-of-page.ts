/** Where the page with an offset begins; beyond the end, where the last page does. */
export function startOfPage(offset: number, total: number, size: number): number {
  const last = Math.max(0, Math.ceil(total / size) - 1) * size;
  return Math.min(Math.floor(offset / size) * size, last);
}
