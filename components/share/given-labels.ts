import type { MapLabel } from '@/lib/domain/map-label';

/** Of the words on a map those that its address brought: the reader's own need no telling whose they are. */
export function givenLabels(
  labels: readonly MapLabel[],
  given: readonly MapLabel[],
): readonly MapLabel[] {
  return labels.filter(({ text }) => given.some((other) => other.text === text));
}
