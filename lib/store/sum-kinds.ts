import { INCIDENT_CLASSES, KINDS, ORIGINS, VERIFICATIONS } from '@/lib/domain/vocabulary';
import { ROW_PUBLISHED } from '@/lib/protocol/columns';
import { KIND_OF_CLASS } from './kind-codes';
import { HAS_REAL, HAS_SIMULATED, HAS_UNKNOWN, type KindSums, offsetOfKind } from './kind-sums';
import { BLOCK_ROWS, type Segment } from './segment';
import { sumPlaces } from './sum-blocks';

const SIMULATED = ORIGINS.indexOf('simulated');

/** A segment's sums by kind, after summing the blocks that are due. */
export function kindSumsOf(segment: Segment): KindSums {
  const { kindSums, size } = segment;
  const { due } = kindSums;
  const places = new Uint16Array(BLOCK_ROWS);
  for (let block = due.indexOf(1); block >= 0; block = due.indexOf(1, block + 1)) {
    const begin = block * BLOCK_ROWS;
    if (begin < size) sumBlock(segment, block, places);
    due[block] = 0;
  }
  return kindSums;
}

function sumBlock(segment: Segment, block: number, places: Uint16Array): void {
  const { sums, scopes } = segment.kindSums;
  const begin = block * BLOCK_ROWS;
  const end = Math.min(segment.size, begin + BLOCK_ROWS);
  scopes[block] = scopesOf(segment, begin, end);
  for (let kind = 0; kind < KINDS.length; kind += 1) {
    const count = listKind(segment, kind, begin, end, places);
    sumPlaces(segment, block, places, count, sums, offsetOfKind(block, kind));
  }
}

function scopesOf(segment: Segment, begin: number, end: number): number {
  const { state, origin, incidentClass, verification } = segment.arrays;
  let bits = 0;
  for (let place = begin; place < end; place += 1) {
    if (state[place] !== ROW_PUBLISHED) continue;
    const isKnown =
      (incidentClass[place] as number) < INCIDENT_CLASSES.length &&
      (verification[place] as number) < VERIFICATIONS.length &&
      (origin[place] as number) < ORIGINS.length;
    if (!isKnown) bits |= HAS_UNKNOWN;
    else bits |= origin[place] === SIMULATED ? HAS_SIMULATED : HAS_REAL;
  }
  return bits;
}

/** Writes the places of a block's published rows of a kind into `places`; returns how many they are. */
function listKind(
  segment: Segment,
  kind: number,
  begin: number,
  end: number,
  places: Uint16Array,
): number {
  const { state, incidentClass } = segment.arrays;
  let count = 0;
  for (let place = begin; place < end; place += 1) {
    places[count] = place;
    const isOfKind = KIND_OF_CLASS[incidentClass[place] as number] === kind;
    count += Number(isOfKind && state[place] === ROW_PUBLISHED);
  }
  return count;
}
