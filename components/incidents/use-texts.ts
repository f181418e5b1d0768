'use client';

import { useMemo } from 'react';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import type { PublicIncident } from '@/lib/domain/incident';
import type { EngineClient } from '@/lib/store/engine-client';

/** The records behind numbers, as far as they have arrived. */
export function useTexts(
  client: EngineClient | null,
  rids: readonly number[],
  revision: number,
): ReadonlyMap<number, PublicIncident> {
  const answer = useEngineAnswer(
    client,
    'texts',
    rids.length > 0 ? { rids: [...rids] } : null,
    revision,
  );
  return useMemo(() => new Map(answer?.texts.map((record) => [record.rid, record])), [answer]);
}
