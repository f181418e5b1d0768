'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import styles from './imprint.module.css';

export interface ImprintProps {
  publisher: string | null;
  responsibleEditor: string | null;
  contact: string | null;
  dataLicence: string | null;
}

/** Who publishes this, as the operator set it; what is not set says so. */
export function Imprint({ children, ...facts }: ImprintProps & { children?: ReactNode }) {
  const t = useTranslations('footer');
  const entries = ['publisher', 'responsibleEditor', 'contact', 'dataLicence'] as const;
  return (
    <footer className={styles.imprint}>
      <dl>
        {entries.map((entry) => (
          <div key={entry}>
            <dt>{t(entry)}</dt>
            <dd data-unset={facts[entry] === null || undefined}>{facts[entry] ?? t('unset')}</dd>
          </div>
        ))}
      </dl>
      {children}
    </footer>
  );
}
