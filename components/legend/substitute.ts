import type { Marks } from '@/lib/domain/marks';
import type { ViewResponse } from '@/lib/protocol/engine-requests';

/** Why clusters are drawn though the reader wants another thing, as a message of the legend's; null where all is as wanted. */
export function substituteFor(
  wanted: Marks,
  { marks, inView }: Pick<ViewResponse, 'marks' | 'inView'>,
): { message: 'tooManyPoints' | 'heatTooClose'; count: number } | null {
  if (marks !== 'clusters' || wanted === 'clusters') return null;
  return { message: wanted === 'points' ? 'tooManyPoints' : 'heatTooClose', count: inView };
}
