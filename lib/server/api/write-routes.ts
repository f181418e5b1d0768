import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { changeIncidentOnce } from '@/db/change-incident-once';
import { ANSWER_GONE, type StoredResponse } from '@/db/idempotency';
import { readStoredIncident } from '@/db/read-incidents';
import { readErasure } from '@/db/take-down';
import { AlreadyWithdrawn, NotFound } from '@/db/write-errors';
import {
  changeIncident,
  createIncidents,
  openImportBatch,
  putFigures,
  takeBackBatch,
  type WrittenIncident,
} from '@/db/write-incidents';
import type { FigureInput } from '@/lib/domain/figure';
import { figureInputSchema } from '@/lib/domain/figure-schema';
import {
  type IncidentInput,
  type IncidentPatch,
  incidentInputSchema,
  incidentPatchSchema,
  plainLineSchema,
  type StoredIncident,
} from '@/lib/domain/incident';
import { faultsOf } from '@/lib/domain/problem';
import type { Origin } from '@/lib/domain/vocabulary';
import { regionByCode } from '@/lib/regions/gazetteer';
import { suggestRegions } from '@/lib/regions/point-to-region';
import { withCoarserArea } from '../coarser-area';
import { jsonAnswer, type ProblemError, problem } from '../http/answers';
import { readJson } from '../http/read-query';
import type { ApiCall, ApiRoute } from '../http/router';
import { mergePatch } from '../merge-patch';
import { refuseSlips } from '../refuse-slips';
import { unknownRegion, withWholeArea } from '../whole-area';
import { notFound, readId } from './incident-routes';
import { ACTOR, contextOf, readIdempotencyKey, readIfMatch, translateFaults } from './write-faults';

const ROWS_PER_TURN = 20;

/** `POST /api/v1/incidents`: 201 with the private record; once per `Idempotency-Key`. */
async function create(call: ApiCall): Promise<Response> {
  const body = await call.readBody();
  const input = await readJson(body, incidentInputSchema);
  await call.services.boundaries.refresh();
  const incident = prepare(call, input, 'recorded');
  const key = readIdempotencyKey(call);
  const outcome = await translateFaults(() =>
    createIncidents(call.services.database, [{ incident }], {
      ...contextOf(call),
      bulk: false,
      ...(key
        ? {
            idempotency: {
              key,
              actor: ACTOR,
              bodyHash: createHash('sha256').update(body).digest('hex'),
              respond: (records: WrittenIncident[]) => ({
                status: 201,
                body: recordAnswer(records[0]),
              }),
            },
          }
        : {}),
    }),
  );
  call.services.tail.poke();
  if (outcome.replayed && outcome.response) return answerAgain(outcome.response);
  const written = outcome.records[0];
  return jsonAnswer(recordAnswer(written), {
    status: 201,
    headers: {
      location: `/api/v1/incidents/${written?.incident.id}`,
      etag: `"${written?.revision}"`,
    },
  });
}

/** The first answer to a request that came again, with the ETag that it had. */
function answerAgain({ status, body }: StoredResponse): Response {
  if (status === ANSWER_GONE) {
    const detail = 'The record that this request wrote was withdrawn or erased since.';
    throw problem(410, 'withdrawn', 'No longer here', { detail });
  }
  const { revision } = body as ReturnType<typeof recordAnswer>;
  return jsonAnswer(body, {
    status,
    headers: { etag: `"${revision}"`, 'idempotency-replayed': 'true' },
  });
}

function recordAnswer(written: WrittenIncident | undefined) {
  if (!written) throw new Error('a write answered without a record');
  return {
    ...written.incident,
    revision: written.revision,
    seq: written.seq,
    updatedAt: written.updatedAt,
    suggestedRegions: suggestionsFor(written.incident),
  };
}

/** The nearest municipalities and ports, where the recorder named none; a guess that is never stored. */
function suggestionsFor({ point, municipality, port }: StoredIncident) {
  return point && !municipality && !port ? suggestRegions(point, 3) : [];
}

/** Areas are completed from the finest one given; what does not come by this door is refused. */
function prepare(
  call: ApiCall,
  incident: IncidentInput,
  door: 'recorded' | 'imported',
): IncidentInput {
  refuseOrigin(call, incident.origin, door);
  if (incident.status === 'withdrawn' || incident.status === 'retracted') {
    throw problem(422, 'record', 'The record is not valid', {
      errors: [{ field: 'status', message: 'a new record is a draft or published' }],
    });
  }
  return checked(call, incident);
}

