/**
 * The line of a list that stands away from the others that are drawn, since it keeps the focus while the list is scrolled on;
 * null where all of them follow each other. `lines` are in order.
 */
export function lineApart(
  lines: readonly { index: number }[],
  focused: number | null,
): number | null {
  const at = lines.findIndex(({ index }) => index === focused);
  if (focused === null || at < 0 || lines.length === 1) return null;
  const isNext = lines[at - 1]?.index === focused - 1 || lines[at + 1]?.index === focused + 1;
  return isNext ? null : focused;
}
