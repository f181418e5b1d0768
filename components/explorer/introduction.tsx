'use client';

import { useTranslations } from 'use-intl';
import { type ChoiceStore, useChoice } from '@/components/shell/choice-store';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import styles from './introduction.module.css';

/** For who comes for the first time: what this is, and where it says how it is made. Floats, so that nothing moves for it. */
export function Introduction({ choices }: { choices: ChoiceStore }) {
  const t = useTranslations('introduction');
  const locale = useReaderLocale();
  const isRead = useChoice(choices, 'introduction-read');
  if (isRead !== false) return null;
  return (
    <aside className={styles.introduction} aria-label={t('label')}>
      <p>
        {t('text')} <a href={`/${locale}/about`}>{t('link')}</a>
      </p>
      <button
        type="button"
        aria-label={t('close')}
        title={t('close')}
        onClick={() => choices.set('introduction-read', true)}
      >
        <span aria-hidden="true">×</span>
      </button>
    </aside>
  );
}
