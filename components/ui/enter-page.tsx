'use client';

import { useTranslations } from 'use-intl';
import styles from './note-page.module.css';

/** Asks for a read token; works without scripts. It posts to whatever address the reader wanted. */
export function EnterPage({ isWrong }: { isWrong: boolean }) {
  const t = useTranslations('enter');
  return (
    <main className={`${styles.page} ${styles.bare}`}>
      <h1 className={styles.mark}>{t('heading')}</h1>
      <p>{t('explanation')}</p>
      <form method="post" className={styles.form}>
        <label htmlFor="token">{t('token')}</label>
        <input
          id="token"
          name="token"
          type="password"
          autoComplete="current-password"
          required
          aria-invalid={isWrong}
          {...(isWrong ? { 'aria-describedby': 'token-fault' } : {})}
        />
        {isWrong && (
          <p id="token-fault" role="alert">
            {t('wrong')}
          </p>
        )}
        <button type="submit" className={styles.button}>
          {t('open')}
        </button>
      </form>
    </main>
  );
}
