import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BreakingTerms } from '@/lib/wall/breaking-news';
import {
  type BreakingInput,
  type BreakingState,
  MOST_WAITING,
  NOTHING_BREAKING,
  NOTICE_MS,
  SUMMARY_MS,
  stepBreaking,
} from '@/lib/wall/breaking-queue';
import { breakingRuleSchema } from '@/lib/wall/playlist-schema';
import { arrivalOf } from '../../support/wall-scenes';

const rule = (rest: object = {}) => breakingRuleSchema.parse(rest);
const TERMS: BreakingTerms = {
  rules: [rule()],
  freshHours: 24,
  isQuiet: false,
  concerns: () => true,
  pauseSeconds: 0,
};
const CARD_MS = 25_000;

const kilograms = (best: number, low: number) =>
  ({ low, best, high: null, unit: 'kg', basis: 'not stated' }) as const;

/** The states after each input; times are in milliseconds. */
function play(inputs: BreakingInput[], terms = TERMS, from = NOTHING_BREAKING): BreakingState {
  return inputs.reduce((state, input) => stepBreaking(state, input, terms), from);
}

const shown = ({ showing }: BreakingState) => (showing?.type === 'card' ? showing.rid : null);

describe('what interrupts a wall', () => {
  it('is a record that a rule asks for, for the time of the rule, and then the scenes again', () => {
    const state = play([{ nowMs: 0, arrivals: [arrivalOf(1)] }]);
    expect(shown(state)).toBe(1);
    expect(shown(play([{ nowMs: CARD_MS - 1 }], TERMS, state))).toBe(1);
    expect(play([{ nowMs: CARD_MS }], TERMS, state).showing).toBeNull();
  });

  it.each([
    ['a kind', { kinds: ['seizure'] }, { kind: 'seizure' }, { kind: 'shooting' }],
    ['a region', { regions: ['21012'] }, { municipality: '21012' }, { municipality: '21001' }],
    ['persons injured', { severity: 'injured' }, { injured: 1 }, { injured: 0 }],
    [
      'persons injured, whom nobody has counted yet',
      { severity: 'injured' },
      { subtype: 'person hit' },
      { subtype: 'shots fired' },
    ],
    [
      'persons killed, whom nobody has counted yet',
      { severity: 'killed' },
      { kind: 'incident', subtype: 'homicide' },
      { kind: 'incident', subtype: 'homicide', killed: 0 },
    ],
    [
      'persons killed, and a body that was found is not said to be one',
      { severity: 'killed' },
      { kind: 'incident', subtype: 'body found', killed: 1 },
      { kind: 'incident', subtype: 'body found' },
    ],
    [
      'kilograms, by the least that is told',
      { leastKg: 500 },
      { kind: 'seizure', quantity: kilograms(600, 500) },
      { kind: 'seizure', quantity: kilograms(600, 499) },
    ],
    ['persons killed', { severity: 'killed' }, { killed: 1 }, { injured: 9 }],
    [
      'a verification',
      { verifications: ['official'] },
      { verification: 'official' },
      { verification: 'unverified' },
    ],
  ] as const)('may be asked for by %s', (_, terms, asked, other) => {
    const rules = [rule(terms)];
    const interrupts = (rest: object) =>
      play([{ nowMs: 0, arrivals: [arrivalOf(1, rest)] }], { ...TERMS, rules }).showing !== null;
    expect([interrupts(asked), interrupts(other)]).toEqual([true, false]);
  });

  it('may be asked for by kilograms, which tablets are not', () => {
    const quantity = { ...kilograms(9_000, 9_000), unit: 'tablets' } as const;
    const arrivals = [arrivalOf(1, { kind: 'seizure', quantity }), arrivalOf(2)];
    const rules = [rule({ leastKg: 1 })];
    expect(play([{ nowMs: 0, arrivals }], { ...TERMS, rules })).toEqual(NOTHING_BREAKING);
  });

  it('leaves the scenes a pause after each card, which only somebody killed does not wait for', () => {
    const terms = { ...TERMS, pauseSeconds: 60 };
    const overMs = CARD_MS + 60_000;
    const first = play([{ nowMs: 0, arrivals: [arrivalOf(1), arrivalOf(2)] }], terms);
    expect(shown(first)).toBe(1);
    expect(play([{ nowMs: CARD_MS }, { nowMs: overMs - 1 }], terms, first).showing).toBeNull();
    // Looked at late, it is counted from when the card had to end.
    expect(shown(play([{ nowMs: CARD_MS + 400 }, { nowMs: overMs }], terms, first))).toBe(2);
    const grave = [arrivalOf(3, { injured: 9 }), arrivalOf(4, { killed: 1 })];
    expect(shown(play([{ nowMs: CARD_MS, arrivals: grave }], terms, first))).toBe(4);
    const many = Array.from({ length: MOST_WAITING }, (_, index) => arrivalOf(10 + index));
    const flooded = play([{ nowMs: CARD_MS, arrivals: many }], terms, first);
    expect(flooded.showing).toBeNull();
    expect(play([{ nowMs: overMs }], terms, flooded).showing?.type).toBe('summary');
  });

  it('leaves a wall to its scenes for most of the time, whatever arrives, if nobody is killed', () => {
    const terms = { ...TERMS, pauseSeconds: 60 };
    const arriving = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 120, maxLength: 120 });
    fc.assert(
      fc.property(arriving, (counts) => {
        let [state, rid, broken] = [NOTHING_BREAKING, 1, 0];
        for (const [index, count] of counts.entries()) {
          const arrivals = Array.from({ length: count }, (_, more) => arrivalOf(rid + more));
          rid += count;
          state = play([{ nowMs: index * 5_000, arrivals }], terms, state);
          if (state.showing) broken += 1;
        }
        expect(broken).toBeLessThan(0.5 * counts.length);
      }),
    );
  });

  it('is corrected, retracted and withdrawn on screen at once, pause or not', () => {
    const terms = { ...TERMS, pauseSeconds: 3_600 };
    const state = play([{ nowMs: 0, arrivals: [arrivalOf(1)] }], terms);
    for (const change of ['corrected', 'retracted'] as const) {
      const changed = play([{ nowMs: 1, arrivals: [arrivalOf(1, { change })] }], terms, state);
      expect(changed.showing).toMatchObject({ notice: change });
    }
    expect(play([{ nowMs: 1, gone: [1] }], terms, state).showing).toMatchObject({
      notice: 'withdrawn',
    });
  });

  it('a killed person also meets a rule for injured ones', () => {
    const rules = [rule({ severity: 'injured' })];
    const state = play([{ nowMs: 0, arrivals: [arrivalOf(1, { killed: 1 })] }], {
      ...TERMS,
      rules,
    });
    expect(shown(state)).toBe(1);
  });

  it('is nothing old, nothing in quiet hours, no correction of what was not on screen', () => {
    const DAY_MS = 86_400_000;
    const none = (arrival: ReturnType<typeof arrivalOf>, terms = TERMS) =>
      expect(play([{ nowMs: 0, arrivals: [arrival] }], terms)).toEqual(NOTHING_BREAKING);
    none(arrivalOf(1, { ageMs: DAY_MS }));
    none(arrivalOf(1), { ...TERMS, isQuiet: true });
    none(arrivalOf(1, { change: 'corrected' }));
    none(arrivalOf(1, { change: 'retracted' }));
  });

  it('begins nothing in quiet hours, and nothing that came before them waits for their end', () => {
    const terms = { ...TERMS, pauseSeconds: 3_600 };
    const arrivals = [arrivalOf(1), arrivalOf(2), arrivalOf(3, { killed: 1 })];
    const before = play([{ nowMs: 0, arrivals }], terms);
    expect([shown(before), before.waiting.length]).toEqual([3, 2]);
    const quiet = { ...terms, isQuiet: true };
    const inQuiet = play([{ nowMs: CARD_MS }, { nowMs: CARD_MS + 3_600_000 }], quiet, before);
    expect([inQuiet.showing, inQuiet.waiting]).toEqual([null, []]);
    expect(play([{ nowMs: CARD_MS + 7_200_000 }], terms, inQuiet).showing).toBeNull();
  });

  it('begins while it is not quiet, is fresh, and concerns the scene that stands, however long it waited', () => {
    const step = fc.record({
      afterMs: fc.integer({ min: 0, max: 1_200_000 }),
      isQuiet: fc.boolean(),
      scene: fc.constantFrom(0, 1),
      counts: fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 12 }),
      pauseSeconds: fc.constantFrom(0, 60, 3_600),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
        const happenedMs = new Map<number, number>();
        let [state, nowMs] = [NOTHING_BREAKING, 0];
        for (const { afterMs, isQuiet, scene, counts, pauseSeconds } of steps) {
          nowMs += afterMs;
          const concerns = ({ rid }: { rid: number }) => rid % 2 === scene;
          const arrivals = counts.map((killed) => {
            const rid = happenedMs.size + 1;
            happenedMs.set(rid, nowMs - 1_800_000);
            return arrivalOf(rid, { killed, ageMs: 1_800_000 });
          });
          const terms = { ...TERMS, freshHours: 1, isQuiet, concerns, pauseSeconds };
          const before = state.showing;
          state = stepBreaking(state, { nowMs, arrivals }, terms);
          if (isQuiet) expect(state.waiting).toEqual([]);
          const begun = state.showing?.sinceMs === before?.sinceMs ? [] : ridsShown(state);
          if (isQuiet) expect(begun).toEqual([]);
          for (const rid of begun) {
            expect(concerns({ rid })).toBe(true);
            expect(nowMs - (happenedMs.get(rid) ?? 0)).toBeLessThan(3_600_000);
          }
        }
      }),
    );
  });

  it('waits through a scene that it does not concern for one that it does', () => {
    const terms = { ...TERMS, pauseSeconds: 60 };
    const waiting = play([{ nowMs: 0, arrivals: [arrivalOf(1), arrivalOf(2)] }], terms);
    const elsewhere = { ...terms, concerns: () => false };
    const nowMs = CARD_MS + 60_000;
    const other = play([{ nowMs: CARD_MS }, { nowMs }], elsewhere, waiting);
    expect(other.showing).toBeNull();
    expect(shown(play([{ nowMs }], terms, other))).toBe(2);
  });

  it('waits in the order of gravity, and of publication where that is equal', () => {
    const arrivals = [
      arrivalOf(1),
      arrivalOf(2),
      arrivalOf(3, { injured: 5 }),
      arrivalOf(4, { killed: 1 }),
      arrivalOf(5),
    ];
    let state = play([{ nowMs: 0, arrivals }]);
    const order = [shown(state)];
    for (let turn = 1; turn < 5; turn += 1) {
      state = play([{ nowMs: turn * CARD_MS }], TERMS, state);
      order.push(shown(state));
    }
    expect(order).toEqual([4, 3, 1, 2, 5]);
  });

  it('is replaced at once by its correction, which stands long enough to be read', () => {
    const state = play([
      { nowMs: 0, arrivals: [arrivalOf(1, { killed: 2 })] },
      { nowMs: CARD_MS - 1, arrivals: [arrivalOf(1, { killed: 1, change: 'corrected' })] },
    ]);
    expect(state.showing).toMatchObject({
      notice: 'corrected',
      news: { record: { killed: { best: 1 } } },
      untilMs: CARD_MS - 1 + NOTICE_MS,
    });
  });

  it('says that it was retracted, and holds nothing once it was withdrawn', () => {
    const first = play([{ nowMs: 0, arrivals: [arrivalOf(1)] }]);
    const retracted = play(
      [{ nowMs: 1, arrivals: [arrivalOf(1, { change: 'retracted' })] }],
      TERMS,
      first,
    );
    expect(retracted.showing).toMatchObject({ rid: 1, notice: 'retracted' });
    const withdrawn = play([{ nowMs: 2, gone: [1] }], TERMS, retracted);
    expect(withdrawn.showing).toMatchObject({ rid: 1, notice: 'withdrawn', news: null });
  });

  it('leaves the queue when it is withdrawn, retracted, or corrected to what no rule asks for', () => {
    const rules = [rule({ severity: 'killed' })];
    const waiting = [1, 2, 3, 4].map((rid) => arrivalOf(rid, { killed: 1 }));
    const state = play(
      [
        { nowMs: 0, arrivals: waiting },
        {
          nowMs: 1,
          gone: [2],
          arrivals: [
            arrivalOf(3, { change: 'retracted' }),
            arrivalOf(4, { killed: 0, change: 'corrected' }),
          ],
        },
      ],
      { ...TERMS, rules },
    );
    expect([shown(state), state.waiting.length]).toEqual([1, 0]);
  });

  it('is one summary where two hundred come in a minute, and then the scenes again', () => {
    let state = NOTHING_BREAKING;
    const counted = new Set<number>();
    let interruptions = 0;
    for (let second = 0; second < 60; second += 1) {
      const first = second * 4;
      const arrivals = [1, 2, 3, 4].map((offset) => arrivalOf(first + offset));
      const before = state.showing;
      state = play(
        [{ nowMs: second * 1_000, arrivals: second < 50 ? arrivals : [] }],
        TERMS,
        state,
      );
      if (state.showing && state.showing.sinceMs !== before?.sinceMs) interruptions += 1;
      if (state.showing?.type === 'card') counted.add(state.showing.rid);
      else for (const { rid } of state.showing?.news ?? []) counted.add(rid);
    }
    // The first card, then one summary of all that waited or came while it stood.
    expect(interruptions).toBe(2);
    expect(state.showing).toBeNull();
    expect(counted.size + state.waiting.length).toBeGreaterThanOrEqual(200);
  });

  it('a summary counts down with what is withdrawn', () => {
    const arrivals = Array.from({ length: MOST_WAITING + 1 }, (_, index) => arrivalOf(index + 1));
    const state = play([
      { nowMs: 0, arrivals },
      { nowMs: 1, gone: [3, 4] },
    ]);
    expect(state.showing).toMatchObject({ type: 'summary', untilMs: SUMMARY_MS });
    expect(state.showing?.type === 'summary' && state.showing.news.length).toBe(MOST_WAITING - 1);
  });

  it('shows nothing that is gone, holds no record twice, and comes to rest', () => {
    const step = fc.record({
      afterMs: fc.integer({ min: 0, max: 20_000 }),
      rids: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 14 }),
      change: fc.constantFrom('new', 'corrected', 'retracted', 'gone'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let state = NOTHING_BREAKING;
        let nowMs = 0;
        for (const { afterMs, rids, change } of steps) {
          nowMs += afterMs;
          const arrivals =
            change === 'gone'
              ? []
              : rids.map((rid) => arrivalOf(rid, { change, injured: rid % 3 }));
          const gone = change === 'gone' ? rids : [];
          state = play([{ nowMs, arrivals, gone }], TERMS, state);
          const held = ridsHeld(state);
          expect(new Set(held).size).toBe(held.length);
          expect(held.filter((rid) => gone.includes(rid))).toEqual([]);
          const gravities = state.waiting.map(({ gravity }) => gravity);
          expect(gravities).toEqual([...gravities].sort((a, b) => b - a));
        }
        const later = Array.from({ length: 60 }, (_, turn) => ({ nowMs: nowMs + turn * 10_000 }));
        expect(play(later, TERMS, state)).toMatchObject({ showing: null, waiting: [] });
      }),
    );
  });
});

/** The records whose content a wall holds. */
function ridsHeld({ showing, waiting }: BreakingState): number[] {
  return [...waiting.map(({ rid }) => rid), ...ridsShown({ showing })];
}

function ridsShown({ showing }: Pick<BreakingState, 'showing'>): number[] {
  const news = showing?.type === 'card' ? [showing.news] : (showing?.news ?? []);
  return news.flatMap((one) => (one ? [one.rid] : []));
}
