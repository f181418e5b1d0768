import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import { ROW_PUBLISHED, ROW_RETRACTED, tombstone, toTuple } from '@/lib/protocol/columns';
import type { PastStatus } from '@/lib/protocol/engine-requests';
import { changedRows } from '@/lib/store/changed-rows';
import { Engine } from '@/lib/store/engine';
import type { FeedHttp } from '@/lib/store/feed-http';
import { IncidentStore } from '@/lib/store/incident-store';
import { PAST_RETRY_MS, PastView } from '@/lib/store/past-view';
import { MemoryLog } from '../../support/memory-log';
import { FakeClock } from './support/fake-server';

const row = (rid: number, fromSeq: number, killed = 0, state = ROW_PUBLISHED, placePrecision = 0) =>
  toTuple({
    ...tombstone(rid, fromSeq),
    x: 1,
    y: 1,
    occurredFrom: 28_000_000,
    occurredTo: 28_000_000,
    killed,
    state,
    placePrecision,
  });

/** Three records as of seq 3, a reader that follows the log, and its view of that past. */
function lookBack(seq = 3) {
  const log = new MemoryLog();
  const clock = new FakeClock();
  const write = (...steps: Parameters<typeof log.model.commit>[0]) => log.model.commit(steps);
  write(...[1, 2, 3].map((rid) => ({ tuple: row(rid, rid), hides: false })));
  const live = new IncidentStore();
  const { epoch, digest, committedAt } = log.manifest();
  const label = { epoch, seq: 3, digest, committedAt, areas: [], figures: [] };
  live.loadState(label, log.model.shownAt(3));
  const world = { status: 200, shown: new IncidentStore(), told: [] as PastStatus[], asked: 0 };
  const http: FeedHttp = {
    getJson: async (path) => {
      world.asked += 1;
      const query = new URL(path, 'http://server').searchParams;
      const number = (name: string) => Number(query.get(name));
      const body = log.wayBack(number('seq'), number('at'), number('after'), 100);
      return { status: world.status, body: world.status === 200 ? body : {} };
    },
    getBytes: () => Promise.reject(new Error('no partition is asked for')),
  };
  const view = new PastView(
    { http, clock },
    { epoch: 'memory', seq },
    {
      live: () => live,
      show: (store) => {
        world.shown = store;
      },
      tell: (past) => world.told.push(past),
    },
  );
  const follow = () => {
    const batch = log.changes(live.seq, log.model.seq, live.seq, 100);
    view.batch(batch, live.applyBatch(batch));
  };
  const held = () =>
    Array.from(world.shown.columns.rows(), (at) => [
      world.shown.columns.valueAt(at, 'rid'),
      world.shown.columns.valueAt(at, 'killed'),
      world.shown.columns.valueAt(at, 'state'),
    ]).sort();
  return { log, clock, write, live, world, view, follow, held };
}

const THREE = [1, 2, 3].map((rid) => [rid, 0, ROW_PUBLISHED]);

