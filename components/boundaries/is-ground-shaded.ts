import type { Marks } from '@/lib/domain/marks';
import type { AddedLayer } from '@/lib/url/view-state';

/** Whether areas are shaded: where the reader wants them, and not under heat, whose tones would mix with theirs. */
export function isGroundShaded({
  shown,
  marks,
}: {
  shown: readonly AddedLayer[];
  marks: Marks;
}): boolean {
  return shown.includes('density') && marks !== 'heat';
}
