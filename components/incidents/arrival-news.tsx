'use client';

import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Arrival } from '@/lib/protocol/engine-requests';
import { currentArrival } from './use-arrivals';
import { useWords } from './use-words';

/** Screen readers hear of arrivals in batches, at most this often. */
const BATCH_MS = 15_000;

/** Tells those who do not see the list that something arrived. */
export function ArrivalNews({ arrivals }: { arrivals: readonly Arrival[] }) {
  const t = useTranslations('ticker');
  const words = useWords();
  const [told, setTold] = useState<{ count: number; rid: number } | null>(null);
  const lastSeq = useRef(0);
  const latest = useRef(arrivals);
  latest.current = arrivals;

  useEffect(() => {
    const timer = setInterval(() => {
      const news = latest.current.filter(
        ({ fromSeq, change }) => change === 'new' && fromSeq > lastSeq.current,
      );
      const [newest] = news;
      if (!newest) return;
      lastSeq.current = newest.fromSeq;
      setTold({ count: news.length, rid: newest.record.rid });
    }, BATCH_MS);
    return () => clearInterval(timer);
  }, []);

  const newest = told && currentArrival(told.rid, arrivals);
  const title = newest?.record.title;
  return (
    <p className="visually-hidden" aria-live="polite">
      {told &&
        newest &&
        t('arrived', { count: told.count, title: title ? words.text(title).text : t('untitled') })}
    </p>
  );
}
