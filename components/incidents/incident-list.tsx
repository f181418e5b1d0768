'use client';

import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
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

const PAGE = 100;

/** The records in view, or behind one symbol: what the map shows, for the keyboard and for readers who do not see it. */
export const IncidentList = memo(function IncidentList({
  client,
  revision,
  view,
  source,
  onSource,
  openRid,
  onOpen,
}: Props) {
  const t = useTranslations('list');
  const { offset, turnTo } = useOffset(JSON.stringify([view, source]));
  const listBody = useMemo(
    () => (view && source.type === 'view' ? { ...view, offset, limit: PAGE } : null),
    [view, source, offset],
  );
  const membersBody = useMemo(
    () => (source.type === 'cluster' ? { cluster: source.cluster, offset, limit: PAGE } : null),
    [source, offset],
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
  const total = answer?.total ?? 0;
  const isPastEnd = total > 0 && offset >= total;
  const top = useRef<HTMLDivElement>(null);
  const turn = (next: number) => {
    turnTo(next);
    top.current?.focus();
  };
  useEffect(() => {
    if (isPastEnd) turnTo(0);
  }, [isPastEnd, turnTo]);

  return (
    <div ref={top} tabIndex={-1} className={styles.pages}>
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
      {total > PAGE && <Pager offset={offset} total={total} onTurn={turn} />}
    </div>
  );
});

interface PagerProps {
  offset: number;
  total: number;
  onTurn: (offset: number) => void;
}

/** Which of how many are shown, and the way to the rest. */
function Pager({ offset, total, onTurn }: PagerProps) {
  const t = useTranslations('list');
  const { number } = useWords();
  const last = Math.min(total, offset + PAGE);
  return (
    <nav className={styles.pager} aria-label={t('pages')}>
      <button type="button" disabled={offset === 0} onClick={() => onTurn(offset - PAGE)}>
        {t('previous')}
      </button>
      <span>
        {t('range', { first: number(offset + 1), last: number(last), total: number(total) })}
      </span>
      <button type="button" disabled={last === total} onClick={() => onTurn(offset + PAGE)}>
        {t('next')}
      </button>
    </nav>
  );
}

/** Where the shown page begins: at 0 again for another question. */
function useOffset(question: string) {
  const [turned, setTurned] = useState({ question, offset: 0 });
  const turnTo = useCallback((offset: number) => setTurned({ question, offset }), [question]);
  return { offset: turned.question === question ? turned.offset : 0, turnTo };
}
