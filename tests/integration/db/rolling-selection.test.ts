import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIncidents } from '@/db/write-incidents';
import { brusselsDay } from '@/lib/domain/time';
import { askedSelection } from '@/lib/server/api/asked-selection';
import { selectionFeed } from '@/lib/server/api/selection-feed';
import type { ApiCall } from '@/lib/server/http/router';
import { LogTail } from '@/lib/server/log-tail';
import { PartitionKeeper } from '@/lib/server/partition-keeper';
import { readSelection } from '@/lib/server/selection-rows';
import type { Services } from '@/lib/server/services';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const NOW = '2026-11-26T14:00:00Z';
const A_WEEK_LATER = '2026-12-03T14:00:00Z';
const log = pino({ level: 'silent' });

let temporary: TemporaryDatabase;
let tail: LogTail;
let partitions: PartitionKeeper;
let services: Services;

beforeAll(async () => {
  temporary = await openTemporaryDatabase();
  const { database } = temporary;
  const days = ['2026-11-19', '2026-11-20', '2026-11-26', '2026-11-27', '2026-12-03'];
  const inputs = days.map((day) => {
    const occurred = `${day}T10:00:00Z`;
    return { incident: incidentInput({ occurredFrom: occurred, occurredTo: occurred }) };
  });
  const context = { actor: 'desk', now: new Date('2026-12-03T11:00:00Z'), newId: countingIds(5) };
  await createIncidents(database, inputs, { ...context, bulk: true });
  tail = await LogTail.start(database, log);
  partitions = await PartitionKeeper.open(database, tail, log);
  services = {
    database,
    tail,
    partitions,
    settings: { mode: 'real' },
    build: 'test',
  } as unknown as Services;
});
afterAll(async () => {
  await partitions?.close();
  await tail?.close();
  await temporary?.close();
});

function callAt(instant: string, path: string, headers: Record<string, string> = {}): ApiCall {
  const url = new URL(`http://localhost${path}`);
  const request = new Request(url, { headers });
  const now = () => new Date(instant);
  return { services: { ...services, now }, url, request, caller: 'me' } as unknown as ApiCall;
}

async function daysOfFile(instant: string, query: string): Promise<string[]> {
  const { filter, view } = await askedSelection(callAt(instant, `/?${query}`), 'file');
  const days: string[] = [];
  for await (const batch of readSelection(services, filter, view)) {
    days.push(...batch.map(({ record }) => brusselsDay(Date.parse(record.occurredFrom))));
  }
  return days.sort();
}

describe('the same address of a selection', () => {
  it('gives other records a week later where its period rolls', async () => {
    expect(await daysOfFile(NOW, 'last=7d')).toEqual(['2026-11-20', '2026-11-26']);
    expect(await daysOfFile(A_WEEK_LATER, 'last=7d')).toEqual(['2026-11-27', '2026-12-03']);
  });

  it('gives the same records where it is of a moment, whose days are fixed', async () => {
    const { view } = await askedSelection(callAt(NOW, '/?last=7d'), 'file');
    const query = `from=2026-11-20&to=2026-11-26&asOf=${view.epoch}:${view.seq}`;
    expect(await daysOfFile(NOW, query)).toEqual(['2026-11-20', '2026-11-26']);
    expect(await daysOfFile(A_WEEK_LATER, query)).toEqual(['2026-11-20', '2026-11-26']);
  });

  it('says the days of then in a file, which keeps them, and the period in a feed, which is asked again', async () => {
    const file = await askedSelection(callAt(NOW, '/?last=7d&lang=en'), 'file');
    expect(file.label.parameters).toBe('from=2026-11-20&to=2026-11-26');
    expect(file.label.words).toBe('20 November 2026 to 26 November 2026');
    const feed = await askedSelection(callAt(NOW, '/?last=7d&lang=en'), 'feed');
    expect(feed.label.parameters).toBe('last=7d');
    expect(feed.label.words).toBe('last 7 days');
  });

  it('as a feed is another once the Brussels day has turned, though nothing was committed', async () => {
    const ask = (instant: string, headers: Record<string, string>) =>
      selectionFeed(callAt(instant, '/api/v1/selection.atom?last=2d', headers));
    const first = await ask('2026-12-04T22:00:00Z', {});
    const held = {
      tag: { 'if-none-match': first.headers.get('etag') ?? '' },
      time: { 'if-modified-since': first.headers.get('last-modified') ?? '' },
    };
    for (const headers of Object.values(held)) {
      expect((await ask('2026-12-04T22:59:59Z', headers)).status).toBe(304);
      expect((await ask('2026-12-04T23:00:02Z', headers)).status).toBe(200);
    }
  });

  it('as a feed of 24 hours is another once the hour has turned, also at the end of a day', async () => {
    for (const hour of ['2026-12-04T14', '2026-12-04T22', '2026-12-04T23']) {
      const ask = (instant: string, headers: Record<string, string>) =>
        selectionFeed(callAt(instant, '/api/v1/selection.atom?last=24h', headers));
      const first = await ask(`${hour}:00:02Z`, {});
      const turned = new Date(Date.parse(`${hour}:00:02Z`) + 3_600_000).toISOString();
      const held = {
        tag: { 'if-none-match': first.headers.get('etag') ?? '' },
        time: { 'if-modified-since': first.headers.get('last-modified') ?? '' },
      };
      for (const headers of Object.values(held)) {
        expect((await ask(`${hour}:59:59Z`, headers)).status).toBe(304);
        expect((await ask(turned, headers)).status).toBe(200);
      }
    }
  });
});
