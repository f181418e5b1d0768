import { type AreaTuple, labelRegionOf } from '@/lib/domain/region';
import { MINUTE_MS } from '@/lib/domain/time';
import { INCIDENT_CLASSES } from '@/lib/domain/vocabulary';
import { NO_POINT, ROW_RETRACTED } from '@/lib/protocol/columns';
import type { ListItem } from '@/lib/protocol/engine-requests';
import { latOfY, lngOfX, mercatorX, mercatorY } from '@/lib/protocol/mercator';
import type { ReadableColumns } from './incident-columns';
import { SELECTED, SELECTED_RETRACTED, type Selection } from './select-rows';
import { isInside, type WorldBox } from './view-frame';

/** `[lng, lat]` of the label of a region, or null where it has none. */
export type LabelPoint = (code: string) => readonly [number, number] | null;

/** Rows of the selected points inside a box, newest first; retracted ones have no point and are not among them. */
export function rowsInside(
  columns: ReadableColumns,
  selection: Selection,
  box: WorldBox,
): number[] {
  const { x, y } = columns.arrays;
  const rows: number[] = [];
  for (let row = 0; row < columns.size; row += 1) {
    if (selection.marks[row] !== SELECTED) continue;
    if (isInside(box, x[row] as number, y[row] as number)) rows.push(row);
  }
  return newestFirst(columns, rows);
}

/**
 * Rows of a view's list, newest first: points in the viewport; records without a point, retracted ones included, whose
 * region has its label in the viewport or has none; and those that name no region.
 */
export function rowsOfView(
  columns: ReadableColumns,
  selection: Selection,
  box: WorldBox,
  areas: ReadonlyMap<number, AreaTuple>,
  labelPoint: LabelPoint,
): number[] {
  const { x, y, area } = columns.arrays;
  const hidden = new Uint8Array(65_536);
  for (const [code, tuple] of areas) hidden[code] = isLabelOutside(tuple, box, labelPoint) ? 1 : 0;
  const rows: number[] = [];
  for (let row = 0; row < columns.size; row += 1) {
    const mark = selection.marks[row];
    if (mark !== SELECTED && mark !== SELECTED_RETRACTED) continue;
    const shown =
      x[row] === NO_POINT
        ? hidden[area[row] as number] === 0
        : isInside(box, x[row] as number, y[row] as number);
    if (shown) rows.push(row);
  }
  return newestFirst(columns, rows);
}

function isLabelOutside(area: AreaTuple, box: WorldBox, labelPoint: LabelPoint): boolean {
  const code = labelRegionOf(area);
  const label = code === null ? null : labelPoint(code);
  return label !== null && !isInside(box, mercatorX(label[0]), mercatorY(label[1]));
}

function newestFirst({ arrays }: ReadableColumns, rows: number[]): number[] {
  const { occurredFrom, rid } = arrays;
  return rows.sort(
    (a, b) =>
      (occurredFrom[b] as number) - (occurredFrom[a] as number) ||
      (rid[b] as number) - (rid[a] as number),
  );
}

/** A row as an entry of a list. */
export function toListItem(
  { arrays }: ReadableColumns,
  row: number,
  areas: ReadonlyMap<number, AreaTuple>,
): ListItem {
  const area = areas.get(arrays.area[row] ?? 0);
  const region = area ? labelRegionOf(area) : null;
  const hasPoint = arrays.x[row] !== NO_POINT;
  const withoutPoint = region === null ? 'unlocated' : 'area';
  return {
    rid: arrays.rid[row] ?? 0,
    fromSeq: arrays.fromSeq[row] ?? 0,
    kind: INCIDENT_CLASSES[arrays.incidentClass[row] ?? 0]?.[0] ?? 'incident',
    occurredFrom: new Date((arrays.occurredFrom[row] ?? 0) * MINUTE_MS).toISOString(),
    point: hasPoint ? [lngOfX(arrays.x[row] ?? 0), latOfY(arrays.y[row] ?? 0)] : null,
    region,
    part: hasPoint ? 'symbol' : withoutPoint,
    retracted: arrays.state[row] === ROW_RETRACTED,
  };
}
