'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { awaitedRows, type Start } from './awaited-rows';

/** Longer than a first load takes on a slow line before its first part is there. */
const PATIENCE_MS = 15_000;

interface Props {
  /** Null until the engine has said anything. */
  status: Start | null;
  className: string | undefined;
}

/** Nothing has come for long: a page without records must not look like a map without any. */
export function SlowStart({ status, className }: Props) {
  const t = useTranslations('states');
  const isOverdue = useOverdue(awaitedRows(status));
  if (!isOverdue) return null;
  return (
    <section className={className} data-tone="alarm" role="status">
      <h2>{t('awaitedHeading')}</h2>
      <p>{t('awaited')}</p>
    </section>
  );
}

/** Whether `loaded` has stood still for too long; null while nothing is waited for. */
function useOverdue(loaded: number | null): boolean {
  const [overdue, setOverdue] = useState<number | null>(null);
  useEffect(() => {
    if (loaded === null) return;
    const timer = setTimeout(() => setOverdue(loaded), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [loaded]);
  return loaded !== null && overdue === loaded;
}
