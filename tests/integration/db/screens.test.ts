import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listScreens } from '@/db/screen-list';
import { giveCommand, readOrders } from '@/db/screen-orders';
import {
  confirmRegistration,
  createRegistration,
  findScreen,
  MOST_WAITING_SCREENS,
  pollRegistration,
  renewCredential,
  revokeScreen,
} from '@/db/screens';
import type { ScreenOrders } from '@/lib/protocol/screens';
import { ScreenHub } from '@/lib/server/screens/screen-hub';
import { countingIds } from '../../support/incident-inputs';
import { EXAMPLE_STATUS } from '../../support/screen-client';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';
import { until } from '../../support/until';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const START_MS = Date.parse('2026-03-04T11:00:00Z');
const newId = countingIds(11);
const atMs = (ms: number) => new Date(START_MS + ms);
const actor = 'test';

let temporary: TemporaryDatabase;
let count = 0;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
afterAll(() => temporary.close());

function wait(now = atMs(0), asking: readonly string[] = []) {
  count += 1;
  const registration = {
    code: `c${count}`,
    sha256: `secret${count}`,
    expiresAt: new Date(now.getTime() + 15 * MINUTE_MS),
  };
  return {
    registration,
    made: createRegistration(temporary.database, registration, { now, asking }),
  };
}

const confirm = (code: string, now: Date) =>
  confirmRegistration(
    temporary.database,
    { code, name: 'Example', place: 'desk' },
    { actor, now, newId, holdMs: 15 * MINUTE_MS },
  );
const find = (sha256: string, ms: number) => findScreen(temporary.database, sha256, atMs(ms));
const poll = (secretSha256: string, sha256: string, ms: number) =>
  pollRegistration(temporary.database, { secretSha256, sha256 }, atMs(ms));
const renew = (id: string, sha256: string, ms: number) =>
  renewCredential(temporary.database, id, { sha256, now: atMs(ms) });

/** A screen whose credential's hash is its name. */
async function screen(credential: string): Promise<string> {
  const { registration, made } = wait();
  await made;
  const id = (await confirm(registration.code, atMs(0))) ?? '';
  await poll(registration.sha256, credential, 0);
  await find(credential, 0);
  return id;
}

describe('[SC1] a registration', () => {
  it('ends after fifteen minutes: its code confirms nothing, and its secret gets nothing', async () => {
    const { registration, made } = wait();
    expect(await made).toBe('created');
    expect(await poll(registration.sha256, 'x', 15 * MINUTE_MS - 1)).not.toBeNull();
    expect(await poll(registration.sha256, 'x', 15 * MINUTE_MS)).toBeNull();
    expect(await confirm(registration.code, atMs(15 * MINUTE_MS))).toBeNull();
  });

  it('that was confirmed in its last second is still fetched', async () => {
    const { registration, made } = wait();
    await made;
    expect(await confirm(registration.code, atMs(15 * MINUTE_MS - 1))).not.toBeNull();
    expect(await poll(registration.sha256, 'late', 20 * MINUTE_MS)).toHaveProperty('screen');
  });

  it('waits with two hundred others at most: the oldest whose page asks no more makes room, and one that has ended', async () => {
    const now = atMs(DAY_MS);
    const asking: string[] = [];
    for (let index = 0; index < MOST_WAITING_SCREENS; index += 1) {
      const { registration, made } = wait(atMs(DAY_MS + index));
      expect(await made).toBe('created');
      asking.push(registration.sha256);
    }
    expect(await wait(now, asking).made).toBe('full');
    const [first = '', second = '', ...others] = asking;
    expect(await wait(now, [first, ...others]).made).toBe('created');
    expect(await poll(first, 'x', DAY_MS)).not.toBeNull();
    expect(await poll(second, 'x', DAY_MS)).toBeNull();
    expect(await wait(atMs(DAY_MS + 15 * MINUTE_MS + MOST_WAITING_SCREENS), asking).made).toBe(
      'created',
    );
  });
});

