import { z } from 'zod';
import { readAsOfPage, readDigestAsOf, resolvePast } from '@/db/as-of';
import { readChangedSince } from '@/db/changed-since';
import { readTexts } from '@/db/read-incidents';
import { digestAfter, nextBoundary, readChanges, readFigures } from '@/db/read-log';
import { incidentInputSchema } from '@/lib/domain/incident';
import { MOST_CHANGED } from '@/lib/protocol/changed-since';
import type { Manifest } from '@/lib/protocol/changes';
import {
  CATCH_UP_LIMIT,
  PAGE_ROWS,
  PROTOCOL_VERSION,
  SERVER_TIME_HEADER,
} from '@/lib/protocol/version';
import { REGIONS } from '@/lib/regions/gazetteer';
import { jsonAnswer, problem } from '../http/answers';
import { constantAnswer } from '../http/constant-answer';
import { preferredEncoding } from '../http/node-adapter';
import { readQuery } from '../http/read-query';
import type { ApiCall, ApiRoute } from '../http/router';
import { imprintOf } from '../imprint';
import { NoManifestYet } from '../partition-keeper';
import { VERSION } from '../services';
import { asOfQuery, epochQuery, seqQuery, withPast } from './past-query';

const OPEN = { 'access-control-allow-origin': '*' };
/** `{epoch}/{protocol}/{year}/{sha256}`: what else is asked for names nothing and never reaches the database. */
const PARTITION_ADDRESS = /^[\w-]+(\/[\w-]+){3}$/;
/** Never changes, but may be withdrawn: every use asks first, and mostly gets a 304. */
const ASK_FIRST = 'public, no-cache';

/** The header `Date` has whole seconds, which is too coarse for walls that are to change together. */
async function health({ services, mayRead }: ApiCall): Promise<Response> {
  const told = { [SERVER_TIME_HEADER]: services.now().toISOString() };
  if (!mayRead) return jsonAnswer({ status: 'ok' }, { headers: told });
  const { epoch, seq } = services.tail.head;
  const { isCurrent } = services.tail;
  return jsonAnswer(
    {
      status: isCurrent ? 'ok' : 'database away',
      epoch,
      seq,
      version: VERSION,
      build: services.build,
      mode: services.settings.mode,
      protocol: PROTOCOL_VERSION,
    },
    { status: isCurrent ? 200 : 503, headers: { ...OPEN, ...told } },
  );
}

const pastQuery = z.object({ asOf: asOfQuery.optional() });

/** The head; or a past state with the digest of what may be shown of it now. */
async function digest({ services, url }: ApiCall): Promise<Response> {
  const { asOf } = readQuery(url, pastQuery);
  if (asOf) {
    const past = await withPast('asOf', () => readDigestAsOf(services.database, asOf));
    return jsonAnswer(past, { headers: OPEN });
  }
  const { epoch, seq, digest: value, committedAt } = services.tail.head;
  return jsonAnswer({ epoch, seq, digest: value, committedAt }, { headers: OPEN });
}

async function snapshot({ services }: ApiCall): Promise<Response> {
  const manifest: Manifest = await services.partitions.manifest().catch((error: unknown) => {
    if (!(error instanceof NoManifestYet)) throw error;
    const detail = 'Records are being withdrawn. Try again in a second.';
    throw problem(503, 'building', 'Not ready yet', { detail }, { 'retry-after': '1' });
  });
  return jsonAnswer(manifest, { headers: { ...OPEN, 'cache-control': 'no-cache' } });
}

