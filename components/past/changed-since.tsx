'use client';

import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import { useTexts } from '@/components/incidents/use-texts';
import { useWords } from '@/components/incidents/use-words';
import type { Filter } from '@/lib/domain/filter';
import type { ChangedSinceResponse } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import styles from './past-band.module.css';
import { startOfPage } from './start-of-page';
import { useMoment } from './use-moment';

interface Props {
  client: EngineClient | null;
  revision: number;
  filter: Filter;
  onOpen: (rid: number) => void;
}

const PAGE_RECORDS = 10;

/** What became of the selected records since: how many, and on demand which, page by page. Escape folds it up again. */
export function ChangedSince({ client, revision, filter, onOpen }: Props) {
  const t = useTranslations('past');
  const details = useRef<HTMLDetailsElement>(null);
  const [page, setPage] = useState({ filter, offset: 0 });
  // Another selection begins with its first page.
  const offset = page.filter === filter ? page.offset : 0;
  const body = useMemo(() => ({ filter, offset, limit: PAGE_RECORDS }), [filter, offset]);
  const answer = useEngineAnswer(client, 'changedSince', body, revision);
  if (!answer) return null;
  const { total, withdrawn } = answer;
  const first = startOfPage(offset, total, PAGE_RECORDS);
  // Corrections taken back may leave fewer pages than the reader has turned.
  if (first !== offset) setPage({ filter, offset: first });
  const gone = withdrawn?.count ?? 0;
  const count = t('changedCount', { count: total });
  const words = gone > 0 ? `${count}; ${t('withdrawnCount', { count: gone })}` : count;
  if (total + gone === 0) return <p>{words}</p>;
  return (
    <details
      ref={details}
      className={styles.changes}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !details.current?.open) return;
        details.current.open = false;
        details.current.querySelector('summary')?.focus();
      }}
    >
      <summary>{words}</summary>
      <div className={styles.sheet}>
        <ChangedRecords answer={answer} client={client} revision={revision} onOpen={onOpen} />
        {total > PAGE_RECORDS && (
          <Pages
            offset={first}
            total={total}
            onOffset={(turned) => setPage({ filter, offset: turned })}
          />
        )}
        <Withdrawn withdrawn={withdrawn} />
      </div>
    </details>
  );
}

interface RecordsProps extends Pick<Props, 'client' | 'revision' | 'onOpen'> {
  answer: ChangedSinceResponse;
}

function ChangedRecords({ answer, client, revision, onOpen }: RecordsProps) {
  const t = useTranslations('past');
  const words = useWords();
  const moment = useMoment();
  const rids = useMemo(() => answer.records.map(({ rid }) => rid), [answer]);
  const texts = useTexts(client, rids, revision);
  return (
    <ul>
      {answer.records.map(({ rid, change, at }) => {
        const record = texts.get(rid);
        const title = record?.title ? words.text(record.title).text : record && words.when(record);
        return (
          <li key={rid}>
            <button type="button" onClick={() => onOpen(rid)}>
              {title ?? t('untitled', { rid })}
            </button>
            <small>
              {t(change)}, {at ? t('when', moment(at)) : t('sinceUnknown')}
            </small>
          </li>
        );
      })}
    </ul>
  );
}

interface PagesProps {
  offset: number;
  total: number;
  onOffset: (offset: number) => void;
}

function Pages({ offset, total, onOffset }: PagesProps) {
  const t = useTranslations('past');
  const last = Math.min(total, offset + PAGE_RECORDS);
  return (
    <div className={styles.pages}>
      <Turn isOver={offset === 0} onTurn={() => onOffset(Math.max(0, offset - PAGE_RECORDS))}>
        {t('earlier')}
      </Turn>
      <span role="status">{t('page', { first: offset + 1, last, total })}</span>
      <Turn isOver={last === total} onTurn={() => onOffset(last)}>
        {t('later')}
      </Turn>
    </div>
  );
}

/** A button that keeps the focus where there is nothing more to turn to: a disabled one would lose the keyboard's place. */
function Turn({
  isOver,
  onTurn,
  children,
}: {
  isOver: boolean;
  onTurn: () => void;
  children: ReactNode;
}) {
  return (
    <button type="button" aria-disabled={isOver || undefined} onClick={() => isOver || onTurn()}>
      {children}
    </button>
  );
}

/** When records were withdrawn, and nothing else of them. */
function Withdrawn({ withdrawn }: Pick<ChangedSinceResponse, 'withdrawn'>) {
  const t = useTranslations('past');
  const moment = useMoment();
  if (!withdrawn || withdrawn.count === 0) return null;
  const shown = withdrawn.latest.slice(0, PAGE_RECORDS);
  return (
    <>
      <h3>{t('withdrawnCount', { count: withdrawn.count })}</h3>
      <ul>
        {shown.map((at, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: several may have gone at one instant, and nothing tells them apart
          <li key={index}>
            <small>
              {t('withdrawn')}, {t('when', moment(at))}
            </small>
          </li>
        ))}
        {withdrawn.count > shown.length && <li aria-hidden="true">…</li>}
      </ul>
    </>
  );
}
