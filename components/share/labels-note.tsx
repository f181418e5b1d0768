'use client';

import { useTranslations } from 'use-intl';
import type { MapLabel } from '@/lib/domain/map-label';

interface Props {
  labels: readonly MapLabel[];
  className: string | undefined;
  onDismiss: () => void;
}

/** The words that a shared address puts on the map, as text, and that they are of whoever shared it. */
export function LabelsNote({ labels, className, onDismiss }: Props) {
  const t = useTranslations('share');
  if (labels.length === 0) return null;
  return (
    <section className={className} aria-label={`${t('noteLabel')}: ${t('labels')}`}>
      <small>{t('noteLabel')}</small>
      <ul>
        {labels.map(({ text, point }) => (
          <li key={`${text} ${point}`} style={{ overflowWrap: 'anywhere' }}>
            {text}
          </li>
        ))}
      </ul>
      <button type="button" onClick={onDismiss}>
        {t('dismiss')}
      </button>
    </section>
  );
}
