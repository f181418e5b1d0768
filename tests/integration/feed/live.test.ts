import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentBody } from '@/lib/domain/incident';
import type { Head } from '@/lib/protocol/changes';
import { HEARTBEAT_INTERVAL_MS } from '@/lib/protocol/version';
import { createReader } from '@/lib/store/reader-client';
import { call, exampleIncident } from '../../support/api-client';
import { expectEqual } from '../../support/expect-equal';
import { followLive, LiveClient } from '../../support/live-client';
import { type OpenServer, openServer } from '../../support/open-server';
import { until } from '../../support/until';

const ON_EVERY_SCREEN_MS = 1_000;

let server: OpenServer;
let open: { close: () => void }[] = [];
beforeAll(async () => {
  server = await openServer();
});
afterEach(() => {
  for (const closing of open) closing.close();
  open = [];
});
afterAll(() => server.stop());

function keep<T extends { close: () => void }>(closing: T): T {
  open.push(closing);
  return closing;
}

const connect = async () => keep(await LiveClient.connect(server.baseUrl));
const follow = async () => keep(await followLive(server.baseUrl));
const post = async (change: Partial<IncidentBody> = {}) =>
  (await call(server, 'POST', '/api/v1/incidents', exampleIncident(change))).body;
const head = async (): Promise<Head> => {
  const { epoch, seq, digest } = (await call(server, 'GET', '/api/v1/digest')).body;
  return { epoch, seq, digest };
};
/** The head once it holds everything written so far. */
const headFrom = (seq: number) =>
  until(`a head of ${seq}`, async () => {
    const found = await head();
    return found.seq >= seq && found;
  });

describe('hello', () => {
  it('[LF2] comes first: who has said nothing gets no changes', async () => {
    const silent = await connect();
    const other = await connect();
    await other.hello(await head());
    const { seq } = await post();
    await until('the batch at the other', () => other.batches.some(({ to }) => to >= seq));
    expect(silent.batches).toEqual([]);
  });

  it('[LF2] is answered with a welcome that names head, build and time', async () => {
    const welcome = await (await connect()).hello(null);
    expect(welcome).toMatchObject({
      action: 'reset',
      head: await head(),
      build: expect.any(String),
    });
    expect(Math.abs(Date.parse(welcome.serverTime) - Date.now())).toBeLessThan(60_000);
  });

  it('[LF3] gives "live" at the head and "catchUp" behind it', async () => {
    const before = await head();
    expect((await (await connect()).hello(before)).action).toBe('live');
    const { seq } = await post();
    await headFrom(seq);
    expect((await (await connect()).hello(before)).action).toBe('catchUp');
  });

  it('[LF3] refuses an unknown protocol, and sends such a reader nothing', async () => {
    const old = await connect();
    expect((await old.hello(await head(), 999)).action).toBe('refused');
    const other = await connect();
    await other.hello(await head());
    const { seq } = await post();
    await until('the batch at the other', () => other.batches.some(({ to }) => to >= seq));
    expect(old.batches).toEqual([]);
  });

  it('[LF4] gives "reset" for another epoch, a seq beyond the head, no boundary and a foreign digest', async () => {
    const now = await head();
    const { seq: inside } = (await call(server, 'GET', '/api/v1/health')).body;
    const states: Head[] = [
      { ...now, epoch: 'other' },
      { ...now, seq: now.seq + 1 },
      { ...now, digest: '0123456789abcdef' },
      { ...now, seq: Math.floor(inside / 3) },
    ];
    for (const state of states) {
      const { action, reason } = await (await connect()).hello(state);
      expect([action, typeof reason]).toEqual(['reset', 'string']);
    }
  });
});