describe('[SC2] a credential', () => {
  it('is exchanged after a day, and the old one holds until ten minutes after the new was first used', async () => {
    const id = await screen('first');
    expect(await renew(id, 'early', DAY_MS)).toBe(false);
    expect(await renew(id, 'second', DAY_MS + 1)).toBe(true);
    // The answer was lost: days later the old one still lets in, and asks again.
    expect(await find('first', 3 * DAY_MS)).toEqual({ id, isRevoked: false });
    expect(await renew(id, 'third', 3 * DAY_MS)).toBe(true);
    expect(await find('second', 3 * DAY_MS)).toBeNull();
    // Another page of the screen that asks at once does not make the first's answer void.
    expect(await renew(id, 'fourth', 3 * DAY_MS + 59_000)).toBe(false);
    const usedMs = 4 * DAY_MS;
    expect(await find('third', usedMs)).toEqual({ id, isRevoked: false });
    expect(await find('first', usedMs + 10 * MINUTE_MS - 1)).not.toBeNull();
    expect(await find('first', usedMs + 10 * MINUTE_MS)).toBeNull();
    expect(await find('third', usedMs + 90 * DAY_MS)).toEqual({ id, isRevoked: false });
  });

  it('that is shown after its grace is nobody’s, and the desk is told once an hour that it may be a copy', async () => {
    const id = await screen('original');
    await renew(id, 'renewed', 2 * DAY_MS);
    await find('renewed', 2 * DAY_MS);
    const told = async () =>
      (await listScreens(temporary.database, { now: atMs(0), id }))[0]?.oldCredentialAt;
    await find('original', 2 * DAY_MS + 1);
    expect(await told()).toBeNull();
    const shownMs = 3 * DAY_MS;
    for (const ms of [shownMs, shownMs + 1, shownMs + 61 * MINUTE_MS])
      expect(await find('original', ms)).toBeNull();
    expect(await told()).toBe(atMs(shownMs + 61 * MINUTE_MS).toISOString());
    const noted = await temporary.database.orm.execute(
      sql`select detail from audit where action = 'old screen credential' and detail ->> 'screen' = ${id}`,
    );
    expect(noted.rows).toEqual(Array(2).fill({ detail: { screen: id, name: 'Example' } }));
    expect(await find('renewed', shownMs)).toEqual({ id, isRevoked: false });
  });

  it('of a revoked screen is known as such, and is not renewed', async () => {
    const id = await screen('revoked');
    await revokeScreen(temporary.database, id, { actor, now: atMs(1) });
    expect(await find('revoked', 2)).toEqual({ id, isRevoked: true });
    expect(await renew(id, 'again', 9 * DAY_MS)).toBe(false);
    expect(await readOrders(temporary.database, id, atMs(2))).toBeNull();
  });
});

const give = (id: string, command: Parameters<typeof giveCommand>[1]['command'], ms: number) =>
  giveCommand(
    temporary.database,
    { screens: [id], command },
    () => new Map([[id, { change: {} }]]),
    { actor, now: atMs(ms) },
  );

describe('[SC6] what a screen is told that was away', () => {
  it('is no identify and no reload of more than a minute ago, and all that it has to show', async () => {
    const id = await screen('away');
    await give(id, { type: 'identify', seconds: 10 }, 0);
    await give(id, { type: 'reload' }, 0);
    await give(id, { type: 'resume' }, 0);
    const types = async (ms: number) =>
      (await readOrders(temporary.database, id, atMs(ms)))?.commands.map(
        ({ command }) => command.type,
      );
    expect(await types(59_000)).toEqual(['identify', 'reload', 'resume']);
    expect(await types(60_000)).toEqual(['resume']);
  });

  it('has no message that has ended', async () => {
    const id = await screen('message');
    const message = { text: 'Noon', until: atMs(MINUTE_MS).toISOString() };
    const change = new Map([[id, { change: { message } }]]);
    const command = { type: 'message', text: 'Noon', minutes: 1 } as const;
    await giveCommand(temporary.database, { screens: 'all', command }, () => change, {
      actor,
      now: atMs(0),
    });
    const shown = async (ms: number) =>
      (await readOrders(temporary.database, id, atMs(ms)))?.message;
    expect(await shown(MINUTE_MS - 1)).toEqual(message);
    expect(await shown(MINUTE_MS)).toBeNull();
  });
});

