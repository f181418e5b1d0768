import { type AreaTuple, labelRegionOf } from '@/lib/domain/region';
import { MINUTE_MS } from '@/lib/domain/time';
import { INCIDENT_CLASSES } from '@/lib/domain/vocabulary';
import { NO_POINT, ROW_RETRACTED, type WireColumn } from '@/lib/protocol/columns';
import {
  LIST_PARTS,
  type ListItem,
  type ListPage,
  type ListPart,
} from '@/lib/protocol/engine-requests';
import { latOfY, lngOfX, mercatorX, mercatorY } from '@/lib/protocol/mercator';
import type { IncidentColumns } from './incident-columns';
import { orderedRows } from './list-order';
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
 * Rows of a view's list, by the part of the total that they belong to: points in the viewport; records without a point
 * whose region has its label in the viewport or has none; those that name no region; and, counted in no total, retracted
 * ones by the same rule.
 */
export function partsOfView(
  columns: IncidentColumns,
  selection: Selection,
  box: WorldBox,
  areas: ReadonlyMap<number, AreaTuple>,
  labelPoint: LabelPoint,
): ListParts {
  const parts: ListParts = { ...noParts(), symbol: rowsInside(columns, selection, box) };
  const hidden = new Set<number>();
  const named = new Set<number>();
  for (const [code, tuple] of areas) {
    if (isLabelOutside(tuple, box, labelPoint)) hidden.add(code);
    if (labelRegionOf(tuple) !== null) named.add(code);
  }
  eachSelectedWithoutPoint(columns, selection, ({ arrays }, place, firstRow) => {
    const area = arrays.area[place] as number;
    if (!hidden.has(area)) parts[named.has(area) ? 'area' : 'unlocated'].push(firstRow + place);
  });
  eachSelectedRetracted(columns, selection, ({ arrays }, place, firstRow) => {
    if (!hidden.has(arrays.area[place] as number)) parts.retracted.push(firstRow + place);
  });
  return parts;
}

/** Rows by part of the total. */
export type ListParts = Record<ListPart, number[]>;

export function noParts(): ListParts {
  return { symbol: [], area: [], unlocated: [], retracted: [] };
}

export function countsOfParts(parts: ListParts): Record<ListPart, number> {
  const { symbol, area, unlocated, retracted } = parts;
  return {
    symbol: symbol.length,
    area: area.length,
    unlocated: unlocated.length,
    retracted: retracted.length,
  };
}

/** The rows of a page that may begin in one part and end in another. */
export function pageOfParts(
  columns: IncidentColumns,
  rowsOf: ListParts,
  { order, parts, offset, limit }: ListPage,
): number[] {
  const page: number[] = [];
  const runs = LIST_PARTS.map((part) => rowsOf[part]);
  let before = 0;
  for (const rows of parts === 'apart' ? runs : [runs.flat()]) {
    const first = Math.max(0, offset - before);
    const end = Math.min(rows.length, offset + limit - before);
    if (first < end) page.push(...orderedRows(columns, rows, order, first, end));
    before += rows.length;
  }
  return page;
}

function isLabelOutside(area: AreaTuple, box: WorldBox, labelPoint: LabelPoint): boolean {
  const code = labelRegionOf(area);
  const label = code === null ? null : labelPoint(code);
  return label !== null && !isInside(box, mercatorX(label[0]), mercatorY(label[1]));
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
  const isRetracted = value('state') === ROW_RETRACTED;
  const withoutPoint = region === null ? 'unlocated' : 'area';
  return {
    rid: value('rid'),
    fromSeq: value('fromSeq'),
    kind: INCIDENT_CLASSES[value('incidentClass')]?.[0] ?? 'incident',
    occurredFrom: new Date(value('occurredFrom') * MINUTE_MS).toISOString(),
    point: hasPoint ? [lngOfX(value('x')), latOfY(value('y'))] : null,
    region,
    part: isRetracted ? 'retracted' : hasPoint ? 'symbol' : withoutPoint,
  };
}
