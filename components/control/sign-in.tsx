'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import styles from './control.module.css';

interface Props {
  /** The last token was no administrator's. */
  wasRefused: boolean;
  onToken: (token: string, isKept: boolean) => void;
}

/** Asks for the admin token. It is in no address, and leaves this page only with its questions to the server. */
export function SignIn({ wasRefused, onToken }: Props) {
  const t = useTranslations('control.signIn');
  const [token, setToken] = useState('');
  const [isKept, setKept] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim()) onToken(token.trim(), isKept);
  };
  return (
    <form className={styles.signIn} onSubmit={submit}>
      <p>{t('explanation')}</p>
      <label htmlFor="admin-token">{t('token')}</label>
      <input
        id="admin-token"
        type="password"
        autoComplete="off"
        required
        value={token}
        onChange={(event) => setToken(event.target.value)}
        aria-invalid={wasRefused}
        {...(wasRefused ? { 'aria-describedby': 'admin-token-fault' } : {})}
      />
      {wasRefused && (
        <p id="admin-token-fault" role="alert" className={styles.fault}>
          {t('wrong')}
        </p>
      )}
      <label className={styles.tick}>
        <input
          type="checkbox"
          checked={isKept}
          onChange={(event) => setKept(event.target.checked)}
        />
        {t('keep')}
      </label>
      <button type="submit" className={styles.button}>
        {t('open')}
      </button>
    </form>
  );
}