describe('live batches', () => {
  it('[LF5] follow the welcome without a gap or a repetition, while others write', async () => {
    const writes = Array.from({ length: 60 }, () => post());
    const joined = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const client = await connect();
        return { client, welcome: await client.hello(null) };
      }),
    );
    const last = Math.max(...(await Promise.all(writes)).map(({ seq }) => seq));
    for (const { client, welcome } of joined) {
      if (welcome.head.seq < last) {
        await until('the last batch', () => client.batches.at(-1)?.to === last);
      }
      let at = welcome.head.seq;
      for (const batch of client.batches) {
        expectEqual(batch.from, at);
        at = batch.next === null ? batch.to : at;
      }
      expect(at).toBe(last);
    }
  });

  it('[LF5] are the same to a reader that takes them compressed and to one that does not, in order', async () => {
    const state = await head();
    const [packed, plain] = [
      await connect(),
      keep(await LiveClient.connect(server.baseUrl, { inflates: false })),
    ];
    for (const client of [packed, plain]) await client.hello(state);
    const before = [packed.bytesRead, plain.bytesRead];
    const url = `https://example.org/${'long'.repeat(490)}`;
    const sources = Array.from({ length: 20 }, (_, index) => ({
      publisher: 'Example publisher',
      label: `Example report ${index}`,
      url,
    }));
    await post({ sources });
    await post();
    const { seq: last } = await post({ sources });
    for (const client of [packed, plain]) {
      await until('the last batch', () => client.batches.at(-1)?.to === last);
    }
    expect(packed.batches).toEqual(plain.batches);
    const ends = plain.batches.map(({ to }) => to);
    expect(plain.batches.map(({ from }) => from)).toEqual([state.seq, ...ends.slice(0, -1)]);
    expect(plain.bytesRead - (before[1] ?? 0)).toBeGreaterThan(2 * sources.length * url.length);
    expect(packed.bytesRead - (before[0] ?? 0)).toBeLessThan(sources.length * url.length);
  });

  it('bring a new, a corrected and a withdrawn record to every reader within a second, with equal digests', async () => {
    const followers = await Promise.all(Array.from({ length: 6 }, follow));
    const readers = Array.from({ length: 6 }, () =>
      keep(createReader({ baseUrl: server.baseUrl })),
    );
    await until('all live', () => readers.every((reader) => reader.status().connection === 'live'));
    const everywhere = async (what: string, seq: number) => {
      await until(
        `${what} everywhere`,
        () =>
          followers.every(({ reader }) => reader.seq >= seq) &&
          readers.every((reader) => reader.state().seq >= seq),
        ON_EVERY_SCREEN_MS,
      );
    };
    const { id, rid, seq } = await post();
    await everywhere('the record', seq);
    for (const { reader } of followers) expect(reader.shown).toContain(rid);

    const path = `/api/v1/incidents/${id}`;
    const corrected = (await call(server, 'PATCH', path, { killed: { best: 3 } })).body;
    await everywhere('the correction', corrected.seq);

    const withdrawn = (await call(server, 'DELETE', path)).body;
    await everywhere('the withdrawal', withdrawn.seq);
    for (const { reader } of followers) expect(reader.shown).not.toContain(rid);

    const { digest } = await head();
    expect(followers.map(({ reader }) => reader.digest)).toEqual(followers.map(() => digest));
    expect(readers.map((reader) => reader.state().digest)).toEqual(readers.map(() => digest));
  });

  it('do not tell of drafts', async () => {
    const client = await connect();
    const before = await head();
    await client.hello(before);
    await post({ status: 'draft' });
    const { seq } = await post();
    expect(seq).toBe(before.seq + 1);
    await until('the batch', () => client.batches.some(({ to }) => to === seq));
    expect(client.batches.flatMap(({ rows }) => rows)).toHaveLength(1);
  });

  it('[CD2] bring a new area code with the rows that first use it, or before', async () => {
    const { client, reader } = await follow();
    const known = new Set(
      (await call(server, 'GET', '/api/v1/snapshot')).body.areas.map(
        ({ code }: { code: number }) => code,
      ),
    );
    const { seq, rid } = await post({ municipality: '11002', port: 'BEANR', country: 'BE' });
    await until('the batch', () => reader.seq >= seq);
    for (const batch of client.batches) for (const { code } of batch.areas) known.add(code);
    // Column 7 is the area, see WIRE_COLUMNS.
    expect(known).toContain(reader.rows.get(rid)?.[7]);
  });
});

describe('heartbeats', () => {
  it('[LF6] come every three seconds with head, build and server time', async () => {
    const client = await connect();
    await until('three heartbeats', () => client.heartbeats.length >= 3, 4 * HEARTBEAT_INTERVAL_MS);
    const [first, second, third] = client.heartbeats;
    for (const [a, b] of [
      [first, second],
      [second, third],
    ]) {
      const pause = (b?.atMs ?? 0) - (a?.atMs ?? 0);
      expect(Math.abs(pause - HEARTBEAT_INTERVAL_MS)).toBeLessThan(1_000);
    }
    expect(third?.beat).toEqual({
      head: await head(),
      build: expect.any(String),
      serverTime: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });
});

describe('malformed messages', () => {
  it.each([
    ['hello', null, ''],
    ['hello', { protocol: 'one', state: null }, 'protocol'],
    ['hello', { protocol: 1, state: { epoch: 'e', seq: -1, digest: 'x' } }, 'state.seq'],
    ['catchUp', { epoch: 'e', from: 0, to: 'head', after: 0 }, 'to'],
    ['catchUp', { epoch: 'other', from: 0, to: 0, after: 0 }, 'epoch'],
  ])('[LF11] %s %j is answered with an error that names "%s"', async (event, payload, field) => {
    const client = await connect();
    expect(await client.say(event, payload)).toEqual({ error: expect.any(String), field });
    expect(client.socket.connected).toBe(true);
  });

  it('[LF11] a catch-up to no end of a transaction, or beyond the head, names "to"', async () => {
    const client = await connect();
    const { epoch, seq } = await head();
    for (const to of [seq + 1, 3]) {
      const answer = await client.catchUp({ epoch, from: 0, to, after: 0 });
      expect(answer).toMatchObject({ error: expect.any(String), field: 'to' });
    }
  });

  it('[LF11] more than 60 messages in a second are answered with an error, on that socket only', async () => {
    const [loud, quiet] = [await connect(), await connect()];
    const state = await head();
    const answers = await Promise.all(Array.from({ length: 100 }, () => loud.hello(state)));
    const refused = answers.filter((answer) => 'error' in answer);
    expect(refused.length).toBeGreaterThanOrEqual(30);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(60);
    expect((await quiet.hello(state)).action).toBe('live');
  });
});
