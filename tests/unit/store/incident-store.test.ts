import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureSchema } from '@/lib/domain/figure-schema';
import { addDigest, digestFromHex, digestToHex, hashFigure } from '@/lib/protocol/digest';
import { IncidentStore } from '@/lib/store/incident-store';
import { LogModel } from './support/log-model';
import { seededRandom } from './support/random-rows';

function filledModel(
  seed: number,
  transactions: number,
): { model: LogModel; random: () => number } {
  const random = seededRandom(seed);
  const model = new LogModel(random);
  for (let index = 0; index < transactions; index += 1) model.commit(1 + Math.floor(random() * 8));
  return { model, random };
}

function loadWhole(model: LogModel, seq: number): IncidentStore {
  const store = new IncidentStore();
  const { manifest, files } = model.snapshot(seq);
  store.beginSnapshot(manifest);
  for (const bytes of files.values()) store.addPartition(bytes);
  return store;
}

const FIGURE = figureSchema.parse({
  fid: 3,
  key: 'cocaine-antwerp-2024',
  measure: 'cocaine seized',
  definition: { en: 'seized by customs' },
  authority: 'Customs',
  area: 'BEANR',
  areaName: { en: 'Antwerp' },
  periodFrom: '2024-01-01',
  periodTo: '2024-12-31',
  value: 44_000,
  unit: 'kg',
  source: { publisher: 'Customs', label: 'Annual figures', url: 'https://example.org/figures' },
});

describe('a store', () => {
  it('[SN3] ends with the log’s digest however partitions and batches interleave', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { model, random } = filledModel(seed, 12);
        const start = model.boundaries[6] ?? 0;
        const { manifest, files } = model.snapshot(start);
        const store = new IncidentStore();
        store.beginSnapshot(manifest);
        const partitions = [...files.values()].sort(() => random() - 0.5);
        const ends = model.boundaries.filter((end) => end > start);
        while (partitions.length > 0 || ends.length > 0) {
          if (partitions.length > 0 && (ends.length === 0 || random() < 0.5)) {
            expect(store.addPartition(partitions.shift() as Uint8Array).digestFault).toBe(false);
          } else {
            const skipped = random() < 0.3 && ends.length > 1 ? ends.splice(0, 1) : [];
            const to = ends.shift() ?? 0;
            expect(skipped.every((end) => end < to)).toBe(true);
            for (const page of model.pages(store.seq, to, 3)) {
              expect(store.applyBatch(page)).toMatchObject({ gap: false, digestFault: false });
            }
          }
        }
        expect(store.head).toEqual(model.head());
        expect(store.digest).toBe(model.digestAt(model.seq));
      }),
    );
  });

  it('[CH2] moves seq and digest only with the last page', () => {
    const { model } = filledModel(8, 3);
    const start = model.seq;
    const store = loadWhole(model, start);
    model.commit(9);
    const pages = model.pages(start, model.seq, 2);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages.slice(0, -1)) {
      store.applyBatch(page);
      expect({ seq: store.seq, digest: store.digest }).toEqual({
        seq: start,
        digest: model.digestAt(start),
      });
    }
    store.applyBatch(pages.at(-1) as (typeof pages)[number]);
    expect({ seq: store.seq, digest: store.digest }).toEqual({
      seq: model.seq,
      digest: model.digestAt(model.seq),
    });
  });

  it('[CH2] takes another, longer interval after an interrupted one', () => {
    const { model } = filledModel(8, 3);
    const start = model.seq;
    const store = loadWhole(model, start);
    model.commit(9);
    store.applyBatch(model.page(start, model.seq, start, 2));
    model.commit(9);
    for (const page of model.pages(start, model.seq, 4)) store.applyBatch(page);
    expect(store.digest).toBe(model.digestAt(model.seq));
  });

  it('[CH3] ignores a duplicate', () => {
    const { model } = filledModel(1, 4);
    const store = loadWhole(model, model.seq);
    const again = model.page(0, model.seq, 0, 100);
    expect(store.applyBatch(again)).toMatchObject({
      applied: false,
      gap: false,
      digestFault: false,
    });
    expect(store.digest).toBe(model.digestAt(model.seq));
  });

  it('[CH4] applies nothing of a batch behind a gap, nor of a page out of turn', () => {
    const { model } = filledModel(2, 4);
    const start = model.seq;
    const store = loadWhole(model, start);
    model.commit(6);
    const middle = model.seq;
    model.commit(6);
    expect(store.applyBatch(model.page(middle, model.seq, middle, 100))).toMatchObject({
      applied: false,
      gap: true,
    });
    const second = model.page(start, middle, start + 2, 2);
    expect(store.applyBatch(second, start + 2)).toMatchObject({ applied: false, gap: true });
    expect(store.digest).toBe(model.digestAt(start));
  });

  it('[CH5] reports a digest that is not the log’s, once it can be equal', () => {
    const { model } = filledModel(3, 4);
    const start = model.seq;
    model.commit(3);
    const batch = { ...model.page(start, model.seq, start, 100), digest: '00000000deadbeef' };
    expect(loadWhole(model, start).applyBatch(batch).digestFault).toBe(
      batch.verifyFrom <= batch.to,
    );
    const later = { ...batch, verifyFrom: batch.to + 1 };
    expect(loadWhole(model, start).applyBatch(later).digestFault).toBe(false);
  });

  it('[DG3] counts figures in the digest and forgets one that left', () => {
    const { model } = filledModel(4, 2);
    const store = loadWhole(model, model.seq);
    const before = store.digest;
    const withFigure = addDigest(digestFromHex(before), hashFigure(FIGURE, model.seq + 1));
    const page = { ...model.page(model.seq, model.seq, 0, 1), rows: [], verifyFrom: 0 };
    const figures = [{ fid: 3, fromSeq: model.seq + 1, figure: FIGURE }];
    const outcome = store.applyBatch({
      ...page,
      to: model.seq + 1,
      digest: digestToHex(withFigure),
      figures,
    });
    expect(outcome.digestFault).toBe(false);
    expect(store.figures()).toEqual([FIGURE]);
    const gone = [{ fid: 3, fromSeq: model.seq + 2, figure: null }];
    store.applyBatch({
      ...page,
      from: model.seq + 1,
      to: model.seq + 2,
      digest: before,
      figures: gone,
    });
    expect([store.digest, store.figures()]).toEqual([before, []]);
  });

  it('loads a state from rows and says whether it is the log’s', () => {
    const { model } = filledModel(5, 4);
    const rows = model.visible(model.seq).map(({ tuple }) => tuple);
    const label = {
      ...model.head(),
      committedAt: '2026-01-01T00:00:00.000Z',
      areas: [],
      figures: [],
    };
    expect(new IncidentStore().loadState(label, rows).digestFault).toBe(false);
    expect(new IncidentStore().loadState(label, rows.slice(1)).digestFault).toBe(true);
  });

  it('refuses a batch of another epoch and a partition of another state', () => {
    const { model } = filledModel(6, 4);
    const early = model.boundaries[2] ?? 0;
    const late = [...model.snapshot(model.seq).files.values()][0] as Uint8Array;
    const store = new IncidentStore();
    store.beginSnapshot(model.snapshot(early).manifest);
    expect(() => store.addPartition(late)).toThrow(`epoch-1, ${model.seq}`);
    expect(() =>
      store.applyBatch({ ...model.page(early, model.seq, early, 9), epoch: 'b' }),
    ).toThrow('epoch b');
  });
});
