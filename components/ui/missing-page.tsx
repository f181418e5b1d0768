import type { Locale } from '@/lib/domain/vocabulary';
import styles from './note-page.module.css';

interface Props {
  answers: { locale: Locale; sentence: string; link: string }[];
}

/** What an unknown address shows. */
export function MissingPage({ answers }: Props) {
  return (
    <main className={styles.page}>
      <p className={styles.mark}>404</p>
      {answers.map(({ locale, sentence, link }) => (
        <p key={locale} lang={locale}>
          {sentence}. <a href={`/${locale}`}>{link}</a>
        </p>
      ))}
    </main>
  );
}
