import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROW_GONE, tombstone, toTuple, WIRE_COLUMNS } from '@/lib/protocol/columns';
import type { EngineEvent, FeedStatus } from '@/lib/protocol/engine-requests';
import { FeedSession } from '@/lib/store/feed-session';
import { IncidentStore } from '@/lib/store/incident-store';
import { decodePartition } from '@/lib/store/partition-codec';
import { scrubPartition } from '@/lib/store/scrub-partition';
import { StateKeeper } from '@/lib/store/state-keeper';
import { often } from '../../support/breadth';
import { expectEqual } from '../../support/expect-equal';
import { FakeClock, FakeServer } from './support/fake-server';
import { MemoryKeptStorage } from './support/memory-kept-storage';
import { seededRandom } from './support/random-rows';

const RID = WIRE_COLUMNS.findIndex(({ name }) => name === 'rid');
const STATE = WIRE_COLUMNS.findIndex(({ name }) => name === 'state');

interface Screen {
  session: FeedSession;
  events: EngineEvent[];
  /** rids of every store that was ever shown, at the moments at which something changed. */
  everShown: Set<number>;
}

/** One browser, one server, and as many visits as a test likes. */
class Scene {
  readonly clock = new FakeClock();
  readonly kept = new MemoryKeptStorage();
  readonly random: () => number;
  readonly server: FakeServer;

  constructor(seed = 1) {
    this.random = seededRandom(seed);
    this.server = new FakeServer(this.clock, this.random);
    for (let index = 0; index < 6; index += 1) this.server.model.commit(5);
    this.server.rebuild();
  }

  visit(): Screen {
    const { clock, random, server, kept } = this;
    const events: EngineEvent[] = [];
    const everShown = new Set<number>();
    const session = new FeedSession(
      { http: server.http, openLink: server.openLink, clock, random, storage: kept.open() },
      {
        event: (event) => {
          events.push(event);
          if (event.type === 'changed') for (const rid of ridsOf(session.store)) everShown.add(rid);
        },
        store: () => undefined,
      },
    );
    session.start();
    return { session, events, everShown };
  }

  expectSame({ session }: Screen): void {
    const { epoch, seq, digest } = session.store;
    expect({ epoch, seq, digest }).toEqual(this.server.model.head());
  }

  /** TD6: what is kept is only what is public now, or a tombstone. */
  expectNothingPast(): void {
    const { model } = this.server;
    const current = new Map(model.visible(model.seq).map(({ rid, tuple }) => [rid, tuple]));
    for (const row of this.kept.allRows()) {
      if (row[STATE] === ROW_GONE) expectEqual(row, toTuple(tombstone(row[RID] ?? 0, row[1] ?? 0)));
      else expectEqual(row, current.get(row[RID] ?? 0));
    }
  }
}

function ridsOf({ columns }: IncidentStore): number[] {
  return Array.from(columns.rows(), (row) => columns.valueAt(row, 'rid'));
}

function partitionsAsked({ log }: FakeServer): string[] {
  return log.filter((entry) => entry.startsWith('/partitions/'));
}

function withdraw({ server }: Scene): number {
  const { model } = server;
  const rid = model.visible(model.seq)[0]?.rid ?? 0;
  server.commitWithdrawal(rid);
  return rid;
}

/** Writes, cuts, restores and new partitions during a visit, and writes after it; every other one is looked at closely. */
async function visitFor(scene: Scene, random: () => number): Promise<void> {
  const { server, clock, kept } = scene;
  const screen = scene.visit();
  for (let step = 0; step < 4; step += 1) {
    const event = random();
    if (event < 0.6) server.commit(1 + Math.floor(random() * 8));
    else if (event < 0.75) server.rebuild();
    else if (event < 0.85) server.cutAll();
    else if (event < 0.9) server.restore();
    await clock.advance(random() * 2_000);
  }
  if (random() < 0.5) {
    await clock.advance(12_000);
    scene.expectSame(screen);
    scene.expectNothingPast();
    expect(kept.head).toMatchObject({ seq: server.model.seq });
  }
  expect(screen.session.status().keptFaults).toBe(0);
  screen.session.close();
  server.commit(Math.floor(random() * 12));
}

