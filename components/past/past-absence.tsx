'use client';

import { useTranslations } from 'use-intl';
import type { PastStatus } from '@/lib/protocol/engine-requests';

interface Props {
  past: PastStatus | null;
  className: string | undefined;
  onToday: () => void;
}

/** A past that cannot be shown: why, and the way to what can. */
export function PastAbsence({ past, className, onToday }: Props) {
  const t = useTranslations('past');
  if (!past || past.state === 'shown' || past.state === 'loading') return null;
  return (
    <section className={className} data-tone="alarm" data-past={past.state} role="alert">
      <h2>{t(`${past.state}Heading`)}</h2>
      <p>{t(past.state)}</p>
      <button type="button" onClick={onToday}>
        {t('today')}
      </button>
    </section>
  );
}
