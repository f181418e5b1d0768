'use client';

import { useTranslations } from 'use-intl';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { CONTROL_START, controlPath } from '@/lib/url/control-address';
import { wallPath } from '@/lib/url/page-paths';
import { CopyField } from './copy-field';
import styles from './share-dialog.module.css';

/** The view on a screen across a newsroom: at once, by its address, or as a scene of a playlist. A wall follows the feed. */
export function WallSection({ query }: { query: string }) {
  const t = useTranslations('share');
  const locale = useReaderLocale();
  const wall = `/${locale}${wallPath(query)}`;
  const control = `/${locale}${controlPath({ ...CONTROL_START, section: 'playlists', view: query })}`;
  return (
    <section>
      <h3>{t('wall')}</h3>
      <p className={styles.hint}>{t('wallNote')}</p>
      <CopyField label={t('wallAddress')} value={location.origin + wall} action={t('copyWall')} />
      <p className={styles.wallLinks}>
        <a href={wall}>{t('wallOpen')}</a>
        <a href={control}>{t('wallAdd')}</a>
      </p>
    </section>
  );
}
