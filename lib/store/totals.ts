import type { AreaCount, Totals } from '@/lib/protocol/engine-requests';
import {
  addSums,
  COUNT,
  GRAMS,
  INJURED,
  KILLED,
  POINTS,
  SEIZURES,
  SHOOTINGS,
  SUM_FIELDS,
} from './cell-sums';
import type { IncidentColumns } from './incident-columns';
import { BLOCK_ROWS } from './segment';
import type { Selection } from './select-rows';

/**
 * Sums over a selection, from those of its blocks. Every selected record is in exactly one of `symbols` (it has a point),
 * `inAreas` (it is in one of the area counts) and `unlocated`, so `count` is their sum.
 */
export function totalsOf(
  columns: IncidentColumns,
  selection: Selection,
  areaCounts: readonly AreaCount[],
): Totals {
  const sums = sumAll(columns, selection);
  const field = (offset: number): number => sums[offset] as number;
  const inAreas = areaCounts.reduce((sum, { count }) => sum + count, 0);
  const sumParts = (tally: 'retracted' | 'tooCoarse' | 'unplaced'): number =>
    selection.parts.reduce((sum, part) => sum + part[tally], 0);
  return {
    count: field(COUNT),
    symbols: field(POINTS),
    inAreas,
    unlocated: field(COUNT) - field(POINTS) - inAreas,
    retracted: sumParts('retracted'),
    killed: field(KILLED),
    injured: field(INJURED),
    seizedGrams: field(GRAMS),
    coarserThanDay: sumParts('tooCoarse'),
    unplaced: sumParts('unplaced'),
    shooting: field(SHOOTINGS),
    seizure: field(SEIZURES),
    incident: field(COUNT) - field(SHOOTINGS) - field(SEIZURES),
  };
}

function sumAll(columns: IncidentColumns, selection: Selection): Float64Array {
  const total = new Float64Array(SUM_FIELDS);
  columns.segments.forEach(({ size }, index) => {
    const sums = selection.parts[index]?.sums;
    for (let block = 0; sums && block * BLOCK_ROWS < size; block += 1) {
      addSums(sums, block * SUM_FIELDS, total, 0);
    }
  });
  return total;
}
