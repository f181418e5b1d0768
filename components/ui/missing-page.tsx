import header from '@/components/header/site-header.module.css';
import type { Locale } from '@/lib/domain/vocabulary';
import styles from './note-page.module.css';

interface Props {
  answers: { locale: Locale; sentence: string; link: string }[];
}

/** What an unknown address shows; it names no language, so its way to each is in its text and not in its header. */
export function MissingPage({ answers }: Props) {
  return (
    <>
      <header className={header.header}>
        <a className={header.wordmark} href="/">
          Havenwacht
        </a>
      </header>
      <main className={styles.page}>
        <p className={styles.mark}>404</p>
        {answers.map(({ locale, sentence, link }) => (
          <p key={locale} lang={locale}>
            {sentence}. <a href={`/${locale}`}>{link}</a>
          </p>
        ))}
      </main>
    </>
  );
}