async function partition({ services, request, params }: ApiCall): Promise<Response> {
  const encoding = preferredEncoding(request.headers.get('accept-encoding') ?? undefined);
  const address = params.rest ?? '';
  const found = PARTITION_ADDRESS.test(address)
    ? await services.partitions.read(address, encoding)
    : null;
  if (found === null) {
    throw problem(
      404,
      'partition',
      'No such partition',
      { detail: 'Load the snapshot again.' },
      OPEN,
    );
  }
  if (found === 'gone') {
    const detail = 'Delete your copy and load the snapshot again.';
    throw problem(410, 'partition-gone', 'This partition is no longer true', { detail }, OPEN);
  }
  const etag = `W/"${params.rest?.split('/').at(-1) ?? ''}"`;
  const headers = { ...OPEN, etag, 'cache-control': ASK_FIRST, vary: 'accept-encoding' };
  if (request.headers.get('if-none-match') === etag) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(found as Uint8Array<ArrayBuffer>, {
    headers: {
      ...headers,
      'content-type': 'application/vnd.apache.arrow.stream',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    },
  });
}

const changesQuery = z.object({
  epoch: z.string().max(64),
  seq: seqQuery,
  to: seqQuery.optional(),
  after: seqQuery.optional(),
});

/** The same catch-up as the socket's, for readers whose network blocks WebSocket. */
async function changes({ services, url }: ApiCall): Promise<Response> {
  const query = readQuery(url, changesQuery);
  const furthest = Math.max(query.seq, query.to ?? 0);
  const isKnown = await services.tail.reaches(furthest);
  const head = services.tail.head;
  const reset = (detail: string) =>
    jsonAnswer(
      {
        type: 'urn:havenwacht:problem:reset',
        title: 'Load the snapshot again',
        status: 409,
        detail,
        reset: true,
      },
      { status: 409, type: 'application/problem+json', headers: OPEN },
    );
  if (query.epoch !== head.epoch) return reset('The epoch changed.');
  if (!isKnown && query.seq > head.seq) return reset('The state is ahead of the log.');
  // CH9: who holds nothing has nothing to forget, and gets what stands, however long the log is.
  if (query.seq > 0 && head.seq - query.seq > CATCH_UP_LIMIT)
    return reset(`More than ${CATCH_UP_LIMIT} changes behind.`);
  if ((await digestAfter(services.database, query.seq)) === null) {
    return reset(`${query.seq} is not the end of a transaction.`);
  }
  const isFromNothing = query.seq === 0 && head.seq > CATCH_UP_LIMIT;
  // Its pages are to what was the head when it began: one that the log has left so far behind begins again.
  if (isFromNothing && query.to !== undefined && head.seq - query.to > CATCH_UP_LIMIT)
    return reset(`The pages are of a state more than ${CATCH_UP_LIMIT} changes ago.`);
  const to =
    query.to ?? (isFromNothing ? head.seq : await boundaryAfter(services, query.seq, head.seq));
  if (to > head.seq || to < query.seq || (await digestAfter(services.database, to)) === null) {
    throw problem(400, 'query', 'A parameter is wrong', {
      errors: [
        { field: 'to', message: 'must be the end of a transaction from seq up to the head' },
      ],
    });
  }
  const batch = await readChanges(services.database, {
    from: query.seq,
    to,
    after: query.after ?? query.seq,
    limit: PAGE_ROWS,
  });
  return jsonAnswer(batch, { headers: OPEN });
}

/** The end of the next batch, never beyond the head that the whole answer is judged by: the log moves on meanwhile. */
async function boundaryAfter(
  services: ApiCall['services'],
  from: number,
  head: number,
): Promise<number> {
  return from === head
    ? head
    : Math.min(head, (await nextBoundary(services.database, from, PAGE_ROWS)) ?? head);
}

const wayBackQuery = z.object({
  epoch: epochQuery,
  seq: seqQuery,
  at: seqQuery,
  after: seqQuery.default(0),
});

/** What a reader that holds the state at `at` changes to hold the one as of `epoch:seq`; paged. */
async function wayBack({ services, url }: ApiCall): Promise<Response> {
  const { epoch, seq, at, after } = readQuery(url, wayBackQuery);
  const request = { past: { epoch, seq }, at, after, limit: PAGE_ROWS };
  const page = await withPast('seq', () => readAsOfPage(services.database, request));
  return jsonAnswer(page, { headers: OPEN });
}

