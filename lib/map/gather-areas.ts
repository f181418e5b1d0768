import type { Region } from '@/lib/domain/region';
import type { AreaCount, RegionChange } from '@/lib/protocol/engine-requests';

/** Regions by their codes: all, or those that are known yet. */
export interface RegionsByCode {
  get: (code: string) => Region | undefined;
}

const PROVINCES_MIN_ZOOM = 6;
const PORTS_MIN_ZOOM = 5.5;
const MUNICIPALITIES_MIN_ZOOM = 9;
const DISTRICTS_MIN_ZOOM = 10;

function zoomOf({ type }: Region): number {
  switch (type) {
    case 'continent':
    case 'country':
      return 0;
    case 'province':
      return PROVINCES_MIN_ZOOM;
    case 'port':
      return PORTS_MIN_ZOOM;
    case 'municipality':
    case 'police zone':
      return MUNICIPALITIES_MIN_ZOOM;
    case 'district':
      return DISTRICTS_MIN_ZOOM;
  }
}

/** The region that stands for a region at a zoom: itself, or the nearest one above it that is large enough to be shown. */
function shownAt(code: string, regions: RegionsByCode, zoom: number): Region | undefined {
  let region = regions.get(code);
  while (region?.parent && (!region.point || zoom < zoomOf(region))) {
    const parent = regions.get(region.parent);
    if (!parent?.point) break;
    region = parent;
  }
  return region;
}

/** Counts of areas too small to be told apart at a zoom, added to the areas that hold them; the sum stays the same. */
export function gatherAreas(
  areas: readonly AreaCount[],
  regions: RegionsByCode,
  zoom: number,
): AreaCount[] {
  return gather(areas, regions, zoom, (sum, area) => ({
    code: area.code,
    count: sum.count + area.count,
    shooting: sum.shooting + area.shooting,
    seizure: sum.seizure + area.seizure,
    incident: sum.incident + area.incident,
  }));
}

/** The same for two periods side by side. */
export function gatherChanges(
  changes: readonly RegionChange[],
  regions: RegionsByCode,
  zoom: number,
): RegionChange[] {
  return gather(changes, regions, zoom, (sum, { code, own, other }) => ({
    code,
    own: sum.own + own,
    other: sum.other + other,
  }));
}

function gather<Entry extends { code: string }>(
  entries: readonly Entry[],
  regions: RegionsByCode,
  zoom: number,
  add: (sum: Entry, entry: Entry) => Entry,
): Entry[] {
  const gathered = new Map<string, Entry>();
  for (const entry of entries) {
    const code = shownAt(entry.code, regions, zoom)?.code ?? entry.code;
    const sum = gathered.get(code);
    gathered.set(code, { ...(sum ? add(sum, entry) : entry), code });
  }
  return [...gathered.values()];
}
