import { createHash } from 'node:crypto';
import { z } from 'zod';
import { putBoundaries } from '@/db/boundaries';
import { readLocatedIncidents } from '@/db/located-incidents';
import { NotFound } from '@/db/write-errors';
import { changeIncident } from '@/db/write-incidents';
import type { StoredIncident } from '@/lib/domain/incident';
import type { FieldFault } from '@/lib/domain/problem';
import {
  type BoundariesAnswer,
  boundaryInputSchema,
  MOST_TOPOLOGY_BYTES,
  type RecodeAnswer,
} from '@/lib/protocol/boundaries';
import { areaOfRecord } from '@/lib/protocol/columns';
import type { BoundaryLocator } from '@/lib/regions/boundaries/boundary-locator';
import { levelsOf, topologyFaults } from '@/lib/regions/boundaries/check-topology';
import { type Recoded, recodeArea } from '@/lib/regions/boundaries/recode-area';
import { jsonAnswer, type ProblemError, problem } from '../http/answers';
import { preferredEncoding } from '../http/node-adapter';
import { readJson } from '../http/read-query';
import type { ApiCall, ApiRoute } from '../http/router';
import { contextOf } from './write-faults';

const PATH = '/api/v1/boundaries';
const SHA256 = /^[0-9a-f]{64}$/;
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Of a body, beside its topology: source, licence and punctuation. */
const MOST_BYTES_BESIDE = 10_000;
/** Compared in one answer; each record that changes is a transaction of its own. */
const RECODE_RECORDS = 500;

/** `GET /api/v1/boundaries`: whether there are any, of what, whose, and where the polygons are. */
async function tell({ services }: ApiCall): Promise<Response> {
  return jsonAnswer(answerOf(await services.boundaries.facts()), {
    headers: { 'cache-control': 'no-cache' },
  });
}

function answerOf(
  stored: Awaited<ReturnType<ApiCall['services']['boundaries']['facts']>>,
): BoundariesAnswer {
  return { boundaries: stored && { ...stored.facts, address: `${PATH}/${stored.sha256}` } };
}

/** `GET /api/v1/boundaries/{sha256}`: the polygons as TopoJSON, under an address that never means anything else. */
async function polygons({ services, request, params }: ApiCall): Promise<Response> {
  const { sha256 = '' } = params;
  const encoding = preferredEncoding(request.headers.get('accept-encoding') ?? undefined);
  const file = SHA256.test(sha256) ? await services.boundaries.file(sha256, encoding) : null;
  if (!file) {
    const detail = `Ask ${PATH} which are in force.`;
    throw problem(404, 'boundaries', 'No such boundaries', { detail });
  }
  const headers = { etag: `W/"${sha256}"`, 'cache-control': FOR_EVER };
  if (request.headers.get('if-none-match') === headers.etag) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(file, {
    headers: {
      ...headers,
      'content-type': 'application/json',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    },
  });
}

/** `PUT /api/v1/boundaries`: all of them, in the place of those before; a fault is named and changes nothing. */
async function replace(call: ApiCall): Promise<Response> {
  const body = await call.readBody();
  refuseLarge(body.byteLength, MOST_TOPOLOGY_BYTES + MOST_BYTES_BESIDE);
  const { topology, source, licence, toleranceMetres } = await readJson(body, boundaryInputSchema);
  const text = JSON.stringify(topology);
  const byteLength = Buffer.byteLength(text);
  refuseLarge(byteLength, MOST_TOPOLOGY_BYTES);
  const errors = topologyFaults(topology);
  if (errors.length > 0) {
    throw invalid(errors.slice(0, 50));
  }
  const context = contextOf(call);
  const facts = {
    source,
    licence,
    toleranceMetres,
    levels: levelsOf(topology),
    byteLength,
    importedAt: context.now.toISOString(),
  };
  const sha256 = createHash('sha256').update(text).digest('hex');
  await putBoundaries(call.services.database, { sha256, facts, topology: text }, context);
  return jsonAnswer(answerOf({ sha256, facts }));
}

/** @throws a 422, before anything of the topology is looked at */
function refuseLarge(byteLength: number, most: number): void {
  if (byteLength <= most) return;
  throw invalid([
    { field: 'topology', message: `send at most ${MOST_TOPOLOGY_BYTES} bytes, not ${byteLength}` },
  ]);
}

function invalid(errors: FieldFault[]): ProblemError {
  return problem(422, 'boundaries', 'The boundaries are not valid', { errors });
}

/** `DELETE /api/v1/boundaries`: from now on there are none. */
async function remove(call: ApiCall): Promise<Response> {
  await putBoundaries(call.services.database, null, contextOf(call));
  return jsonAnswer(answerOf(null));
}

const recodeSchema = z.strictObject({
  after: z.int().min(0).default(0),
  isDryRun: z.boolean(),
});

/**
 * `POST /api/v1/boundaries/recode`: compares the next records that have a point with the polygons, and gives those that lie
 * in another area that one: ordinary changes, which readers are told of like of any other.
 */
async function recode(call: ApiCall): Promise<Response> {
  const { after, isDryRun } = await readJson(await call.readBody(), recodeSchema);
  const { database, boundaries, tail } = call.services;
  await boundaries.refresh();
  const locator = boundaries.locator();
  if (!locator) {
    const detail = 'Import some with "npm run boundaries -- FILE".';
    throw problem(409, 'boundaries', 'There are no boundaries', { detail });
  }
  const records = await readLocatedIncidents(database, { after, limit: RECODE_RECORDS });
  const answer: RecodeAnswer = {
    compared: records.length,
    changed: [],
    leftAlone: 0,
    next: records.length < RECODE_RECORDS ? null : (records.at(-1)?.rid ?? null),
  };
  for (const { id, record } of records) {
    const recoded = recodeRecord(record, locator);
    if (recoded.type === 'left alone') answer.leftAlone += 1;
    if (recoded.type !== 'changed') continue;
    if (!isDryRun && !(await writeArea(call, id, locator))) continue;
    answer.changed.push({ id, from: recoded.from, to: recoded.to });
  }
  tail.poke();
  return jsonAnswer(answer);
}

function recodeRecord(record: StoredIncident, locator: BoundaryLocator): Recoded {
  const { point, placePrecision, sensitivity } = record;
  return recodeArea({ point, placePrecision, sensitivity, area: areaOfRecord(record) }, locator);
}

/**
 * By the record as it is in that transaction: an editor may have been faster.
 * @returns false where it was withdrawn or erased meanwhile
 */
async function writeArea(call: ApiCall, id: string, locator: BoundaryLocator): Promise<boolean> {
  const change = (current: StoredIncident) => {
    const recoded = recodeRecord(current, locator);
    return recoded.type === 'changed' ? { ...current, ...recoded.area } : current;
  };
  const context = { ...contextOf(call), expectedRevision: null };
  try {
    await changeIncident(call.services.database, id, change, context);
    return true;
  } catch (error) {
    // `AlreadyWithdrawn` is one too.
    if (error instanceof NotFound) return false;
    throw error;
  }
}

export const BOUNDARY_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: PATH, handle: tell },
  { method: 'GET', path: `${PATH}/:sha256`, handle: polygons },
  { method: 'PUT', path: PATH, handle: replace, write: true },
  { method: 'DELETE', path: PATH, handle: remove, write: true },
  { method: 'POST', path: `${PATH}/recode`, handle: recode, write: true },
];
