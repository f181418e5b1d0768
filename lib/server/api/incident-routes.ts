import { z } from 'zod';
import { resolvePast } from '@/db/as-of';
import {
  type PublicVersion,
  readPublicIncident,
  readPublicIncidentAsOf,
  readVersions,
} from '@/db/read-incidents';
import { DRUGS, OTHER_SUBTYPES } from '@/lib/domain/drugs';
import type { QuantityRange } from '@/lib/domain/filter';
import { CASUALTY_CHOICES } from '@/lib/domain/filter-words';
import { instantSchema } from '@/lib/domain/incident';
import {
  type BoundEnd,
  canonicalBound,
  endOfBoundMs,
  isBound,
  isHourBound,
  startOfBoundMs,
} from '@/lib/domain/time-bound';
import { CONTEXTS, KINDS, ORIGINS, QUANTITY_UNITS, VERIFICATIONS } from '@/lib/domain/vocabulary';
import { regionByCode } from '@/lib/regions/gazetteer';
import { jsonAnswer, problem } from '../http/answers';
import { queryList, queryNumber, readQuery } from '../http/read-query';
import type { ApiCall, ApiRoute } from '../http/router';
import { imprintOf } from '../imprint';
import { type ListQuery, listMatches } from '../list-matches';
import { originsOf, ownScope, scopeOfOrigins } from '../scope';
import type { Services } from '../services';
import { asOfQuery, withPast } from './past-query';

const OPEN = { 'access-control-allow-origin': '*' };
const idSchema = z.uuid();

const boundOrInstant = z
  .string()
  .refine((value) => isBound(value) || z.iso.datetime().safeParse(value).success, {
    message:
      'write a Brussels day (2026-01-31), an hour within it that its clocks show (2026-01-31T13), or a UTC instant (2026-01-31T12:00:00Z)',
  });

const bbox = z
  .string()
  // An empty part is no number; Number('') would be 0.
  .transform((value) => value.split(',').map((part) => (part.trim() ? Number(part) : Number.NaN)))
  .refine(isBbox, 'write west,south,east,north in degrees, west < east and south < north');

function isBbox(box: number[]): boolean {
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = box;
  return (
    box.length === 4 &&
    west >= -180 &&
    east <= 180 &&
    south >= -90 &&
    north <= 90 &&
    west < east &&
    south < north
  );
}

/** An amount in the record's own unit, as `quantity.best` has it. */
const amount = z
  .string()
  .regex(/^\d{1,10}(\.\d{1,3})?$/, 'write a number with at most ten digits and three decimals')
  .transform(Number);

const listQuery = z.object({
  bbox: bbox.optional(),
  from: boundOrInstant.optional(),
  to: boundOrInstant.optional(),
  kind: queryList(KINDS).optional(),
  subtype: queryList([...OTHER_SUBTYPES, ...DRUGS]).optional(),
  region: z
    .string()
    .max(400)
    .transform((list) => list.split(',').filter(Boolean))
    .optional(),
  verification: queryList(VERIFICATIONS).optional(),
  origin: queryList(ORIGINS).optional(),
  context: queryList(CONTEXTS).optional(),
  casualties: queryList(CASUALTY_CHOICES).optional(),
  unit: z.enum(QUANTITY_UNITS).optional(),
  minQuantity: amount.optional(),
  maxQuantity: amount.optional(),
  updatedSince: instantSchema.optional(),
  asOf: asOfQuery.optional(),
  limit: queryNumber(1, 1000).default(100),
  cursor: z
    .string()
    .regex(/^\d{1,9}\.\d{1,9}$/, 'use the "next" of the answer before')
    .optional(),
});

/** `GET /api/v1/incidents`: a GeoJSON FeatureCollection of one scope, newest first. */
async function list({ services, url }: ApiCall): Promise<Response> {
  const query = readQuery(url, listQuery);
  const [minute = 0, rid = 0] = (query.cursor ?? '').split('.').map(Number);
  const past = query.asOf ? await pastOf(services, query.asOf) : null;
  const scope = query.origin?.length ? scopeOfOrigins(query.origin) : ownScope(services.settings);
  const origins = query.origin ?? originsOf(scope, services.settings);
  const quantity = quantityOf(query);
  const wanted: ListQuery = {
    ...(query.bbox ? { bbox: query.bbox as [number, number, number, number] } : {}),
    ...periodOf(query),
    ...(query.kind ? { kinds: query.kind } : {}),
    ...(query.region ? { regions: knownRegions(query.region) } : {}),
    ...(query.verification ? { verifications: query.verification } : {}),
    ...(origins ? { origins } : {}),
    ...(query.subtype ? { subtypes: query.subtype } : {}),
    ...(query.context ? { contexts: query.context } : {}),
    ...(query.casualties ? { casualties: query.casualties } : {}),
    ...(quantity ? { quantity } : {}),
    ...(query.updatedSince ? { updatedSince: new Date(query.updatedSince) } : {}),
    ...(query.cursor ? { after: { occurredFrom: minute, rid } } : {}),
    ...(past ? { asOf: past.seq } : {}),
    limit: query.limit,
  };
  const page = await listMatches(services, wanted);
  return jsonAnswer(
    {
      type: 'FeatureCollection',
      imprint: imprintOf(services.settings, page.rows.some(isSimulated)),
      seq: page.seq,
      scope,
      ...(past ? { asOf: `${past.epoch}:${past.seq}` } : {}),
      numberMatched: page.count,
      numberReturned: page.rows.length,
      next: page.next ? `${page.next.occurredFrom}.${page.next.rid}` : null,
      features: page.rows.map((row) => toFeature(services, row)),
    },
    { type: 'application/geo+json', headers: OPEN },
  );
}

