'use client';

import { useMemo } from 'react';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import type { ListOrder } from '@/lib/domain/list-order';
import type { ListResponse, ViewRequest } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import type { ListSource } from './list-source';

/** What the engine says of the records from `offset` on; the last answer stands until the next. */
export function useListAnswer(
  client: EngineClient | null,
  revision: number,
  view: ViewRequest | null,
  source: ListSource,
  order: ListOrder,
  span: { offset: number; limit: number },
): ListResponse | null {
  const page = useMemo(() => ({ order, parts: 'apart' as const, ...span }), [order, span]);
  const listBody = useMemo(
    () => (view && source.type === 'view' ? { ...view, ...page } : null),
    [view, source, page],
  );
  const membersBody = useMemo(
    () => (source.type === 'cluster' ? { cluster: source.cluster, ...page } : null),
    [source, page],
  );
  const inView = useEngineAnswer(client, 'list', listBody, revision);
  const members = useEngineAnswer(client, 'members', membersBody, revision);
  return source.type === 'view' ? inView : members;
}
