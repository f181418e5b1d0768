import { type AreaTuple, labelRegionOf } from '@/lib/domain/region';
import { MINUTE_MS } from '@/lib/domain/time';
import { INCIDENT_CLASSES } from '@/lib/domain/vocabulary';
import { NO_POINT, ROW_RETRACTED, type WireColumn } from '@/lib/protocol/columns';
import type { ListItem } from '@/lib/protocol/engine-requests';
import { latOfY, lngOfX, mercatorX, mercatorY } from '@/lib/protocol/mercator';
import type { IncidentColumns } from './incident-columns';
import type { Segment } from './segment';
import type { Selection } from './select-rows';
import { isInside, type WorldBox } from './view-frame';
import {
  eachSelectedPoint,
  eachSelectedRetracted,
  eachSelectedWithoutPoint,
} from './walk-selection';

/** `[lng, lat]` of the label of a region, or null where it has none. */
export type LabelPoint = (code: string) => readonly [number, number] | null;

/** Rows of the selected points inside a box; retracted ones have no point and are not among them. */
export function rowsInside(
  columns: IncidentColumns,
  selection: Selection,
  box: WorldBox,
): number[] {
  const rows: number[] = [];
  eachSelectedPoint(columns, selection, box, (_, place, firstRow) => rows.push(firstRow + place));
  return rows;
}

/**
 * Rows of a view's list: points in the viewport; records without a point, retracted ones included, whose region has its
 * label in the viewport or has none; and those that name no region.
 */
export function rowsOfView(
  columns: IncidentColumns,
  selection: Selection,
  box: WorldBox,
  areas: ReadonlyMap<number, AreaTuple>,
  labelPoint: LabelPoint,
): number[] {
  const rows = rowsInside(columns, selection, box);
  const hidden = new Set<number>();
  for (const [code, tuple] of areas) {
    if (isLabelOutside(tuple, box, labelPoint)) hidden.add(code);
  }
  const addUnlessHidden = ({ arrays }: Segment, place: number, firstRow: number): void => {
    if (!hidden.has(arrays.area[place] as number)) rows.push(firstRow + place);
  };
  eachSelectedWithoutPoint(columns, selection, addUnlessHidden);
  eachSelectedRetracted(columns, selection, addUnlessHidden);
  return rows;
}

function isLabelOutside(area: AreaTuple, box: WorldBox, labelPoint: LabelPoint): boolean {
  const code = labelRegionOf(area);
  const label = code === null ? null : labelPoint(code);
  return label !== null && !isInside(box, mercatorX(label[0]), mercatorY(label[1]));
}

const BUCKET_BITS = 10;
const BUCKETS = 65_536;

/**
 * The rows from `offset` to `end - 1` in the order newest first, by rid where equal. Only rows as new as the page are
 * sorted: they are found by counting rows in buckets of 1 024 minutes.
 */
export function newestRows(
  columns: IncidentColumns,
  rows: readonly number[],
  offset: number,
  end: number,
): number[] {
  const bucketOf = (row: number): number =>
    Math.min(BUCKETS - 1, columns.valueAt(row, 'occurredFrom') >>> BUCKET_BITS);
  const counts = new Uint32Array(BUCKETS);
  for (const row of rows) counts[bucketOf(row)] = (counts[bucketOf(row)] as number) + 1;
  let oldest = BUCKETS - 1;
  for (let held = counts[oldest] as number; held < end && oldest > 0; ) {
    oldest -= 1;
    held += counts[oldest] as number;
  }
  return rows
    .filter((row) => bucketOf(row) >= oldest)
    .sort(
      (a, b) =>
        columns.valueAt(b, 'occurredFrom') - columns.valueAt(a, 'occurredFrom') ||
        columns.valueAt(b, 'rid') - columns.valueAt(a, 'rid'),
    )
    .slice(offset, end);
}

/** A row as an entry of a list. */
export function toListItem(
  columns: IncidentColumns,
  row: number,
  areas: ReadonlyMap<number, AreaTuple>,
): ListItem {
  const value = (name: WireColumn): number => columns.valueAt(row, name);
  const area = areas.get(value('area'));
  const region = area ? labelRegionOf(area) : null;
  const hasPoint = value('x') !== NO_POINT;
  const withoutPoint = region === null ? 'unlocated' : 'area';
  return {
    rid: value('rid'),
    fromSeq: value('fromSeq'),
    kind: INCIDENT_CLASSES[value('incidentClass')]?.[0] ?? 'incident',
    occurredFrom: new Date(value('occurredFrom') * MINUTE_MS).toISOString(),
    point: hasPoint ? [lngOfX(value('x')), latOfY(value('y'))] : null,
    region,
    part: hasPoint ? 'symbol' : withoutPoint,
    retracted: value('state') === ROW_RETRACTED,
  };
}
