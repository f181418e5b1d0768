'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { SiteHeader } from '@/components/header/site-header';
import { late } from '@/components/ui/late';
import type { ViewDefaults } from '@/lib/url/view-state';
import styles from './control.module.css';
import { keepToken, readKeptToken } from './kept-token';
import { SignIn } from './sign-in';

/** Loaded for who holds a token: it reads answers by their schemas. */
const DeskView = late(async () => (await import('./desk-view')).DeskView);

interface Props {
  defaults: ViewDefaults;
}

/** From where walls are steered. Whoever holds the admin token may; without it nothing is shown. */
export function ControlPage({ defaults }: Props) {
  const t = useTranslations('control');
  const [token, setToken] = useState<string | null>(null);
  const [wasRefused, setRefused] = useState(false);
  useEffect(() => setToken(readKeptToken()), []);

  const end = (isRefused: boolean) => {
    keepToken(null);
    setRefused(isRefused);
    setToken(null);
  };
  return (
    <div className={styles.page}>
      <SiteHeader query="" page="/control">
        {token !== null && (
          <button type="button" className={styles.end} onClick={() => end(false)}>
            {t('signOut')}
          </button>
        )}
      </SiteHeader>
      <main className={styles.main}>
        <h1>{t('heading')}</h1>
        {token !== null ? (
          <DeskView key={token} token={token} defaults={defaults} onRefused={() => end(true)} />
        ) : (
          <SignIn
            wasRefused={wasRefused}
            onToken={(given, isKept) => {
              if (isKept) keepToken(given);
              setRefused(false);
              setToken(given);
            }}
          />
        )}
      </main>
    </div>
  );
}
