/** Pixels of the screen for each of an element's own, where something around it is scaled. */
export function enlargementOf(
  element: Pick<HTMLElement, 'getBoundingClientRect' | 'offsetWidth'>,
): number {
  return element.getBoundingClientRect().width / element.offsetWidth || 1;
}
