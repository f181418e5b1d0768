import { z } from 'zod';
import { LostPast, type Past, resolvePast, UnknownEpoch } from '@/db/as-of';
import { readAround } from '@/db/read-around';
import {
  type PublicVersion,
  readNewestVersions,
  readPublicIncident,
  readPublicIncidentAsOf,
} from '@/db/read-incidents';
import { readAreas, UnknownBoundary } from '@/db/read-log';
import { changedParts } from '@/lib/domain/changed-parts';
import type { PublicIncident } from '@/lib/domain/incident';
import type { PastName } from '@/lib/domain/past-name';
import {
  MOST_NEIGHBOURS,
  MOST_VERSIONS,
  NEIGHBOUR_DAYS,
  NEIGHBOUR_METRES,
  type PageVersion,
  type RecordPage,
} from '@/lib/domain/record-page';
import type { AreaTuple } from '@/lib/domain/region';
import { metresBetween } from '@/lib/domain/shape';
import { countsByDay } from '@/lib/domain/time';
import { areaMatches } from '@/lib/regions/gazetteer';
import type { Services } from '../services';

const DAY_MS = 24 * 60 * 60_000;
const METRES_PER_DEGREE = 111_195;
/** Corners of the box lie farther than the circle reaches: what is there is dropped after it was read. */
const READ_ON_EACH_SIDE = 2 * MOST_NEIGHBOURS;

/**
 * The page of a record, by the same rules as `GET /api/v1/incidents/{id}` and its versions, as it is or as it was: `gone` once nothing of it may be
 * shown, null where there never was one.
 */
export async function readRecordPage(
  { database }: Pick<Services, 'database'>,
  id: string,
  asOf: PastName | null = null,
): Promise<RecordPage | 'gone' | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const name = id.toLowerCase();
  const state = asOf === null ? null : await pastOf(database, asOf);
  if (state === 'unknown') return null;
  const shown = state
    ? await readPublicIncidentAsOf(database, name, state.seq)
    : await readPublicIncident(database, name);
  if (shown === null || shown === 'gone') return shown;
  // One more than are shown: the oldest shown is compared with the one before it.
  const until = state ? shown.fromSeq : null;
  const versions = await readNewestVersions(database, name, MOST_VERSIONS + 1, until);
  const [newest] = versions;
  if (!newest) return 'gone';
  const { record } = newest;
  const past = state && {
    name: { epoch: state.epoch, seq: state.seq },
    committedAt: state.committedAt,
  };
  if (record.status === 'retracted') {
    return { record, past, history: [], hasOlder: false, neighbours: null };
  }
  return {
    record,
    past,
    history: versions.slice(0, MOST_VERSIONS).map((version, index) => ({
      ...version,
      changed: changesOf(version, versions[index + 1]),
    })),
    hasOlder: versions.length > MOST_VERSIONS,
    neighbours: past ? null : await readNeighbours(database, record),
  };
}

/** `unknown` where there never was such a state, or a restore lost it. */
async function pastOf({ orm }: Services['database'], asOf: PastName): Promise<Past | 'unknown'> {
  try {
    return await resolvePast(orm, asOf);
  } catch (error) {
    const isNone =
      error instanceof LostPast ||
      error instanceof UnknownEpoch ||
      error instanceof UnknownBoundary;
    if (isNone) return 'unknown';
    throw error;
  }
}

function changesOf(
  { record }: PublicVersion,
  before: PublicVersion | undefined,
): PageVersion['changed'] {
  return before ? changedParts(before.record, record) : [];
}

async function readNeighbours(
  database: Services['database'],
  record: PublicIncident,
): Promise<PublicIncident[] | null> {
  const place = record.municipality ?? record.port;
  const box = isFine(record) && record.point ? boxAround(record.point) : null;
  if (!countsByDay(record.timePrecision) || (place === null && box === null)) return null;
  const isInPlace = (area: AreaTuple) => place !== null && areaMatches(area, place);
  const areas = await readAreas(database);
  const occurredFrom = Date.parse(record.occurredFrom);
  const found = await readAround(database, {
    rid: record.rid,
    occurredFrom,
    reachMs: NEIGHBOUR_DAYS * DAY_MS,
    areaCodes: areas.filter(({ area }) => isInPlace(area)).map(({ code }) => code),
    box,
    scope: record.origin === 'simulated' ? 'simulated' : 'real',
    limit: READ_ON_EACH_SIDE,
  });
  const awayMs = (other: PublicIncident) => Math.abs(Date.parse(other.occurredFrom) - occurredFrom);
  const nearest = found
    .filter((other) => isInPlace(other) || isWithinReach(record, other))
    .sort((a, b) => awayMs(a) - awayMs(b) || a.rid - b.rid)
    .slice(0, MOST_NEIGHBOURS);
  return found.filter((other) => nearest.includes(other));
}

/** Known to a street: of a locality, a kilometre says nothing. */
function isFine({ placePrecision }: PublicIncident): boolean {
  return placePrecision === 'exact' || placePrecision === 'vicinity';
}

function isWithinReach({ point }: PublicIncident, other: PublicIncident): boolean {
  if (!point || !other.point || !isFine(other)) return false;
  return metresBetween(point, ...other.point) <= NEIGHBOUR_METRES;
}

function boxAround([lng, lat]: readonly [number, number]): [number, number, number, number] {
  const up = NEIGHBOUR_METRES / METRES_PER_DEGREE;
  const across = up / Math.cos((lat * Math.PI) / 180);
  return [lng - across, lat - up, lng + across, lat + up];
}
