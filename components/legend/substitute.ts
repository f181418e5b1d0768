import { HEAT_MAX_ZOOM, type Marks, MOST_POINTS } from '@/lib/domain/marks';
import type { ViewResponse } from '@/lib/protocol/engine-requests';

/**
 * Why clusters are drawn though the reader wants another thing, as a message of the legend's; null where all is as wanted,
 * and where the answer is of before the wish: the next one draws what is wanted.
 */
export function substituteFor(
  wanted: Marks,
  { marks, nearView, zoom }: Pick<ViewResponse, 'marks' | 'nearView' | 'zoom'>,
): { message: 'tooManyPoints' | 'heatTooClose'; count: number } | null {
  if (marks !== 'clusters') return null;
  const count = nearView ?? 0;
  if (wanted === 'points' && count > MOST_POINTS) return { message: 'tooManyPoints', count };
  if (wanted === 'heat' && zoom >= HEAT_MAX_ZOOM) return { message: 'heatTooClose', count };
  return null;
}