const GRAMS_PER_KG = 1000;
/** Beyond every record's. */
const LARGEST_AMOUNT = 0xffff_ffff;

/** Bounds without a unit are of kilograms. */
function quantityOf({
  unit,
  minQuantity,
  maxQuantity,
}: z.infer<typeof listQuery>): QuantityRange | null {
  if (unit === undefined && minQuantity === undefined && maxQuantity === undefined) return null;
  const scale = (unit ?? 'kg') === 'kg' ? GRAMS_PER_KG : 1;
  const toWire = (bound: number | undefined) =>
    bound === undefined ? null : Math.min(LARGEST_AMOUNT, Math.round(bound * scale));
  return { unit: unit ?? 'kg', least: toWire(minQuantity), most: toWire(maxQuantity) };
}

/**
 * An hour may cut a day or a night, as in a filter. An instant cuts none: who reads one window of instants after another gets each record
 * of a day or a night in the one in which it begins.
 */
function periodOf({ from, to }: { from?: string | undefined; to?: string | undefined }) {
  return {
    ...(from && { from: isBound(from) ? startOfBoundMs(from) : Date.parse(from) }),
    ...(to && { to: isBound(to) ? endOfBoundMs(to) : Date.parse(to) }),
    cuts: [
      ...(from && isHour(from, 'from') ? [startOfBoundMs(from)] : []),
      ...(to && isHour(to, 'to') ? [endOfBoundMs(to)] : []),
    ],
  };
}

/** Whether it says an hour and not what a day says as well. */
function isHour(boundOrInstant: string, end: BoundEnd): boolean {
  return isBound(boundOrInstant) && isHourBound(canonicalBound(boundOrInstant, end));
}

/** @throws a 400 problem naming the first code that no region has */
function knownRegions(regions: string[]): string[] {
  const unknown = regions.find((code) => !regionByCode(code));
  if (!unknown) return regions;
  throw problem(400, 'query', 'A parameter is wrong', {
    errors: [
      { field: 'region', message: `no region has the code ${unknown}; see /api/v1/regions` },
    ],
  });
}

function isSimulated({ record }: PublicVersion): boolean {
  return record.origin === 'simulated';
}

function toFeature(services: Services, row: PublicVersion) {
  const { point, ...properties } = row.record;
  return {
    type: 'Feature',
    id: row.record.id,
    geometry: point ? { type: 'Point', coordinates: point } : null,
    properties: {
      ...properties,
      seq: row.fromSeq,
      updatedAt: row.committedAt,
      url: `${services.settings.PUBLIC_URL ?? ''}/api/v1/incidents/${row.record.id}`,
    },
  };
}

const itemQuery = z.object({ asOf: asOfQuery.optional() });

/** `GET /api/v1/incidents/{id}`: one feature, now or as of a seq; 410 once nothing of it may be shown. */
async function one(call: ApiCall): Promise<Response> {
  const { services, url } = call;
  const { asOf } = readQuery(url, itemQuery);
  const id = readId(call);
  const past = asOf ? await pastOf(services, asOf) : null;
  const found = past
    ? await readPublicIncidentAsOf(services.database, id, past.seq)
    : await readPublicIncident(services.database, id);
  if (found === null) throw notFound();
  if (found === 'gone') throw gone();
  return jsonAnswer(
    {
      ...toFeature(services, found),
      imprint: imprintOf(services.settings, isSimulated(found)),
    },
    { type: 'application/geo+json', headers: { ...OPEN, etag: `W/"s${found.fromSeq}"` } },
  );
}

function pastOf({ database }: Services, asOf: z.infer<typeof asOfQuery>) {
  return withPast('asOf', () => resolvePast(database.orm, asOf));
}

async function versions(call: ApiCall): Promise<Response> {
  const { services } = call;
  const id = readId(call);
  const found = await readVersions(services.database, id);
  if (found.length === 0) {
    throw (await readPublicIncident(services.database, id)) === 'gone' ? gone() : notFound();
  }
  const imprint = imprintOf(services.settings, found.some(isSimulated));
  return jsonAnswer({ imprint, versions: found }, { headers: OPEN });
}

/** A withdrawn record and an erased one look alike from outside: how it went is the desk's knowledge. */
function gone() {
  return problem(410, 'withdrawn', 'This record was withdrawn', {}, OPEN);
}

/** The id in the path; one that is no UUID names nothing. */
export function readId(call: ApiCall): string {
  const id = idSchema.safeParse(call.params.id);
  if (!id.success) throw notFound();
  return id.data.toLowerCase();
}

export function notFound() {
  return problem(
    404,
    'not-found',
    'No such record',
    { detail: 'See /api/v1/incidents for what there is.' },
    OPEN,
  );
}

export const INCIDENT_READ_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: '/api/v1/incidents', handle: list },
  { method: 'GET', path: '/api/v1/incidents/:id', handle: one },
  { method: 'GET', path: '/api/v1/incidents/:id/versions', handle: versions },
];