describe('a view of a past state while the feed goes on', () => {
  it('stays as it was when records are corrected and published', async () => {
    const { clock, write, world, view, follow, held } = lookBack();
    view.start();
    expect(world.told.map(({ state }) => state)).toEqual(['loading']);
    await clock.advance(10);
    expect(world.told.at(-1)).toMatchObject({ state: 'shown' });
    write({ tuple: row(2, 4, 7), hides: false }, { tuple: row(4, 5), hides: false });
    follow();
    expect(held()).toEqual(THREE);
    await clock.advance(1_000);
    expect(held()).toEqual(THREE);
    expect(world.shown.seq).toBe(3);
  });

  it('loses a withdrawn record with the change itself, before anybody is asked', async () => {
    const { clock, write, world, view, follow, held } = lookBack();
    view.start();
    await clock.advance(10);
    world.status = 500;
    write({ tuple: toTuple(tombstone(2, 4)), hides: true });
    follow();
    expect(held().map(([rid]) => rid)).toEqual([1, 3]);
  });

  it('keeps of a retracted record what may be shown, with the change itself', async () => {
    const { clock, write, world, view, follow, held } = lookBack();
    view.start();
    await clock.advance(10);
    const asked = world.asked;
    write({ tuple: row(2, 4, 0, ROW_RETRACTED), hides: true });
    follow();
    expect(held()).toEqual([
      [1, 0, ROW_PUBLISHED],
      [2, 0, ROW_RETRACTED],
      [3, 0, ROW_PUBLISHED],
    ]);
    expect(world.asked).toBe(asked);
  });

  it('[AO6] asks again after a correction, which may have hidden what stood there', async () => {
    const { clock, write, view, follow, held } = lookBack();
    view.start();
    await clock.advance(10);
    write({ tuple: row(2, 4, 9), hides: true });
    follow();
    await clock.advance(1_000);
    expect(held()).toContainEqual([2, 9, ROW_PUBLISHED]);
  });

  it('never shows an answer that was on its way when something was withdrawn', async () => {
    const { clock, write, view, follow, held } = lookBack();
    view.start();
    write({ tuple: toTuple(tombstone(2, 4)), hides: true });
    follow();
    await clock.advance(5);
    expect(held()).toEqual([]);
    await clock.advance(PAST_RETRY_MS * 2);
    expect(held().map(([rid]) => rid)).toEqual([1, 3]);
  });

  it('shows a coarser place with the change itself, and at once when a load ends that had begun before', async () => {
    const { clock, write, world, view, follow, held } = lookBack();
    const precisions = () =>
      Array.from(world.shown.columns.rows(), (at) =>
        world.shown.columns.valueAt(at, 'placePrecision'),
      );
    view.start();
    await clock.advance(10);
    write({ tuple: row(2, 4, 0, ROW_PUBLISHED, 3), hides: true });
    follow();
    expect(precisions().sort()).toEqual([0, 0, 3]);
    await clock.advance(300);
    expect(held()).toEqual(THREE);
    expect(precisions().sort()).toEqual([0, 0, 3]);
  });

  it('shows nothing finer than a correction that came while it was loaded', async () => {
    const { clock, write, world, view, follow } = lookBack();
    view.start();
    write({ tuple: row(2, 4, 0, ROW_PUBLISHED, 3), hides: true });
    follow();
    await clock.advance(5);
    const at = world.shown.columns.rowOf(2);
    expect(world.shown.columns.valueAt(at, 'placePrecision')).toBe(3);
  });

  it('comes to show what was hidden although corrections keep coming', async () => {
    const { clock, write, view, follow, held } = lookBack();
    view.start();
    await clock.advance(10);
    write({ tuple: row(2, 4, 9), hides: true });
    for (let seq = 5; seq < 15; seq += 1) {
      follow();
      await clock.advance(100);
      write({ tuple: row(3, seq, seq), hides: false });
    }
    expect(held()).toContainEqual([2, 9, ROW_PUBLISHED]);
  });

  it('asks nothing about corrections of records that it never held', async () => {
    const { clock, write, world, view, follow } = lookBack();
    view.start();
    await clock.advance(10);
    write({ tuple: row(4, 4), hides: false });
    follow();
    const { asked } = world;
    write({ tuple: row(4, 5, 1), hides: false });
    follow();
    await clock.advance(1_000);
    expect(world.asked).toBe(asked);
  });

  it('drops what another live state does not hold, and everything where a reader was let go', async () => {
    const { clock, live, view, held } = lookBack();
    view.start();
    await clock.advance(10);
    const other = new IncidentStore();
    const label = { ...live, epoch: 'memory', digest: '0'.repeat(16), committedAt: '' };
    other.loadState({ ...label, areas: [], figures: [] }, [row(1, 1)]);
    view.liveReplaced(other);
    expect(held().map(([rid]) => rid)).toEqual([1]);
    view.liveReplaced(new IncidentStore());
    expect(held()).toEqual([]);
  });

  it.each([
    [410, 'lost'],
    [404, 'unknown'],
    [400, 'unknown'],
    [503, 'failed'],
  ] as const)(
    'says of an answer %i that the past is %s, and shows nothing',
    async (status, state) => {
      const { clock, world, view, held } = lookBack();
      world.status = status;
      view.start();
      await clock.advance(10);
      expect(world.told.at(-1)).toMatchObject({ state, committedAt: null });
      expect(held()).toEqual([]);
      world.status = 200;
      await clock.advance(PAST_RETRY_MS);
      expect(world.told.at(-1)?.state).toBe(state === 'failed' ? 'shown' : state);
    },
  );
});

describe('what became of the records of a past state', () => {
  it('are those with a later version now, retracted ones said as such, withdrawn ones left out', async () => {
    const { clock, write, world, view, follow, live } = lookBack();
    view.start();
    await clock.advance(10);
    write({ tuple: row(1, 4, 2), hides: false });
    write({ tuple: row(2, 5, 0, ROW_RETRACTED), hides: true });
    write({ tuple: toTuple(tombstone(3, 6)), hides: true });
    write({ tuple: row(9, 7), hides: false });
    follow();
    await clock.advance(PAST_RETRY_MS * 2);
    const engine = new Engine({ areaMatches: () => false }, world.shown);
    expect(changedRows(world.shown, engine.select({ ...EVERYTHING, scope: 'real' }), live)).toEqual(
      [
        { rid: 2, change: 'retracted' },
        { rid: 1, change: 'changed' },
      ],
    );
  });
});
