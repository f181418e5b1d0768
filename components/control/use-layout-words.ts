'use client';

import { useTranslations } from 'use-intl';
import type { Layout } from '@/lib/wall/playlist';

const WORDS = {
  map: 'map',
  'map and ticker': 'mapAndTicker',
  'map and numbers': 'mapAndNumbers',
  figures: 'figures',
  compare: 'compare',
  replay: 'replay',
} as const satisfies Record<Layout, string>;

/** Says what stands beside the map. */
export function useLayoutWords(): (layout: Layout) => string {
  const t = useTranslations('control.layouts');
  return (layout) => t(WORDS[layout]);
}
