'use client';

import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import type { ViewRequest } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import styles from './incident-list.module.css';
import type { ListSource } from './list-source';
import { entryOf, RecordList } from './record-list';
import { useTexts } from './use-texts';
import { useWords } from './use-words';

interface Props {
  client: EngineClient | null;
  revision: number;
  view: ViewRequest | null;
  source: ListSource;
  onSource: (source: ListSource) => void;
  openRid: number | null;
  onOpen: (rid: number) => void;
}

const PAGE = 40;
const MOST = 400;

/** The records in view, or behind one symbol: what the map shows, for the keyboard and for readers who do not see it. */
export function IncidentList({ client, revision, view, source, onSource, openRid, onOpen }: Props) {
  const t = useTranslations('list');
  const { number } = useWords();
  const [limit, setLimit] = useState(PAGE);
  const listBody = useMemo(
    () => (view && source.type === 'view' ? { ...view, offset: 0, limit } : null),
    [view, source, limit],
  );
  const membersBody = useMemo(
    () => (source.type === 'cluster' ? { cluster: source.cluster, offset: 0, limit } : null),
    [source, limit],
  );
  const inView = useEngineAnswer(client, 'list', listBody, revision);
  const members = useEngineAnswer(client, 'members', membersBody, revision);
  const answer = source.type === 'view' ? inView : members;
  const items = answer?.items ?? [];
  const texts = useTexts(
    client,
    useMemo(() => (answer?.items ?? []).map((item) => item.rid), [answer]),
    revision,
  );
  const isLocated = (item: (typeof items)[number]) => item.part === 'symbol';
  const located = items.filter(isLocated).map((item) => entryOf(item, texts));
  const elsewhere = items.filter((item) => !isLocated(item)).map((item) => entryOf(item, texts));
  const shared = { openRid, onOpen };

  return (
    <div>
      {source.type === 'cluster' && (
        <p className={styles.heading}>
          {t('clusterHeading', { count: answer?.total ?? source.count })}
          <button type="button" className={styles.back} onClick={() => onSource({ type: 'view' })}>
            {t('clusterBack')}
          </button>
        </p>
      )}
      {!answer && <p className={styles.empty}>{t('loading')}</p>}
      {answer?.total === 0 && <p className={styles.empty}>{t('empty')}</p>}
      {located.length > 0 && source.type === 'view' && (
        <h3 className={styles.heading}>{t('withPoint')}</h3>
      )}
      <RecordList entries={located} {...shared} />
      {elsewhere.length > 0 && <h3 className={styles.heading}>{t('withoutPoint')}</h3>}
      <RecordList entries={elsewhere} {...shared} />
      {answer && answer.total > items.length && limit < MOST && (
        <button type="button" className={styles.more} onClick={() => setLimit(limit + PAGE)}>
          {t('more')} ({number(items.length)} / {number(answer.total)})
        </button>
      )}
    </div>
  );
}