describe('what is kept of a state', () => {
  it('[KS1] starts the next visit without a download, and catches up', async () => {
    const scene = new Scene();
    const first = scene.visit();
    await scene.clock.advance(1_000);
    scene.server.commit(6);
    await scene.clock.advance(5_000);
    first.session.close();
    scene.server.commit(9);
    scene.server.log.length = 0;
    const second = scene.visit();
    await scene.clock.advance(1_000);
    scene.expectSame(second);
    expect(second.session.status()).toMatchObject({ connection: 'live', keptFaults: 0 });
    expect(scene.server.log).toContain('catchUp');
    expect(scene.server.log).not.toContain('/api/v1/snapshot');
    expect(partitionsAsked(scene.server)).toEqual([]);
    second.session.close();
  });

  it('[KS1] with any history between and during visits, is what a fresh load gives, and holds nothing past [TD6]', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const scene = new Scene(seed);
        const random = seededRandom(seed + 1);
        for (let visit = 0; visit < 4; visit += 1) await visitFor(scene, random);
      }),
      { numRuns: often(20, 60), examples: [[-1785518950]] },
    );
  });

  it('[KS2] is blanked of a withdrawn record at once, in every byte', async () => {
    const scene = new Scene();
    const screen = scene.visit();
    await scene.clock.advance(5_000);
    const { model } = scene.server;
    const gone = model.visible(model.seq)[0];
    const bytesOf = (column: string): Buffer => {
      const word = Buffer.alloc(4);
      word.writeUInt32LE(gone?.tuple[WIRE_COLUMNS.findIndex(({ name }) => name === column)] ?? 0);
      return word;
    };
    const holds = (word: Buffer): boolean =>
      [...scene.kept.files.values()].some((bytes) => Buffer.from(bytes).includes(word));
    const words = ['quantity', 'occurredFrom'].map(bytesOf);
    expect(words.map(holds)).toEqual([true, true]);
    scene.server.commitWithdrawal(gone?.rid ?? 0);
    await scene.clock.advance(600);
    expect(words.map(holds)).toEqual([false, false]);
    scene.expectNothingPast();
    screen.session.close();
  });

  it('[KS2] drops at the next visit what a page left that was closed in the middle of a renewal', async () => {
    const scene = new Scene();
    const first = scene.visit();
    await scene.clock.advance(5_000);
    first.session.close();
    const [bytes = new Uint8Array()] = scene.kept.files.values();
    scene.kept.files.set('/api/v1/partitions/orphan', bytes.slice());
    const second = scene.visit();
    await scene.clock.advance(3_000);
    expect([...scene.kept.files.keys()]).not.toContain('/api/v1/partitions/orphan');
    scene.expectSame(second);
    second.session.close();
  });

  it('[KS2] finishes at the next visit what a closed page had begun to blank', async () => {
    const scene = new Scene();
    const first = scene.visit();
    await scene.clock.advance(5_000);
    const before = new Map(scene.kept.files);
    withdraw(scene);
    await scene.clock.advance(3_000);
    first.session.close();
    for (const [url, bytes] of before) scene.kept.files.set(url, bytes);
    expect(() => scene.expectNothingPast()).toThrow();
    const second = scene.visit();
    await scene.clock.advance(3_000);
    scene.expectSame(second);
    scene.expectNothingPast();
    second.session.close();
  });

  it('[KS2] is blanked of what was taken down while it was loading', async () => {
    const scene = new Scene();
    const { server, kept, clock, random } = scene;
    const keeper = new StateKeeper({ http: server.http, storage: kept.open(), clock, random });
    const store = new IncidentStore();
    const { manifest, files } = server.model.snapshot(server.snapshotSeq);
    await clock.advance(0);
    store.beginSnapshot(manifest);
    keeper.begin(manifest);
    for (const [url, bytes] of files) {
      keeper.take(url, bytes);
      const from = server.model.seq;
      server.model.commit(4);
      for (const page of server.model.pages(from, server.model.seq, 3)) {
        keeper.changed(page, store.applyBatch(page, page.from));
      }
      store.addPartition(bytes.slice());
    }
    keeper.whole(store);
    await clock.advance(1_000);
    expect(kept.head?.digest).toBe(server.model.head().digest);
    scene.expectNothingPast();
    keeper.close();
  });

  it('[KS3] waits for the server before it is shown: what was withdrawn meanwhile is never seen', async () => {
    const scene = new Scene();
    const first = scene.visit();
    await scene.clock.advance(5_000);
    first.session.close();
    const rid = withdraw(scene);
    const second = scene.visit();
    await scene.clock.advance(3_000);
    scene.expectSame(second);
    expect(second.everShown.size).toBeGreaterThan(0);
    expect(second.everShown.has(rid)).toBe(false);
    scene.expectNothingPast();
    second.session.close();
  });

  it('[KS3] is shown after two seconds without an answer, marked stale, and goes on live', async () => {
    const scene = new Scene();
    const first = scene.visit();
    await scene.clock.advance(5_000);
    const { seq, digest } = first.session.store;
    const asOf = first.session.status().asOf;
    first.session.close();
    scene.server.isDown = true;
    const second = scene.visit();
    await scene.clock.advance(1_900);
    expect(second.session.store.columns.size).toBe(0);
    await scene.clock.advance(200);
    const stale: Partial<FeedStatus> = {
      connection: 'stale',
      seq,
      digest,
      asOf,
      isUnconfirmed: true,
    };
    expect(second.session.status()).toMatchObject(stale);
    await scene.clock.advance(60_000);
    expect(second.session.status()).toMatchObject(stale);
    scene.server.commit(3);
    scene.server.isDown = false;
    await scene.clock.advance(4_000);
    scene.expectSame(second);
    expect(second.session.status()).toMatchObject({ connection: 'live', isUnconfirmed: false });
    second.session.close();
  });

  it('[KS3] is confirmed by polling too, where WebSocket is blocked', async () => {
    const scene = new Scene();
    const first = scene.visit();
    await scene.clock.advance(5_000);
    first.session.close();
    scene.server.isWebSocketBlocked = true;
    scene.server.commit(4);
    const second = scene.visit();
    await scene.clock.advance(9_000);
    scene.expectSame(second);
    expect(second.session.status().connection).toBe('polling');
    second.session.close();
  });

  it.each(['another epoch', 'access ended'] as const)('[KS4] is forgotten: %s', async (why) => {
    const scene = new Scene();
    const screen = scene.visit();
    await scene.clock.advance(5_000);
    expect(scene.kept.isEmpty).toBe(false);
    if (why === 'access ended') scene.server.isPrivate = true;
    scene.server.isSnapshotDown = why === 'another epoch';
    if (why === 'another epoch') scene.server.restore();
    else scene.server.cutAll();
    await scene.clock.advance(5_000);
    expect(scene.kept.isEmpty).toBe(true);
    scene.server.isSnapshotDown = false;
    scene.server.isPrivate = false;
    await scene.clock.advance(300_000);
    scene.expectSame(screen);
    // Who was let in again by a token reads a private installation.
    const isKeptAgain = why === 'another epoch';
    expect(scene.kept.head?.digest ?? null).toBe(
      isKeptAgain ? scene.server.model.head().digest : null,
    );
    screen.session.close();
  });

  it('[KS4] is thrown away where its digest is not the log’s, or it cannot be read', async () => {
    const spoil: ((kept: MemoryKeptStorage) => void)[] = [
      ({ rows }) => {
        const [row = []] = [...rows.values()].filter((each) => each[STATE] !== ROW_GONE);
        row[2] = (row[2] ?? 0) ^ 1;
      },
      (kept) => {
        kept.head = { seq: -1, digest: '', committedAt: '' };
      },
      ({ files }) => files.clear(),
      ({ files }) => {
        for (const url of files.keys()) files.set(url, new Uint8Array(100));
      },
    ];
    for (const damage of spoil) {
      const scene = new Scene();
      const first = scene.visit();
      await scene.clock.advance(1_000);
      scene.server.commit(5);
      await scene.clock.advance(5_000);
      first.session.close();
      damage(scene.kept);
      const second = scene.visit();
      await scene.clock.advance(6_000);
      scene.expectSame(second);
      expect(second.session.status()).toMatchObject({ connection: 'live', keptFaults: 1 });
      expect(scene.kept.head).toMatchObject({ seq: scene.server.model.seq });
      second.session.close();
    }
  });

  it('[KS5] falls back to the network where the storage fails at any step, counted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.nat(12), async (seed, good) => {
        const scene = new Scene(seed);
        let left = good;
        scene.kept.isFailing = () => {
          left -= 1;
          return left < 0;
        };
        let faults = 0;
        for (let visit = 0; visit < 2; visit += 1) {
          const screen = scene.visit();
          await scene.clock.advance(2_000);
          scene.server.commit(6);
          await scene.clock.advance(6_000);
          scene.expectSame(screen);
          expect(screen.session.status().connection).toBe('live');
          faults += screen.session.status().keptFaults;
          screen.session.close();
        }
        expect(faults).toBeGreaterThan(0);
        expect(scene.kept.isEmpty).toBe(true);
      }),
      { numRuns: often(15, 40) },
    );
  });

  it('[KS6] is written by one screen of a browser, and by the next once that is gone', async () => {
    const scene = new Scene();
    const first = scene.visit();
    await scene.clock.advance(5_000);
    const second = scene.visit();
    await scene.clock.advance(3_000);
    scene.server.commit(5);
    await scene.clock.advance(5_000);
    first.session.close();
    scene.server.rebuild();
    scene.server.commit(5);
    await scene.clock.advance(10_000);
    scene.expectSame(second);
    scene.expectNothingPast();
    expect(scene.kept.head).toMatchObject({ seq: scene.server.model.seq });
    second.session.close();
    scene.server.log.length = 0;
    const third = scene.visit();
    await scene.clock.advance(1_000);
    scene.expectSame(third);
    expect(partitionsAsked(scene.server)).toEqual([]);
    third.session.close();
  });

  it('[KS7] stays bounded: many changes go over into the next manifest’s partitions', async () => {
    const scene = new Scene();
    const { server, kept, clock, random } = scene;
    const around = { http: server.http, storage: kept.open(), clock, random, manyChanges: 12 };
    const keeper = new StateKeeper(around);
    const store = new IncidentStore();
    const { manifest, files } = server.model.snapshot(server.snapshotSeq);
    await clock.advance(0);
    store.beginSnapshot(manifest);
    keeper.begin(manifest);
    for (const [url, bytes] of files) {
      keeper.take(url, bytes);
      store.addPartition(bytes.slice());
    }
    keeper.whole(store);
    for (let round = 0; round < 30; round += 1) {
      const from = server.model.seq;
      server.model.commit(4);
      for (const page of server.model.pages(from, server.model.seq, 3)) {
        keeper.changed(page, store.applyBatch(page, page.from));
      }
      if (round % 3 === 0) server.rebuild();
      await clock.advance(20_000);
      await keeper.settled();
      expect(kept.rows.size).toBeLessThan(4 * 12);
    }
    expect(kept.base?.seq).toBeGreaterThan(manifest.seq + 50);
    expect(kept.head?.digest).toBe(server.model.head().digest);
    expect(kept.files.size).toBe(kept.base?.partitions.length);
    scene.expectNothingPast();
    keeper.close();
  });

  it('[SN4] has no partition that the manifest does not name', async () => {
    const scene = new Scene();
    const screen = scene.visit();
    await scene.clock.advance(3_000);
    scene.server.commit(5);
    scene.server.rebuild();
    await scene.clock.advance(100);
    scene.server.tellHead({ ...scene.server.model.head(), digest: '00000000deadbeef' });
    await scene.clock.advance(6_000);
    const named = scene.server.model.snapshot(scene.server.snapshotSeq).manifest.partitions;
    expect([...scene.kept.files.keys()].sort()).toEqual(named.map(({ url }) => url).sort());
    screen.session.close();
  });
});

