import '@fontsource/noto-sans/latin-400.css';
import '@fontsource/noto-sans/latin-700.css';
import './layers.css';
import './tokens.css';
import './base.css';
import { connection } from 'next/server';
import { createTranslator } from 'use-intl/core';
import { MissingPage } from '@/components/ui/missing-page';
import { LOCALES } from '@/lib/domain/vocabulary';
import { readMessages } from './read-messages';

export const metadata = { title: '404 – Havenwacht', robots: { index: false } };

/** An unknown address names no language, so it is answered in all three. */
export default async function GlobalNotFound() {
  // Rendered for each request: a page made at build time would have no nonce for its scripts.
  await connection();
  const answers = LOCALES.map((locale) => {
    const t = createTranslator({ locale, messages: readMessages(locale), namespace: 'states' });
    return { locale, sentence: t('notFound'), link: t('toMap') };
  });
  return (
    <html lang="en">
      <body>
        <MissingPage answers={answers} />
      </body>
    </html>
  );
}
