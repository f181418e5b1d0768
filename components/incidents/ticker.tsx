'use client';

import { memo, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import { useNow } from '@/components/ui/use-now';
import type { Filter } from '@/lib/domain/filter';
import { matchesFilter } from '@/lib/domain/matches-filter';
import type { ListItem, ListRequest } from '@/lib/protocol/engine-requests';
import { areaMatches } from '@/lib/regions/known-regions';
import type { EngineClient } from '@/lib/store/engine-client';
import styles from './incident-list.module.css';
import { entryOf, type ListEntry, RecordList } from './record-list';
import type { SeenArrival } from './use-arrivals';
import { useTexts } from './use-texts';

interface Props {
  client: EngineClient | null;
  revision: number;
  filter: Filter;
  arrivals: readonly SeenArrival[];
  openRid: number | null;
  onOpen: (rid: number) => void;
}

const LATEST = 30;
const RENEW_MS = 30_000;
/** How long an arrival is called new. */
const NEW_FOR_MS = 180_000;
/** A viewport that holds the whole world, so that the list is the selection's and not the view's. */
const WORLD = {
  camera: { center: [0, 0] as [number, number], zoom: 0 },
  width: 4096,
  height: 4096,
};

/** The selection's latest records; what arrives live enters on top. */
export const Ticker = memo(function Ticker({
  client,
  revision,
  filter,
  arrivals,
  openRid,
  onOpen,
}: Props) {
  const t = useTranslations('ticker');
  const now = useNow(RENEW_MS) ?? 0;
  const body = useMemo<ListRequest>(
    () => ({ filter, ...WORLD, order: 'time', parts: 'together', offset: 0, limit: LATEST }),
    [filter],
  );
  const list = useEngineAnswer(client, 'list', body, revision);
  const live = arrivals.filter(({ record }) => matchesFilter(record, filter, areaMatches));
  const liveRids = new Set(live.map(({ record }) => record.rid));
  const texts = useTexts(
    client,
    useMemo(() => (list?.items ?? []).map((item: ListItem) => item.rid), [list]),
    revision,
  );

  const newest = live.map((arrival) => entryOfArrival(arrival, now));
  const older = (list?.items ?? [])
    .filter((item) => !liveRids.has(item.rid))
    .map((item) => entryOf(item, texts));

  if (list && list.total === 0 && live.length === 0)
    return <p className={styles.empty}>{t('empty')}</p>;
  return <RecordList entries={[...newest, ...older]} openRid={openRid} onOpen={onOpen} />;
});

function entryOfArrival(arrival: SeenArrival, nowMs: number): ListEntry {
  const { record, change, fromSeq, arrivedMs } = arrival;
  return {
    key: `${record.rid}-${fromSeq}`,
    rid: record.rid,
    kind: record.kind,
    isRetracted: record.status === 'retracted',
    occurredFrom: record.occurredFrom,
    record,
    change: change === 'new' && nowMs - arrivedMs > NEW_FOR_MS ? undefined : change,
  };
}
