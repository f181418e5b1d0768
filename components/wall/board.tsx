'use client';

import type { Statements } from '@/components/figures/group-figures';
import type { Filter } from '@/lib/domain/filter';
import type { Totals } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import type { Layout } from '@/lib/wall/playlist';
import { CompareBoard } from './compare-board';
import { FiguresBoard } from './figures-board';
import { NumbersBoard } from './numbers-board';
import { ReplayStrip } from './replay-strip';
import { TickerBoard } from './ticker-board';
import type { useReplay } from './use-replay';
import type { useWallMap } from './use-wall-map';

interface Props {
  layout: Layout;
  client: EngineClient | null;
  revision: number;
  filter: Filter;
  totals: Totals | null;
  statements: readonly Statements[] | null;
  map: Pick<ReturnType<typeof useWallMap>, 'figureYear' | 'compared'>;
  replay: ReturnType<typeof useReplay>;
}

/** What stands beside the map, under it or on all of it. */
export function Board({ layout, client, revision, filter, totals, ...rest }: Props) {
  switch (layout) {
    case 'map':
      return null;
    case 'map and ticker':
      return <TickerBoard client={client} revision={revision} filter={filter} totals={totals} />;
    case 'map and numbers':
      return <NumbersBoard totals={totals} />;
    case 'figures':
      return <FiguresBoard statements={rest.statements} year={rest.map.figureYear} />;
    case 'compare':
      return <CompareBoard compared={rest.map.compared} />;
    case 'replay':
      return rest.replay && <ReplayStrip replay={rest.replay} />;
  }
}
