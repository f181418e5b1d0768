'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import type { BoundaryScene } from '@/components/map/map-types';
import { useStill } from '@/components/ui/use-still';
import type { Filter } from '@/lib/domain/filter';
import type { BoundaryLevel } from '@/lib/protocol/boundaries';
import type { EngineClient } from '@/lib/store/engine-client';
import { levelAt } from './level-at';
import { type Shading, shadeAreas } from './shade-areas';
import { useBoundaries } from './use-boundaries';

/** What the legend says of imported boundaries. */
export interface BoundaryLegend {
  level: BoundaryLevel;
  source: string;
  licence: string;
  /** Null while the layer is off, or the first count is awaited. */
  shading: Shading | null;
}

interface Options {
  client: EngineClient | null;
  revision: number;
  filter: Filter;
  zoom: number;
  isShaded: boolean;
}

const UNSHADED: ReadonlyMap<string, number> = new Map();

/** Imported boundaries as the map draws them and as the legend explains them; both null where there are none. */
export function useShading({ client, revision, filter, zoom, isShaded }: Options): {
  scene: BoundaryScene | null;
  legend: BoundaryLegend | null;
} {
  const t = useTranslations('legend');
  const boundaries = useBoundaries();
  const level = boundaries && levelAt(zoom, [...boundaries.byLevel.keys()]);
  const isAsked = isShaded && level !== null;
  const request = useMemo(() => (isAsked ? { filter } : null), [filter, isAsked]);
  const totals = useEngineAnswer(client, 'regionTotals', useStill(request), revision);
  const features = (level && boundaries?.byLevel.get(level)) || null;
  const shading = useMemo(
    () =>
      isAsked && features && totals
        ? shadeAreas(
            features.map(({ properties }) => properties),
            totals.levels[level],
          )
        : null,
    [isAsked, features, level, totals],
  );
  const chosen = useMemo(
    () => filter.regions.flatMap((code) => boundaries?.byCode.get(code) ?? []),
    [filter.regions, boundaries],
  );
  const source = boundaries?.facts.source ?? '';
  const attribution = escapeHtml(t('boundariesBy', { source }));
  const scene = useMemo(
    () => features && { features, chosen, attribution, tones: shading?.tones ?? UNSHADED },
    [features, chosen, attribution, shading],
  );
  const legend = useMemo(
    () =>
      boundaries && level ? { level, source, licence: boundaries.facts.licence, shading } : null,
    [boundaries, level, source, shading],
  );
  return { scene, legend };
}

/** MapLibre takes an attribution as HTML. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
