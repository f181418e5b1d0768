import { readHead } from '@/db/read-log';
import { regionsOf } from '@/lib/regions/gazetteer';
import { type AreaCount, countMatches } from '../list-matches';
import { originsOf, ownScope } from '../scope';
import type { Services } from '../services';

export interface RegionCounts {
  groups: AreaCount[];
  /** By region code: published records in it, without retracted ones. */
  published: ReadonlyMap<string, number>;
}

interface KeptCounts extends RegionCounts {
  epoch: string;
  seq: number;
}

/** The last counts of each installation: they are true until its log moves. */
const kept = new WeakMap<Services, KeptCounts>();

/** What the pages of regions count, of the installation's own scope, at the head. */
export async function readRegionCounts(services: Services): Promise<RegionCounts> {
  return services.reads.read('region counts', () => countAtHead(services));
}

async function countAtHead(services: Services): Promise<RegionCounts> {
  const { settings, database } = services;
  const head = await readHead(database);
  const before = kept.get(services);
  if (before?.epoch === head.epoch && before.seq === head.seq) return before;
  const origins = originsOf(ownScope(settings), settings);
  const { groups, seq } = await countMatches(services, origins ? { origins } : {});
  const counts = { groups, published: publishedOf(groups), epoch: head.epoch, seq };
  kept.set(services, counts);
  return counts;
}

function publishedOf(groups: readonly AreaCount[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { area, count, isRetracted } of groups) {
    if (isRetracted) continue;
    for (const code of regionsOf(area)) sums.set(code, (sums.get(code) ?? 0) + count);
  }
  return sums;
}