describe('[SC4] two processes on one database', () => {
  it('tell their screens within a second, without a hint, and write a status once in 15 s', async () => {
    const id = await screen('told');
    const { database } = temporary;
    // Hints are lost.
    const deaf = { ...database, onNotify: () => {} };
    const log = pino({ level: 'silent' });
    const hubs = [1, 2].map(() => new ScreenHub({ database: deaf, log, now: () => atMs(0) }));
    const told: ScreenOrders[][] = [[], []];
    const revoked: number[] = [];
    for (const [index, hub] of hubs.entries()) {
      hub.follow(id, 1, {
        orders: (orders) => told[index]?.push(orders),
        revoked: () => revoked.push(index),
        gone: () => {},
      });
    }
    await give(id, { type: 'resume' }, 0);
    await until('both were told', () => told.every((orders) => orders.length === 1), 1_000);
    hubs[0]?.heard(id, EXAMPLE_STATUS);
    const stored = async () => (await listScreens(database, { now: atMs(0), id }))[0];
    await until('it is stored', async () => (await stored())?.status);
    expect((await stored())?.silentSeconds).toBeLessThan(2);
    const seenAt = async () =>
      JSON.stringify((await database.orm.execute(sql`select * from screen_statuses`)).rows);
    const before = await seenAt();
    hubs[0]?.heard(id, { ...EXAMPLE_STATUS, scene: 'two' });
    // Two looks later it would have been written.
    for (const looks of [2, 3]) {
      await give(id, { type: 'resume' }, 0);
      await until('the next look', () => told[0]?.length === looks, 2_000);
    }
    expect(await seenAt()).toBe(before);
    await revokeScreen(database, id, { actor, now: atMs(0) });
    await until('both know of the end', () => revoked.length === 2, 1_000);
    await Promise.all(hubs.map((hub) => hub.close()));
  });

  it('leaves what another process has heard since, when it hears a mere sign of life', async () => {
    const id = await screen('two processes');
    const { database } = temporary;
    const log = pino({ level: 'silent' });
    const [one, other] = [1, 2].map(() => new ScreenHub({ database, log, now: () => atMs(0) }));
    const scene = async () =>
      (await listScreens(database, { now: atMs(0), id }))[0]?.status?.scene ?? null;
    one?.heard(id, EXAMPLE_STATUS);
    await until('the first status', async () => (await scene()) === 'one', 2_000);
    other?.heard(id, { ...EXAMPLE_STATUS, scene: 'two' });
    await until('the second status', async () => (await scene()) === 'two', 2_000);
    one?.heard(id, null);
    expect(one?.lastOf(id)?.status).toBeNull();
    await Promise.all([one?.close(), other?.close()]);
  });

  it('tell orders with a lower revision, and nothing of a screen that is not there, as after a restore', async () => {
    const id = await screen('restored');
    const { database } = temporary;
    const hub = new ScreenHub({ database, log: pino({ level: 'silent' }), now: () => atMs(0) });
    const heard: (number | string)[] = [];
    const listener = {
      orders: ({ revision }: ScreenOrders) => heard.push(revision),
      revoked: () => heard.push('revoked'),
      gone: () => heard.push('gone'),
    };
    hub.follow(id, 9, listener);
    hub.follow(id, null, { ...listener, gone: () => heard.push('watcher') });
    await until('the lower revision', () => heard.length === 1, 2_000);
    await database.orm.execute(sql`delete from screens where id = ${id}`);
    await until('the end', () => heard.length === 3, 2_000);
    expect(heard).toEqual([1, 'gone', 'watcher']);
    await hub.close();
  });
});
