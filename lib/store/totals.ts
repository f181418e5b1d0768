import { type AreaTuple, labelRegionOf } from '@/lib/domain/region';
import { NO_POINT, NOT_STATED } from '@/lib/protocol/columns';
import type { Totals } from '@/lib/protocol/engine-requests';
import type { ReadableColumns } from './incident-columns';
import { KIND_OF_CLASS, SEIZURE, SHOOTING, UNIT_GRAMS } from './kind-codes';
import { SELECTED, type Selection } from './select-rows';

/** Area codes as a table: 1 where the area names a region that a count can stand on. */
export function labelledAreas(areas: ReadonlyMap<number, AreaTuple>): Uint8Array {
  const table = new Uint8Array(65_536);
  for (const [code, area] of areas) table[code] = labelRegionOf(area) === null ? 0 : 1;
  return table;
}

/**
 * Sums over a selection. Every selected record is in exactly one of `symbols` (it has a point), `inAreas` (it names a
 * region) and `unlocated`, so `count` is their sum.
 */
export function totalsOf(
  columns: ReadableColumns,
  selection: Selection,
  areas: ReadonlyMap<number, AreaTuple>,
): Totals {
  const { x, area, incidentClass, killed, injured, quantity, quantityUnit } = columns.arrays;
  const { marks } = selection;
  const labelled = labelledAreas(areas);
  const totals = emptyTotals(selection);
  for (let row = 0; row < columns.size; row += 1) {
    if (marks[row] !== SELECTED) continue;
    if (x[row] !== NO_POINT) totals.symbols += 1;
    else if (labelled[area[row] as number] === 1) totals.inAreas += 1;
    const kind = KIND_OF_CLASS[incidentClass[row] as number];
    if (kind === SHOOTING) totals.shooting += 1;
    else if (kind === SEIZURE) totals.seizure += 1;
    if (killed[row] !== NOT_STATED) totals.killed += killed[row] as number;
    if (injured[row] !== NOT_STATED) totals.injured += injured[row] as number;
    if (quantityUnit[row] === UNIT_GRAMS) totals.seizedGrams += quantity[row] as number;
  }
  totals.unlocated = totals.count - totals.symbols - totals.inAreas;
  totals.incident = totals.count - totals.shooting - totals.seizure;
  return totals;
}

function emptyTotals(selection: Selection): Totals {
  return {
    count: selection.count,
    symbols: 0,
    inAreas: 0,
    unlocated: 0,
    retracted: selection.retracted,
    killed: 0,
    injured: 0,
    seizedGrams: 0,
    coarserThanDay: selection.tooCoarse,
    shooting: 0,
    seizure: 0,
    incident: 0,
  };
}