const changedSinceQuery = z.object({
  asOf: asOfQuery,
  rids: z
    .string()
    .regex(
      new RegExp(`^\\d{1,9}(,\\d{1,9}){0,${MOST_CHANGED - 1}}$`),
      `write at most ${MOST_CHANGED} numbers of records, separated by commas`,
    )
    .transform((list) => list.split(',').map(Number))
    .optional(),
});

/** `GET /api/v1/changed-since`: what became of records of a past state. */
async function changedSince({ services, url }: ApiCall): Promise<Response> {
  const { asOf, rids = [] } = readQuery(url, changedSinceQuery);
  const answer = await withPast('asOf', () => readChangedSince(services.database, asOf, rids));
  return jsonAnswer(answer, { headers: OPEN });
}

const textsQuery = z.object({
  v: z
    .string()
    .regex(
      /^\d{1,10}\.\d{1,10}(,\d{1,10}\.\d{1,10}){0,199}$/,
      'write rid.fromSeq, at most 200, separated by commas',
    ),
});

async function texts({ services, url }: ApiCall): Promise<Response> {
  const pairs = readQuery(url, textsQuery)
    .v.split(',')
    .map((pair) => {
      const [rid = 0, fromSeq = 0] = pair.split('.').map(Number);
      return { rid, fromSeq };
    });
  const outOfRange = pairs.find((pair) => pair.rid > 0x7fff_ffff || pair.fromSeq > 0xffff_fffe);
  if (outOfRange) {
    throw problem(400, 'query', 'A parameter is wrong', {
      errors: [{ field: 'v', message: `no such record: ${outOfRange.rid}` }],
    });
  }
  return jsonAnswer({ texts: await readTexts(services.database, pairs) }, { headers: OPEN });
}

async function figures({ services, url }: ApiCall): Promise<Response> {
  const { asOf } = readQuery(url, pastQuery);
  const { seq } = asOf
    ? await withPast('asOf', () => resolvePast(services.database.orm, asOf))
    : services.tail.head;
  const current = await readFigures(services.database, seq);
  return jsonAnswer(
    {
      imprint: imprintOf(services.settings),
      seq,
      figures: current.flatMap(({ fromSeq, figure }) =>
        figure ? [{ ...figure, seq: fromSeq }] : [],
      ),
    },
    { headers: OPEN },
  );
}

const CONSTANT = { ...OPEN, vary: 'accept-encoding', 'cache-control': 'public, max-age=3600' };

const regions = constantAnswer(
  ({ services }) => ({
    imprint: imprintOf(services.settings),
    attribution: 'GeoNames (CC BY 4.0); UN/LOCODE',
    regions: REGIONS,
  }),
  { ...CONSTANT, 'content-type': 'application/json' },
);

const incidentJsonSchema = constantAnswer(
  () =>
    z.toJSONSchema(incidentInputSchema, {
      io: 'input',
      unrepresentable: 'any',
      // Left out by zod where a field's texts are normalised, since its default is of what comes out; ours are the same either way.
      override: ({ zodSchema: { _zod: schema }, jsonSchema }) => {
        if (schema.def.type === 'default') jsonSchema.default ??= schema.def.defaultValue;
      },
    }),
  { ...CONSTANT, 'content-type': 'application/schema+json' },
);

export const READ_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: '/api/v1/health', handle: health, open: true },
  { method: 'GET', path: '/api/v1/digest', handle: digest },
  { method: 'GET', path: '/api/v1/snapshot', handle: snapshot },
  { method: 'GET', path: '/api/v1/partitions/*', handle: partition },
  { method: 'GET', path: '/api/v1/changes', handle: changes },
  { method: 'GET', path: '/api/v1/as-of', handle: wayBack },
  { method: 'GET', path: '/api/v1/changed-since', handle: changedSince },
  { method: 'GET', path: '/api/v1/texts', handle: texts },
  { method: 'GET', path: '/api/v1/figures', handle: figures },
  { method: 'GET', path: '/api/v1/regions', handle: regions },
  { method: 'GET', path: '/api/v1/schema/incident', handle: incidentJsonSchema },
];
