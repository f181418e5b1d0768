'use client';

import { useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { qrPath } from '@/components/ui/qr-path';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import styles from './phone-code.module.css';

interface Props {
  /** The explorer's query of the scene. */
  query: string;
  /** Null for the page's own origin. */
  publicUrl: string | null;
}

/** What a phone reads from the screen to open the scene in the explorer. */
export function PhoneCode({ query, publicUrl }: Props) {
  const t = useTranslations('wall');
  const locale = useReaderLocale();
  const [origin, setOrigin] = useState(publicUrl);
  useEffect(() => {
    if (publicUrl === null) setOrigin(location.origin);
  }, [publicUrl]);
  const code = useMemo(() => {
    if (origin === null) return null;
    const address = new URL(`/${locale}${query ? `?${query}` : ''}`, origin).href;
    return { ...qrPath(address), address };
  }, [origin, locale, query]);
  if (!code) return null;
  return (
    <aside className={styles.code} aria-label={t('phone')} data-covers-map>
      <svg
        viewBox={`0 0 ${code.size} ${code.size}`}
        shapeRendering="crispEdges"
        role="img"
        aria-label={t('phone')}
        data-address={code.address}
      >
        <path d={code.path} />
      </svg>
      <p>{t('phone')}</p>
    </aside>
  );
}
