'use client';

import { useMemo } from 'react';
import { useStill } from '@/components/ui/use-still';
import type { Filter } from '@/lib/domain/filter';
import type { FacetsResponse } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import { useEngineAnswer } from './use-engine-answer';

/** What every choice of a filter would give; null before the first answer. */
export function useFacets(
  client: EngineClient | null,
  filter: Filter,
  revision: number,
): FacetsResponse | null {
  const { from, to } = filter;
  const days = useStill(useMemo(() => ({ from, to }), [from, to]));
  const body = useMemo(() => ({ filter: { ...filter, ...days } }), [filter, days]);
  return useEngineAnswer(client, 'facets', body, revision);
}
