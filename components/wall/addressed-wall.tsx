'use client';

import { useLayoutEffect, useMemo, useState } from 'react';
import type { Locale } from '@/lib/domain/vocabulary';
import { parseWall, playlistOfWall } from '@/lib/url/wall-address';
import { FOLLOW } from '@/lib/wall/schedule';
import { WallScreen, type WallScreenProps } from './wall-screen';

type Props = Omit<
  WallScreenProps,
  'playlist' | 'steering' | 'isNarrowed' | 'notices' | 'theme' | 'hasNames'
> & {
  /** The address's query at first render. */
  query: string;
  /** The language of the path. */
  locale: Locale;
};

/**
 * The wall that an address says. A copy that a service worker kept was rendered for another address of the same page: it begins anew
 * with the right one.
 */
export function AddressedWall({ query: given, locale, ...screen }: Props) {
  const [query, setQuery] = useState(given);
  useLayoutEffect(() => {
    const named = new URLSearchParams(location.search).toString();
    setQuery((known) => (named === new URLSearchParams(known).toString() ? known : named));
  }, []);
  const { defaults } = screen;
  const wall = useMemo(() => parseWall(query, defaults), [query, defaults]);
  const playlist = useMemo(() => playlistOfWall(wall, locale), [wall, locale]);
  return (
    <WallScreen
      key={query}
      {...screen}
      playlist={playlist}
      steering={FOLLOW}
      isNarrowed={wall.breaking === null}
      hasNames={false}
      notices={wall.notices}
      theme={wall.theme === 'light' ? 'light' : 'dark'}
    />
  );
}