function checked(
  { services }: ApiCall,
  incident: IncidentInput,
  before?: StoredIncident,
): IncidentInput {
  const { locator } = services;
  const context = { locator, now: services.now(), ...(before ? { before } : {}) };
  return refuseSlips(withWholeArea(incident, locator), context);
}

/**
 * What is recorded or imported says so. `sourced` are those that come with this version, and `simulated` the demo's: both
 * are loaded by the server itself, but that a demo also records simulated ones.
 */
function refuseOrigin(call: ApiCall, origin: Origin, door: 'recorded' | 'imported'): void {
  const isDemo = call.services.settings.mode === 'demo';
  if (origin === door || (isDemo && origin === 'simulated')) return;
  const message =
    origin === 'simulated'
      ? 'simulated records are taken only by "npm run demo"'
      : `a record that comes this way is "${door}": leave the field out`;
  throw problem(422, 'record', 'The record is not valid', {
    errors: [{ field: 'origin', message }],
  });
}

/** `PATCH /api/v1/incidents/{id}`: merges fields, checks the whole, keeps the correction; once per `Idempotency-Key`. */
async function change(call: ApiCall): Promise<Response> {
  const id = readId(call);
  const body = await call.readBody();
  const patch = (await readJson(body, incidentPatchSchema)) as IncidentPatch;
  const key = readIdempotencyKey(call);
  const bodyHash = createHash('sha256').update(`change ${id} `).update(body).digest('hex');
  await call.services.boundaries.refresh();
  const context = { ...contextOf(call), expectedRevision: readIfMatch(call) };
  const patched = (current: StoredIncident) => applyPatch(call, current, patch);
  const respond = (written: WrittenIncident) => ({ status: 200, body: recordAnswer(written) });
  const { database, tail } = call.services;
  const { response, replayed } = await translateErased(call, id, async () =>
    key === null
      ? { response: respond(await changeIncident(database, id, patched, context)), replayed: false }
      : changeIncidentOnce(database, id, patched, {
          ...context,
          idempotency: { key, actor: ACTOR, bodyHash, respond },
        }),
  );
  tail.poke();
  if (replayed) return answerAgain(response);
  const { revision } = response.body as ReturnType<typeof recordAnswer>;
  return jsonAnswer(response.body, { headers: { etag: `"${revision}"` } });
}

function applyPatch(call: ApiCall, current: StoredIncident, patch: IncidentPatch): IncidentInput {
  refuseBackwards(current, patch);
  const merged = mergePatch(current, patch, call.services.now());
  const next = withCoarserArea(current, patch, merged);
  const isPublishing = current.status === 'draft' && next.status !== 'draft';
  return checked(call, next, isPublishing ? undefined : current);
}

function refuseBackwards(current: StoredIncident, fields: Partial<IncidentInput>): void {
  const fault = (field: string, message: string) =>
    problem(422, 'record', 'The change is not possible', { errors: [{ field, message }] });
  if (fields.origin && fields.origin !== current.origin) {
    throw fault('origin', `stays ${current.origin}: where a record came from does not change`);
  }
  if (fields.status === 'withdrawn') throw fault('status', 'withdraw a record with DELETE');
  if (current.status !== 'draft' && fields.status === 'draft') {
    throw fault(
      'status',
      'what was public does not become a draft again: retract it or withdraw it',
    );
  }
}

/** Tells the desk whether a record never was or was erased. */
async function missing({ services }: ApiCall, id: string): Promise<ProblemError> {
  const erasedAt = await readErasure(services.database, id);
  if (erasedAt === null) return notFound();
  return problem(410, 'erased', 'This record was erased', { detail: `Erased at ${erasedAt}.` });
}

async function translateErased<T>(call: ApiCall, id: string, work: () => Promise<T>): Promise<T> {
  return translateFaults(async () => {
    try {
      return await work();
    } catch (error) {
      const isMissing = error instanceof NotFound && !(error instanceof AlreadyWithdrawn);
      throw isMissing ? await missing(call, id) : error;
    }
  });
}

/** `GET /api/v1/desk/incidents/{id}`: the private record with its revision, for the desk only. */
async function readPrivate(call: ApiCall): Promise<Response> {
  const { database } = call.services;
  const id = readId(call);
  const found = await readStoredIncident(database, id);
  if (!found) throw await missing(call, id);
  return jsonAnswer(
    { ...found.incident, revision: found.revision },
    { headers: { etag: `"${found.revision}"` } },
  );
}