describe('blanking rows of a partition', () => {
  it('leaves the others as they are, and says whether there was one', () => {
    const scene = new Scene();
    const { files } = scene.server.model.snapshot(scene.server.snapshotSeq);
    for (const original of files.values()) {
      const bytes = original.slice();
      expect(scrubPartition(bytes, () => true)).toBe(false);
      expect(bytes).toEqual(original);
      const { arrays, size } = decodePartition(original);
      const gone = arrays.rid[0];
      expect(scrubPartition(bytes, (rid) => rid !== gone)).toBe(true);
      const left = decodePartition(bytes);
      expect(left.arrays.rid.slice(1, size)).toEqual(arrays.rid.slice(1, size));
      expect(WIRE_COLUMNS.map(({ name }) => left.arrays[name][0])).toEqual(
        WIRE_COLUMNS.map(({ name }) => (name === 'state' ? ROW_GONE : 0)),
      );
    }
  });

  it('refuses bytes whose columns cannot be written to in place', () => {
    const scene = new Scene();
    const [original] = scene.server.model.snapshot(scene.server.snapshotSeq).files.values();
    const shifted = new Uint8Array((original?.length ?? 0) + 1);
    shifted.set(original ?? [], 1);
    expect(() => scrubPartition(shifted.subarray(1), () => false)).toThrow(/partition/);
  });
});
