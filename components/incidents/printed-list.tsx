'use client';

import { useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ListOrder } from '@/lib/domain/list-order';
import type { ViewRequest } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import styles from './incident-list.module.css';
import rowStyles from './incident-row.module.css';
import type { ListSource } from './list-source';
import { RecordLine } from './record-line';
import { useListAnswer } from './use-list-answer';
import { useTexts } from './use-texts';
import { useWords } from './use-words';

interface Props {
  client: EngineClient | null;
  /** The list is of the one when it was asked for; later ones are not followed. */
  revision: number;
  view: ViewRequest | null;
  source: ListSource;
  order: ListOrder;
  /** In place of the rows on the screen. */
  isShown: boolean;
  onFilled: () => void;
}

const MOST_PRINTED = 500;
/** Where texts do not come, as without network, days and kinds are printed. */
const TEXTS_PATIENCE_MS = 8_000;
const FIRST = { offset: 0, limit: MOST_PRINTED };

/** The first rows of a list for paper, where nothing scrolls, and how many of how many they are. */
export function PrintedList({ client, view, source, order, isShown, onFilled, ...now }: Props) {
  const t = useTranslations('list');
  const { number } = useWords();
  // It waits unseen: each of a day's revisions would ask for all its texts again.
  const [revision] = useState(now.revision);
  const answer = useListAnswer(client, revision, view, source, order, FIRST);
  const rids = useMemo(() => (answer?.items ?? []).map(({ rid }) => rid), [answer]);
  const texts = useTexts(client, rids, revision);
  const isComplete = answer !== null && rids.every((rid) => texts.has(rid));
  useEffect(() => {
    const timer = setTimeout(onFilled, isComplete ? 0 : TEXTS_PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isComplete, onFilled]);
  if (!answer) return null;
  const { items, total } = answer;
  return (
    <div className={styles.printed} data-shown={isShown || undefined}>
      <p>{t('printed', { shown: number(items.length), total: number(total) })}</p>
      <ol>
        {items.map(({ rid, kind, part, occurredFrom }) => (
          <li key={rid} className={rowStyles.row}>
            <RecordLine
              kind={kind}
              isRetracted={part === 'retracted'}
              record={texts.get(rid) ?? null}
              occurredFrom={occurredFrom}
              nowMs={null}
            />
          </li>
        ))}
      </ol>
    </div>
  );
}