const importSchema = z.strictObject({
  batchId: z.uuid(),
  name: plainLineSchema(300),
  /** Of the whole file, for the desk's record; empty where the caller does not know it. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'write 64 hexadecimal digits')
    .or(z.literal(''))
    .default(''),
  records: z
    .array(z.strictObject({ importKey: plainLineSchema(200), incident: z.unknown() }))
    .min(1)
    .max(500),
});

interface CheckedRows {
  good: { importKey: string; incident: IncidentInput }[];
  faults: { index: number; errors: ReturnType<typeof faultsOf> }[];
}

/** `POST /api/v1/imports`: up to 500 records of one batch; each bad one is named, the good ones are taken. */
async function importRecords(call: ApiCall): Promise<Response> {
  const { batchId, name, sha256, records } = await readJson(await call.readBody(), importSchema);
  await call.services.boundaries.refresh();
  const { good, faults } = await checkRows(call, records);
  await openImportBatch(call.services.database, { id: batchId, name, sha256 }, contextOf(call));
  const outcome = await createIncidents(call.services.database, good, {
    ...contextOf(call),
    bulk: true,
    areParsed: true,
    batchId,
  });
  call.services.tail.poke();
  return jsonAnswer(
    { batchId, added: outcome.records.length, skipped: outcome.skipped, faults },
    { status: 200 },
  );
}

/** Readers have their turn between rows: a place far from its area takes milliseconds to check. */
async function checkRows(
  call: ApiCall,
  records: z.infer<typeof importSchema>['records'],
): Promise<CheckedRows> {
  const checkedRows: CheckedRows = { good: [], faults: [] };
  for (const [index, { importKey, incident }] of records.entries()) {
    if (index > 0 && index % ROWS_PER_TURN === 0) await setImmediate();
    const row = checkRow(call, incident);
    if ('errors' in row) checkedRows.faults.push({ index, errors: row.errors });
    else checkedRows.good.push({ importKey, incident: row.incident });
  }
  return checkedRows;
}

function checkRow(
  call: ApiCall,
  row: unknown,
): { incident: IncidentInput } | { errors: ReturnType<typeof faultsOf> } {
  const parsed = incidentInputSchema.safeParse(asImported(row));
  if (!parsed.success) return { errors: faultsOf(parsed.error) };
  try {
    return { incident: prepare(call, parsed.data, 'imported') };
  } catch (error) {
    const errors = problemErrors(error);
    if (!errors) throw error;
    return { errors };
  }
}

/** A row that does not say where it came from came with its file. */
function asImported(row: unknown): unknown {
  const isRecord = typeof row === 'object' && row !== null && !Array.isArray(row);
  return isRecord ? { origin: 'imported', ...row } : row;
}

function problemErrors(error: unknown): ReturnType<typeof faultsOf> | null {
  const errors = (error as { problem?: { errors?: ReturnType<typeof faultsOf> } }).problem?.errors;
  return errors ?? null;
}

/** `DELETE /api/v1/imports/{id}`: withdraws every record of a batch. */
async function takeBack(call: ApiCall): Promise<Response> {
  const id = readId(call);
  const withdrawn = await translateFaults(() =>
    takeBackBatch(call.services.database, id, contextOf(call)),
  );
  call.services.tail.poke();
  return jsonAnswer({ batchId: id, ...withdrawn });
}

const figuresSchema = z.strictObject({ figures: z.array(figureInputSchema).min(1).max(500) });

/** `PUT /api/v1/figures`: states published figures by their keys; equal ones change nothing. */
async function stateFigures(call: ApiCall): Promise<Response> {
  const { figures } = await readJson(await call.readBody(), figuresSchema);
  refuseUnknownAreas(figures);
  const outcome = await putFigures(call.services.database, figures, contextOf(call));
  call.services.tail.poke();
  return jsonAnswer(outcome);
}

function refuseUnknownAreas(figures: readonly FigureInput[]): void {
  const errors = figures.flatMap(({ area }, index) =>
    area === null || regionByCode(area)
      ? []
      : [{ field: `figures.${index}.area`, message: unknownRegion(area) }],
  );
  if (errors.length > 0) throw problem(422, 'record', 'The record is not valid', { errors });
}

export const WRITE_ROUTES: readonly ApiRoute[] = [
  { method: 'POST', path: '/api/v1/incidents', handle: create, write: true },
  { method: 'PATCH', path: '/api/v1/incidents/:id', handle: change, write: true },
  { method: 'GET', path: '/api/v1/desk/incidents/:id', handle: readPrivate, write: true },
  { method: 'POST', path: '/api/v1/imports', handle: importRecords, write: true },
  { method: 'DELETE', path: '/api/v1/imports/:id', handle: takeBack, write: true },
  { method: 'PUT', path: '/api/v1/figures', handle: stateFigures, write: true },
];
