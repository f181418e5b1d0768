import { cellNumber } from './cell-number';
import { type Cluster, FINEST_LEVEL } from './cluster-cells';
import { singleOf } from './fan-out';
import type { IncidentColumns } from './incident-columns';
import type { Selection } from './select-rows';
import { pixelsPerUnit, type ViewFrame, type WorldBox } from './view-frame';
import { eachSelectedPoint } from './walk-selection';

const POINT_RADIUS_PX = 5;
const RING_PX = 9;
/** Farther out rings are as small as symbols, since their numbers would cover each other. */
const NUMBERED_MIN_ZOOM = 11;
const SMALL_RING_PX = 6;
/** Around the view, so that symbols come in whole while it is panned. */
const MARGIN_PX = 64;
const SHIFT = 31 - FINEST_LEVEL;

/** Records of one spot, and the lowest rid of them. */
interface Spot {
  rid: number;
  cluster: Cluster;
}

/**
 * Every selected record in and around a view, at its own spot. Records of one spot, about a metre wide, are one ring with
 * their number, at the place of the lowest rid, since symbols on top of each other would show one of them; its cell is that
 * spot, for `members`.
 */
export function spotClusters(
  columns: IncidentColumns,
  selection: Selection,
  frame: ViewFrame,
): Cluster[] {
  const spots = new Map<number, Spot>();
  eachSelectedPoint(columns, selection, spotsBox(frame), ({ arrays }, place, firstRow) => {
    const [x, y] = [arrays.x[place] as number, arrays.y[place] as number];
    const cell = cellNumber(FINEST_LEVEL, x >>> SHIFT, y >>> SHIFT);
    const rid = columns.valueAt(firstRow + place, 'rid');
    const single = { ...singleOf(columns, firstRow + place), x, y, cell };
    const known = spots.get(cell);
    const isFirst = known === undefined || rid < known.rid;
    spots.set(cell, {
      rid: isFirst ? rid : known.rid,
      cluster: known ? { ...joined(known.cluster, single), ...(isFirst && { x, y }) } : single,
    });
  });
  const radiusPx = radiusAt(frame.zoom);
  return [...spots.values()]
    .map(({ cluster }) => cluster)
    .sort((a, b) => a.cell - b.cell)
    .map((cluster) => ({ ...cluster, radiusPx: radiusPx(cluster.count) }));
}

function radiusAt(zoom: number): (count: number) => number {
  return (count) => {
    if (count === 1) return POINT_RADIUS_PX;
    return zoom < NUMBERED_MIN_ZOOM ? SMALL_RING_PX : RING_PX + 2 * Math.floor(Math.log10(count));
  };
}

/** The spot that is known least well says how well all of them are. */
function joined(a: Cluster, b: Cluster): Cluster {
  const count = a.count + b.count;
  return {
    ...a,
    count,
    shootings: a.shootings + b.shootings,
    seizures: a.seizures + b.seizures,
    killed: a.killed + b.killed,
    injured: a.injured + b.injured,
    grams: a.grams + b.grams,
    row: -1,
    placePrecision: Math.max(a.placePrecision ?? 0, b.placePrecision ?? 0),
  };
}

/** The view and what stands around it: {@link spotClusters} draws every record in it. */
export function spotsBox({ box, zoom }: ViewFrame): WorldBox {
  const margin = MARGIN_PX / pixelsPerUnit(zoom);
  return {
    minX: box.minX - margin,
    minY: box.minY - margin,
    maxX: box.maxX + margin,
    maxY: box.maxY + margin,
  };
}
