import { LAST_ZOOM } from '@/lib/domain/filter';
import { NOT_STATED } from '@/lib/protocol/columns';
import { SINGLE_RADIUS_PX } from '@/lib/protocol/engine-requests';
import { boxOfCell, cellNumber } from './cell-number';
import { CLUSTER_MARGIN_PX, type Cluster, finestLevel, JOINS } from './cluster-cells';
import type { IncidentColumns } from './incident-columns';
import { KIND_TALLY, seizuresOfTally, shootingsOfTally, UNIT_GRAMS } from './kind-codes';
import type { Selection } from './select-rows';
import { pixelsPerUnit, type ViewFrame, type WorldBox } from './view-frame';
import { eachSelectedPoint } from './walk-selection';

const SPACING_PX = 2 * (SINGLE_RADIUS_PX + CLUSTER_MARGIN_PX);
/** A single ring up to here, then a lattice of equal triangles from the middle outwards. */
const MOST_IN_A_RING = 6;
const LATTICE_RINGS = 3;
/** As many as fill those rings; more stay one circle, whose records the list gives. */
export const FAN_MOST = 1 + 3 * LATTICE_RINGS * (LATTICE_RINGS + 1);

type Offset = readonly [x: number, y: number];

/**
 * Where the records of one fan stand around its middle, in pixels, y downwards: at least the width of a symbol with its
 * margin apart. For 1 to {@link FAN_MOST} records.
 */
export function fanOffsets(count: number): readonly Offset[] {
  return count <= MOST_IN_A_RING ? ring(count) : LATTICE.slice(0, count);
}

