import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readStoredIncident } from '@/db/read-incidents';
import { IdempotencyConflict, NotFound, RevisionMismatch } from '@/db/write-errors';
import {
  changeIncident,
  createIncidents,
  openImportBatch,
  putFigures,
  takeBackBatch,
  type WrittenIncident,
  withdrawIncident,
} from '@/db/write-incidents';
import { figureInputSchema } from '@/lib/domain/figure';
import {
  hasForbiddenCharacter,
  type IncidentInput,
  type IncidentPatch,
  incidentInputSchema,
  incidentPatchSchema,
  type StoredIncident,
} from '@/lib/domain/incident';
import { faultsOf } from '@/lib/domain/problem';
import { suggestRegions } from '@/lib/regions/point-to-region';
import { jsonAnswer, problem } from '../http/answers';
import { readJson } from '../http/read-query';
import type { ApiCall, ApiRoute } from '../http/router';
import { mergePatch } from '../merge-patch';
import { withWholeArea } from '../whole-area';
import { notFound, readId } from './incident-routes';

const ACTOR = 'admin-token';

function contextOf({ services }: ApiCall) {
  return { actor: ACTOR, now: services.now(), newId: services.newId };
}

/** `POST /api/v1/incidents`: 201 with the private record; once per `Idempotency-Key`. */
async function create(call: ApiCall): Promise<Response> {
  const body = await call.readBody();
  const incident = prepare(call, await readJson(body, incidentInputSchema));
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
  if (outcome.replayed && outcome.response) {
    return jsonAnswer(outcome.response.body, {
      status: outcome.response.status,
      headers: { 'idempotency-replayed': 'true' },
    });
  }
  const written = outcome.records[0];
  return jsonAnswer(recordAnswer(written), {
    status: 201,
    headers: {
      location: `/api/v1/incidents/${written?.incident.id}`,
      etag: `"${written?.revision}"`,
    },
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

/** Areas are completed from the finest one given; what the mode forbids is refused. */
function prepare(call: ApiCall, incident: IncidentInput): IncidentInput {
  const isDemo = call.services.settings.mode === 'demo';
  if (!isDemo && incident.origin === 'simulated') {
    throw problem(422, 'record', 'The record is not valid', {
      errors: [{ field: 'origin', message: 'simulated records are taken only by "npm run demo"' }],
    });
  }
  if (incident.status === 'withdrawn' || incident.status === 'retracted') {
    throw problem(422, 'record', 'The record is not valid', {
      errors: [{ field: 'status', message: 'a new record is a draft or published' }],
    });
  }
  return withWholeArea(incident, call.services.locator);
}

/** `PATCH /api/v1/incidents/{id}`: merges fields, checks the whole, keeps the correction. */
async function change(call: ApiCall): Promise<Response> {
  const id = readId(call);
  const patch = (await readJson(await call.readBody(), incidentPatchSchema)) as IncidentPatch;
  const written = await translateFaults(() =>
    changeIncident(call.services.database, id, (current) => applyPatch(call, current, patch), {
      ...contextOf(call),
      expectedRevision: readIfMatch(call),
    }),
  );
  call.services.tail.poke();
  return jsonAnswer(recordAnswer(written), { headers: { etag: `"${written.revision}"` } });
}

function applyPatch(call: ApiCall, current: StoredIncident, patch: IncidentPatch): IncidentInput {
  refuseBackwards(current, patch);
  return withWholeArea(mergePatch(current, patch, call.services.now()), call.services.locator);
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

/** `DELETE /api/v1/incidents/{id}`: withdraws; the record stays with the desk. */
async function withdraw(call: ApiCall): Promise<Response> {
  const id = readId(call);
  const written = await translateFaults(() =>
    withdrawIncident(call.services.database, id, {
      ...contextOf(call),
      expectedRevision: readIfMatch(call),
    }),
  );
  call.services.tail.poke();
  return jsonAnswer({ id, status: 'withdrawn', revision: written.revision, seq: written.seq });
}

/** `GET /api/v1/desk/incidents/{id}`: the private record with its revision, for the desk only. */
async function readPrivate(call: ApiCall): Promise<Response> {
  const found = await readStoredIncident(call.services.database, readId(call));
  if (!found) throw notFound();
  return jsonAnswer(
    { ...found.incident, revision: found.revision },
    { headers: { etag: `"${found.revision}"` } },
  );
}

const plainLine = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((value) => !hasForbiddenCharacter(value), 'must not contain control characters');

const importSchema = z.strictObject({
  batchId: z.uuid(),
  name: plainLine(300),
  /** Of the whole file, for the desk's record; empty where the caller does not know it. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'write 64 hexadecimal digits')
    .or(z.literal(''))
    .default(''),
  records: z
    .array(z.strictObject({ importKey: plainLine(200), incident: z.unknown() }))
    .min(1)
    .max(500),
});

/** `POST /api/v1/imports`: up to 500 records of one batch; each bad one is named, the good ones are taken. */
async function importRecords(call: ApiCall): Promise<Response> {
  const { batchId, name, sha256, records } = await readJson(await call.readBody(), importSchema);
  const faults: { index: number; errors: ReturnType<typeof faultsOf> }[] = [];
  const good = records.flatMap(({ importKey, incident }, index) => {
    const parsed = incidentInputSchema.safeParse(incident);
    if (!parsed.success) {
      faults.push({ index, errors: faultsOf(parsed.error) });
      return [];
    }
    try {
      return [{ importKey, incident: prepare(call, parsed.data) }];
    } catch (error) {
      const errors = problemErrors(error);
      if (!errors) throw error;
      faults.push({ index, errors });
      return [];
    }
  });
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
  const outcome = await putFigures(call.services.database, figures, contextOf(call));
  call.services.tail.poke();
  return jsonAnswer(outcome);
}

function readIdempotencyKey(call: ApiCall): string | null {
  const key = call.request.headers.get('idempotency-key');
  if (key !== null && !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw problem(400, 'header', 'A header is wrong', {
      errors: [{ field: 'Idempotency-Key', message: 'use 1 to 200 visible ASCII characters' }],
    });
  }
  return key;
}

function readIfMatch(call: ApiCall): number | null {
  const header = call.request.headers.get('if-match');
  if (header === null || header === '*') return null;
  const revision = /^"(\d{1,9})"$/.exec(header)?.[1];
  if (!revision) {
    throw problem(400, 'header', 'A header is wrong', {
      errors: [{ field: 'If-Match', message: 'send the ETag of the record, such as "3"' }],
    });
  }
  return Number(revision);
}

async function translateFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotFound) throw notFound();
    if (error instanceof RevisionMismatch) {
      throw problem(412, 'revision', 'Somebody changed this record in the meantime', {
        detail: error.message,
        errors: [
          { field: 'If-Match', message: 'read the record again and repeat the change on it' },
        ],
      });
    }
    if (error instanceof IdempotencyConflict) {
      throw problem(422, 'idempotency', 'This Idempotency-Key was used for another body', {
        errors: [{ field: 'Idempotency-Key', message: 'use a new key for a new record' }],
      });
    }
    throw error;
  }
}

export const WRITE_ROUTES: readonly ApiRoute[] = [
  { method: 'POST', path: '/api/v1/incidents', handle: create, write: true },
  { method: 'PATCH', path: '/api/v1/incidents/:id', handle: change, write: true },
  { method: 'DELETE', path: '/api/v1/incidents/:id', handle: withdraw, write: true },
  { method: 'GET', path: '/api/v1/desk/incidents/:id', handle: readPrivate, write: true },
  { method: 'POST', path: '/api/v1/imports', handle: importRecords, write: true },
  { method: 'DELETE', path: '/api/v1/imports/:id', handle: takeBack, write: true },
  { method: 'PUT', path: '/api/v1/figures', handle: stateFigures, write: true },
];
