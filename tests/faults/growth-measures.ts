import type { ChangeBatch, Head, Manifest } from '@/lib/protocol/changes';
import { IncidentStore } from '@/lib/store/incident-store';
import { call, exampleIncident } from '../support/api-client';
import { rareWord } from '../support/grown-log';
import { followLive, LiveClient } from '../support/live-client';
import type { SpawnedServer } from '../support/spawn-server';
import { until } from '../support/until';
import { quantile } from './results';

const TIMES = 100;
const SLOW_MS = 500;
/** Of something slow: enough to see that it is. */
const SLOW_TIMES = 8;
const WRITES = 100;

/** One kind of request, and how long it took. */
export interface Asked {
  what: string;
  medianMs: number;
  p99Ms: number;
  /** What the answer was, where that says more than the time. */
  note: string;
}

export interface Reading {
  feed: Asked[];
  lists: Asked[];
  search: Asked[];
  past: Asked[];
  /** Whether a reader of the files has the digest that the server states. */
  isEqual: boolean;
}

/** Asks for everything that a reader may ask for, each many times over one connection. */
export async function measureReading(
  server: SpawnedServer,
  { incidents, say }: { incidents: number; say: (line: string) => void },
): Promise<Reading> {
  const { baseUrl } = server;
  const ask = async (what: string, path: string, noteOf: (body: string) => string = () => '') => {
    const asked = await repeat(what, async () => {
      const answer = await fetch(`${baseUrl}${path}`);
      const body = await answer.text();
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${body.slice(0, 300)}`);
      return body;
    });
    const told = { ...asked, note: noteOf(asked.last) };
    say(`${what}: ${told.medianMs.toFixed(1)} ms, p99 ${told.p99Ms.toFixed(1)} ms${told.note}`);
    return told;
  };
  const { store, asked } = await loadAsReader(server);
  const head = await json<Head>(`${baseUrl}/api/v1/digest`);
  return {
    feed: [asked, await ask('manifest', '/api/v1/snapshot'), ...(await feed(server, head, ask))],
    lists: await lists(baseUrl, ask),
    search: await search(ask, incidents),
    past: await past(head, ask),
    isEqual: store.seq === head.seq && store.digest === head.digest,
  };
}

type Ask = (what: string, path: string, noteOf?: (body: string) => string) => Promise<Asked>;

async function repeat(
  what: string,
  once: () => Promise<string>,
): Promise<Asked & { last: string }> {
  const times: number[] = [];
  let last = '';
  while (times.length < (quantile(times, 0.5) > SLOW_MS ? SLOW_TIMES : TIMES)) {
    const beganMs = performance.now();
    last = await once();
    times.push(performance.now() - beganMs);
    times.sort((a, b) => a - b);
  }
  return { what, medianMs: quantile(times, 0.5), p99Ms: quantile(times, 0.99), note: '', last };
}

/** All files of the manifest, as a screen loads them, and what changed since. */
async function loadAsReader(
  server: SpawnedServer,
): Promise<{ store: IncidentStore; asked: Asked }> {
  let store = new IncidentStore();
  let bytes = 0;
  const { last: _, ...asked } = await repeat('all partitions, downloaded and read', async () => {
    store = new IncidentStore();
    bytes = 0;
    const manifest = await json<Manifest>(`${server.baseUrl}/api/v1/snapshot`);
    store.beginSnapshot(manifest);
    for (const { url } of manifest.partitions) {
      const answer = await fetch(server.baseUrl + url, { headers: { 'accept-encoding': 'br' } });
      const part = new Uint8Array(await answer.arrayBuffer());
      bytes += part.length;
      store.addPartition(part);
    }
    return '';
  });
  for (;;) {
    const path = `/api/v1/changes?epoch=${store.epoch}&seq=${store.seq}`;
    const batch = await json<ChangeBatch>(server.baseUrl + path);
    if (batch.to === store.seq) break;
    store.applyBatch(batch);
  }
  return { store, asked: { ...asked, note: ` (${(bytes / 1e6).toFixed(0)} MB)` } };
}

async function feed(server: SpawnedServer, head: Head, ask: Ask): Promise<Asked[]> {
  const { baseUrl } = server;
  const over = [1, 2_000, 20_000];
  const found: Asked[] = [];
  for (const behind of over) {
    const seq = head.seq - behind;
    const path = `/api/v1/changes?epoch=${head.epoch}&seq=${seq}&to=${head.seq}`;
    found.push(await ask(`${behind} changes, first page`, path));
  }
  const { digest } = await json<ChangeBatch>(
    `${baseUrl}/api/v1/changes?epoch=${head.epoch}&seq=${head.seq - 20_000}&to=${head.seq - 19_999}`,
  );
  const state = { epoch: head.epoch, seq: head.seq - 19_999, digest };
  const { last: _, ...caughtUp } = await repeat(
    '19 999 changes over the socket, whole',
    async () => {
      const client = await LiveClient.connect(baseUrl);
      const welcome = await client.hello(state);
      if (welcome.action !== 'catchUp') throw new Error(`the welcome was ${welcome.action}`);
      await client.pages(head.epoch, state.seq, welcome.head.seq);
      client.close();
      return '';
    },
  );
  return [...found, caughtUp];
}

async function lists(baseUrl: string, ask: Ask): Promise<Asked[]> {
  const path = (query: string) => `/api/v1/incidents?limit=100&${query}`;
  const matched = (body: string) => ` (of ${JSON.parse(body).numberMatched})`;
  const deep = await deepCursor(baseUrl);
  const since = new Date(Date.UTC(2026, 8, 25)).toISOString();
  const asked = {
    'first page': '',
    'bbox of Brussels': 'bbox=4.3,50.8,4.45,50.9',
    'bbox of empty sea': 'bbox=-30,30,-20,40',
    'one municipality': 'region=21001',
    'one kind': 'kind=seizure',
    'kind, region and year': 'kind=shooting&region=BE-VAN&from=2019-01-01&to=2019-12-31',
    'updatedSince, six days': `updatedSince=${since}`,
    'cursor in the middle': `cursor=${deep}`,
  };
  const found: Asked[] = [];
  for (const [what, query] of Object.entries(asked))
    found.push(await ask(what, path(query), matched));
  const { features } = await json<{
    features: { id: string; properties: { rid: number; seq: number } }[];
  }>(`${baseUrl}${path('region=21001')}`);
  found.push(await ask('one record', `/api/v1/incidents/${features[0]?.id}`));
  found.push(await ask('its versions', `/api/v1/incidents/${features[0]?.id}/versions`));
  const names = features.map(({ properties: { rid, seq } }) => `${rid}.${seq}`).join(',');
  found.push(await ask('100 texts', `/api/v1/texts?v=${names}`));
  return found;
}

async function deepCursor(baseUrl: string): Promise<string> {
  const { next } = await json<{ next: string }>(
    `${baseUrl}/api/v1/incidents?limit=1&to=2019-06-30`,
  );
  return next;
}

async function search(ask: Ask, incidents: number): Promise<Asked[]> {
  const found: Asked[] = [];
  const asked = {
    'a word of all': 'simulated',
    'a word of many': 'cocaine',
    'two words of many': 'explosion house',
    'a name of an area': 'antwerp',
    'a rare word': rareWord(incidents),
    'a beginning': 'coca',
    'a beginning of many words': 'bab',
    'a slip': 'cocaione',
    'a rare word and one of all': `${rareWord(incidents)} simulated`,
    'in no record': 'xyzzyxyzzy',
  };
  for (const [what, q] of Object.entries(asked)) {
    const count = (body: string) => {
      const { rids, truncated } = JSON.parse(body);
      return ` (${truncated ? 'more than ' : ''}${rids.length})`;
    };
    found.push(await ask(what, `/api/v1/search?q=${encodeURIComponent(q)}`, count));
  }
  return found;
}

async function past(head: Head, ask: Ask): Promise<Asked[]> {
  const found: Asked[] = [];
  const size = head.seq - (head.seq % 500);
  const states = {
    'recent past': size - 20_000,
    'half the log ago': size / 2 - ((size / 2) % 500),
  };
  for (const [when, seq] of Object.entries(states)) {
    const asOf = `asOf=${head.epoch}:${seq}`;
    found.push(await ask(`digest, ${when}`, `/api/v1/digest?${asOf}`));
    found.push(await ask(`list, ${when}`, `/api/v1/incidents?limit=100&${asOf}`));
    found.push(
      await ask(
        `list of empty sea, ${when}`,
        `/api/v1/incidents?limit=100&bbox=-30,30,-20,40&${asOf}`,
      ),
    );
    const way = `/api/v1/as-of?epoch=${head.epoch}&seq=${seq}&at=${head.seq}`;
    found.push(await ask(`first page of the way back, ${when}`, way));
  }
  return found;
}

/** One record at a time, with a screen attached: until the answer, and until the screen has it. */
export async function measureWriting(
  server: SpawnedServer,
): Promise<{ seen: string; isEqual: boolean }> {
  const { client, reader, close } = await followLive(server.baseUrl);
  const answered: number[] = [];
  const arrived: number[] = [];
  for (let number = 0; number < WRITES; number += 1) {
    const seen = client.batches.length;
    const beganMs = performance.now();
    const heard = new Promise<void>((settle) => client.socket.once('changes', () => settle()));
    const written = await call(server, 'POST', '/api/v1/incidents', exampleIncident());
    if (written.status !== 201) throw new Error(`a record was answered ${written.status}`);
    answered.push(performance.now() - beganMs);
    if (client.batches.length === seen) await heard;
    arrived.push(performance.now() - beganMs);
  }
  const head = await json<Head>(`${server.baseUrl}/api/v1/digest`);
  await until('the reader stands at the head', () => reader.seq >= head.seq);
  const isEqual = reader.digest === head.digest;
  close();
  const both = [answered, arrived].map((times) => {
    times.sort((a, b) => a - b);
    return `${quantile(times, 0.5).toFixed(1)} / ${quantile(times, 0.99).toFixed(1)}`;
  });
  return {
    seen: `${WRITES} records, one after another: answered after ${both[0]} ms, on an open screen after ${both[1]} ms (median / p99); its digest ${isEqual ? 'equal' : 'NOT equal'}`,
    isEqual,
  };
}

async function json<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok)
    throw new Error(`${url} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return (await answer.json()) as T;
}
