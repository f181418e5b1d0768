'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type SharedLink, toSharedLink } from '@/lib/domain/shared-link';

interface Props {
  /** Code of the short link that led here. */
  code: string | null;
  className: string | undefined;
  onDismiss: () => void;
}

/** What whoever shared the view says of it, as plain text; nothing once the link was ended. */
export function LinkNote({ code, className, onDismiss }: Props) {
  const t = useTranslations('share');
  const link = useSharedLink(code);
  if (!link || (link.title === null && link.note === null)) return null;
  return (
    <section className={className} aria-label={t('noteLabel')}>
      <small>{t('noteLabel')}</small>
      {link.title && <h2>{link.title}</h2>}
      {link.note && <p style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>{link.note}</p>}
      <button type="button" onClick={onDismiss}>
        {t('dismiss')}
      </button>
    </section>
  );
}

function useSharedLink(code: string | null): SharedLink | null {
  const [link, setLink] = useState<SharedLink | null>(null);
  useEffect(() => {
    if (code === null) return;
    const leaving = new AbortController();
    fetch(`/api/v1/links/${code}`, { signal: leaving.signal })
      .then(async (answer) => {
        if (answer.ok) setLink(toSharedLink(await answer.json()));
      })
      .catch(() => undefined);
    return () => leaving.abort();
  }, [code]);
  return link?.code === code ? link : null;
}
