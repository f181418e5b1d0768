'use client';

import { useEffect, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { Tabs } from '@/components/ui/tabs';
import type { ViewDefaults } from '@/lib/url/view-state';
import styles from './control.module.css';
import { createDesk } from './desk-client';
import { PlaylistsSection } from './playlists-section';
import { ScreensSection } from './screens-section';
import { useDesk } from './use-desk';
import { useFragment } from './use-fragment';

interface Props {
  token: string;
  defaults: ViewDefaults;
  /** The server does not take the token. */
  onRefused: () => void;
}

/** What there is to steer, and what with. */
export function DeskView({ token, defaults, onRefused }: Props) {
  const t = useTranslations('control');
  const desk = useMemo(() => createDesk(token), [token]);
  const { state, fault, refresh } = useDesk(desk);
  const [address, go] = useFragment();
  const isRefused = fault?.status === 401 || fault?.status === 403;
  useEffect(() => {
    if (isRefused) onRefused();
  }, [isRefused, onRefused]);

  return (
    <>
      <p role="status" className={styles.away}>
        {fault && !isRefused ? t('away', { reason: fault.message }) : ''}
      </p>
      {state === null ? (
        <p>{fault ? '' : t('loading')}</p>
      ) : (
        <Tabs
          label={t('heading')}
          active={address.section}
          onChange={(section) => go({ section })}
          tabs={[
            {
              name: 'screens',
              label: t('screens'),
              content: (
                <ScreensSection desk={desk} state={state} code={address.code} refresh={refresh} />
              ),
            },
            {
              name: 'playlists',
              label: t('playlists'),
              content: (
                <PlaylistsSection
                  desk={desk}
                  state={state}
                  address={address}
                  go={go}
                  defaults={defaults}
                  refresh={refresh}
                />
              ),
            },
          ]}
        />
      )}
    </>
  );
}
