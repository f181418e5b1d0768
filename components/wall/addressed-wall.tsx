'use client';

import { useLayoutEffect, useMemo, useState } from 'react';
import { useEngine } from '@/components/explorer/use-engine';
import { late } from '@/components/ui/late';
import type { Locale } from '@/lib/domain/vocabulary';
import { isOfRegisteredScreen, parseWall, playlistOfWall } from '@/lib/url/wall-address';
import { FOLLOW } from '@/lib/wall/schedule';
import { hasKeptOrders } from './has-kept-orders';
import { useServerClock } from './use-server-clock';
import { WallScreen, type WallScreenProps } from './wall-screen';

/** Orders are read by their schema, which no other wall needs. */
const RegisteredWall = late(async () => (await import('./registered-wall')).RegisteredWall);

export type WallFacts = Omit<
  WallScreenProps,
  | 'engine'
  | 'clock'
  | 'strip'
  | 'overlay'
  | 'onScene'
  | 'playlist'
  | 'steering'
  | 'isNarrowed'
  | 'notices'
  | 'theme'
  | 'hasNames'
>;

type Props = WallFacts & {
  /** The address's query at first render. */
  query: string;
  /** The language of the path. */
  locale: Locale;
  /** The browser brought a screen's credential when the page was rendered. */
  hasCredential: boolean;
};

/**
 * The wall that an address says, or where it says none that of a registered screen. A copy that a service worker kept was rendered
 * for another address of the same page: it begins anew with the right one.
 */
export function AddressedWall({ query: given, hasCredential, ...rest }: Props) {
  const [query, setQuery] = useState(given);
  const [isKnown, setKnown] = useState(false);
  useLayoutEffect(() => {
    const named = new URLSearchParams(location.search).toString();
    setQuery((known) => (named === new URLSearchParams(known).toString() ? known : named));
    setKnown(hasKeptOrders());
  }, []);
  const isRegistered = isOfRegisteredScreen(query) && (hasCredential || isKnown);
  const Wall = isRegistered ? RegisteredWall : UnregisteredWall;
  return <Wall key={query} query={query} {...rest} />;
}

function UnregisteredWall({ query, locale, ...facts }: Omit<Props, 'hasCredential'>) {
  const engine = useEngine(facts.isKept, null);
  const clock = useServerClock(engine.status);
  const { defaults } = facts;
  const wall = useMemo(() => parseWall(query, defaults), [query, defaults]);
  const playlist = useMemo(() => playlistOfWall(wall, locale), [wall, locale]);
  return (
    <WallScreen
      {...facts}
      engine={engine}
      clock={clock}
      playlist={playlist}
      steering={FOLLOW}
      isNarrowed={wall.breaking === null}
      hasNames={false}
      notices={wall.notices}
      theme={wall.theme === 'light' ? 'light' : 'dark'}
    />
  );
}