function ring(count: number): Offset[] {
  const radius = count === 1 ? 0 : SPACING_PX / 2 / Math.sin(Math.PI / count);
  return Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count - Math.PI / 2;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

const LATTICE = lattice();

function lattice(): Offset[] {
  const offsets: Offset[] = [];
  for (let row = -LATTICE_RINGS; row <= LATTICE_RINGS; row += 1) {
    for (let column = -LATTICE_RINGS; column <= LATTICE_RINGS; column += 1) {
      if (Math.abs(row + column) > LATTICE_RINGS) continue;
      offsets.push([SPACING_PX * (column + row / 2), SPACING_PX * row * Math.sqrt(0.75)]);
    }
  }
  const distance = ([x, y]: Offset) => Math.round(Math.hypot(x, y));
  const angle = ([x, y]: Offset) => (Math.atan2(x, -y) + 2 * Math.PI) % (2 * Math.PI);
  return offsets.sort((a, b) => distance(a) - distance(b) || angle(a) - angle(b));
}

/**
 * At the last zoom, where coming closer parts nothing, a small cluster becomes its records side by side, each with the
 * `spot` that it lies at. A fan takes the smallest cell around its cluster that has room for it and holds no other cluster;
 * without one the cluster stays. So nothing overlaps, and nothing depends on where the view stands.
 */
export function fanOut(
  clusters: readonly Cluster[],
  columns: IncidentColumns,
  selection: Selection,
  frame: ViewFrame,
): readonly Cluster[] {
  if (frame.zoom < LAST_ZOOM) return clusters;
  const pxPerUnit = pixelsPerUnit(frame.zoom);
  const finest = finestLevel(frame.zoom);
  const inhabited = new Map<number, number>();
  for (const cluster of clusters) {
    for (const { cell } of cellsAround(cluster, finest)) {
      inhabited.set(cell, (inhabited.get(cell) ?? 0) + 1);
    }
  }
  const fans = new Map<Cluster, Fan>();
  for (const cluster of clusters) {
    if (cluster.count === 1 || cluster.count > FAN_MOST) continue;
    const rooms = cellsAround(cluster, finest).filter(({ cell }) => inhabited.get(cell) === 1);
    const fan = planFan(cluster, rooms, pxPerUnit);
    if (fan) fans.set(cluster, fan);
  }
  const rowsOf = rowsByCell([...fans.keys()], columns, selection, finest);
  return clusters.flatMap((cluster) => {
    const fan = fans.get(cluster);
    const rows = rowsOf.get(cluster.cell);
    if (!fan || !rows) return [cluster];
    rows.sort((a, b) => columns.valueAt(a, 'rid') - columns.valueAt(b, 'rid'));
    return rows.map((row, index) => {
      const [right = 0, down = 0] = fan.offsets[index] ?? [];
      const stand = { x: fan.x + right / pxPerUnit, y: fan.y + down / pxPerUnit };
      const spot = { x: columns.valueAt(row, 'x'), y: columns.valueAt(row, 'y') };
      return { ...singleOf(columns, row), ...stand, spot, cell: cluster.cell };
    });
  });
}

/** Where a fan stands, in wire units, and its records around that. */
interface Fan {
  x: number;
  y: number;
  offsets: readonly Offset[];
}

/** The fan in the first of some cells that has room for it, or null. */
function planFan(cluster: Cluster, rooms: readonly Cell[], pxPerUnit: number): Fan | null {
  const offsets = fanOffsets(cluster.count);
  const reach = (furthest(offsets) + SINGLE_RADIUS_PX + CLUSTER_MARGIN_PX) / pxPerUnit;
  const room = rooms.find(({ size }) => size >= 2 * reach);
  if (!room) return null;
  const x = between(cluster.x, room.minX + reach, room.minX + room.size - reach);
  const y = between(cluster.y, room.minY + reach, room.minY + room.size - reach);
  return { x, y, offsets };
}

/** The selected rows of clusters, by cell: one walk over all of them, since each passes every block of the store. */
function rowsByCell(
  clusters: readonly Cluster[],
  columns: IncidentColumns,
  selection: Selection,
  finest: number,
): Map<number, number[]> {
  const found = new Map<number, number[]>(clusters.map(({ cell }) => [cell, []]));
  if (clusters.length === 0) return found;
  eachSelectedPoint(columns, selection, boxAround(clusters), ({ arrays }, place, firstRow) => {
    const [x, y] = [arrays.x[place] as number, arrays.y[place] as number];
    for (let level = finest; level >= finest - JOINS; level -= 1) {
      const cell = cellNumber(level, x >>> (31 - level), y >>> (31 - level));
      found.get(cell)?.push(firstRow + place);
    }
  });
  return found;
}

function boxAround(clusters: readonly Cluster[]): WorldBox {
  const boxes = clusters.map(({ cell }) => boxOfCell(cell));
  return {
    minX: Math.min(...boxes.map(({ minX }) => minX)),
    minY: Math.min(...boxes.map(({ minY }) => minY)),
    maxX: Math.max(...boxes.map(({ maxX }) => maxX)),
    maxY: Math.max(...boxes.map(({ maxY }) => maxY)),
  };
}

interface Cell {
  /** See `cellNumber`. */
  cell: number;
  minX: number;
  minY: number;
  /** Of a side, in wire units. */
  size: number;
}

/** The cell of a cluster and those above it that a circle may have, the smallest first. */
function cellsAround({ x, y, joins }: Cluster, finest: number): Cell[] {
  return Array.from({ length: JOINS - joins + 1 }, (_, up) => {
    const level = finest - joins - up;
    const size = 2 ** (31 - level);
    // A circle stands inside its cell.
    const [column, row] = [Math.floor(x / size), Math.floor(y / size)];
    const cell = cellNumber(level, column, row);
    return { cell, minX: column * size, minY: row * size, size };
  });
}

function furthest(offsets: readonly Offset[]): number {
  return Math.max(...offsets.map(([x, y]) => Math.hypot(x, y)));
}

function between(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** What a row adds, as a cluster of its own. */
export function singleOf(columns: IncidentColumns, row: number): Omit<Cluster, 'x' | 'y' | 'cell'> {
  const value = (name: 'killed' | 'injured') => columns.valueAt(row, name);
  const stated = (name: 'killed' | 'injured') => (value(name) === NOT_STATED ? 0 : value(name));
  const tally = KIND_TALLY[columns.valueAt(row, 'incidentClass')] as number;
  const isWeighed = columns.valueAt(row, 'quantityUnit') === UNIT_GRAMS;
  return {
    joins: 0,
    spot: null,
    placePrecision: columns.valueAt(row, 'placePrecision'),
    radiusPx: SINGLE_RADIUS_PX,
    count: 1,
    shootings: shootingsOfTally(tally),
    seizures: seizuresOfTally(tally),
    killed: stated('killed'),
    injured: stated('injured'),
    grams: isWeighed ? columns.valueAt(row, 'quantity') : 0,
    row,
  };
}
