import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINDS, VERIFICATIONS } from '@/lib/domain/vocabulary';
import { ruleOfText, textOfRule } from '@/lib/url/breaking-text';
import { formatView, parseView } from '@/lib/url/parse-view';
import type { ViewDefaults } from '@/lib/url/view-state';
import {
  formatWall,
  MOST_ADDRESS_SCENES,
  parseWall,
  playlistOfWall,
  type WallAddress,
} from '@/lib/url/wall-address';
import { LAYOUTS, SEVERITIES, WALL_LANGUAGES } from '@/lib/wall/playlist';
import type { BreakingRule } from '@/lib/wall/playlist-schema';
import { breakingRuleSchema, playlistSchema } from '@/lib/wall/playlist-schema';
import { question } from '../../support/filters';

const DEMO: ViewDefaults = {
  camera: { center: [4.38, 51.06], zoom: 8.5 },
  scope: 'simulated',
  scopes: ['real', 'simulated'],
};

const view = fc
  .record({ kinds: fc.subarray([...KINDS]), text: fc.option(question), hasYear: fc.boolean() })
  .map(({ kinds, text, hasYear }) => {
    const { state } = parseView('', DEMO, 0);
    const days = hasYear ? { from: '2026-01-01', to: '2026-12-31' } : {};
    return formatView({ ...state, filter: { ...state.filter, kinds, text, ...days } }, DEMO);
  });
const scene = fc.record({
  layout: fc.constantFrom(...LAYOUTS),
  seconds: fc.integer({ min: 5, max: 3_600 }),
  view,
});
const some = <Word>(words: readonly Word[]) =>
  fc.option(fc.subarray([...words], { minLength: 1 }), { nil: undefined });
const rule = fc
  .record({
    kinds: some(KINDS),
    regions: some(['BE-BRU', '21004', '11002-merksem', 'BEANR']),
    severity: fc.constantFrom(...SEVERITIES),
    leastKg: fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: undefined }),
    verifications: some(VERIFICATIONS),
    seconds: fc.integer({ min: 5, max: 300 }),
    hasSound: fc.boolean(),
  })
  .map((given): BreakingRule => breakingRuleSchema.parse(given));
const wall: fc.Arbitrary<WallAddress> = fc.record({
  scenes: fc.array(scene, { minLength: 1, maxLength: MOST_ADDRESS_SCENES }),
  breaking: fc.option(fc.array(rule, { maxLength: 4 })),
  pauseSeconds: fc.integer({ min: 0, max: 3_600 }),
  language: fc.option(fc.constantFrom(...WALL_LANGUAGES)),
  theme: fc.constantFrom('auto', 'light', 'dark'),
});

describe('the address of a wall', () => {
  it('says every wall, and reads as the same again', () => {
    fc.assert(
      fc.property(wall, (given) => {
        const { notices, ...read } = parseWall(formatWall(given), DEMO);
        expect(notices).toEqual([]);
        expect(read).toEqual(given);
      }),
    );
  });

  it('is never refused: whatever it says, a playlist comes of it, and what was dropped is named', () => {
    const piece = fc.oneof(
      fc.constantFrom('scene', 'breaking', 'pause', 'lang', 'theme', 'k', 'nonsense'),
      fc.string(),
    );
    const text = fc.oneof(
      fc.constantFrom(
        'map~10~',
        'map~4~',
        'map~10~k%3Dnone',
        'k:shooting',
        'kg:9',
        'nl',
        '~',
        'all',
        '30',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, text), { maxLength: 20 }), (pairs) => {
        const parsed = parseWall(new URLSearchParams(pairs).toString(), DEMO);
        expect(() => playlistSchema.parse(playlistOfWall(parsed, 'nl'))).not.toThrow();
        expect(parseWall(formatWall(parsed), DEMO)).toEqual({ ...parsed, notices: [] });
      }),
    );
  });

  it('is one scene of map and ticker where it is an explorer’s', () => {
    const { scenes, notices, breaking } = parseWall('k=shooting&theme=light&utm_source=x', DEMO);
    expect(scenes).toEqual([{ layout: 'map and ticker', seconds: 60, view: 'k=shooting' }]);
    expect([notices, breaking]).toEqual([[], null]);
    expect(parseWall('k=shooting&theme=light', DEMO).theme).toBe('light');
  });

  it('drops broken scenes, views and rules by name, and scenes beyond the twelfth', () => {
    const many = Array.from({ length: 13 }, () => 'scene=map~10~').join('&');
    expect(parseWall(many, DEMO).scenes).toHaveLength(12);
    expect(parseWall(many, DEMO).notices).toHaveLength(1);
    const query =
      'scene=map~4~&scene=poster~10~&scene=map~10~k%3Dnone%26from%3D2026-01-01&breaking=k:none&lang=de&k=shooting';
    const { scenes, notices, breaking, language } = parseWall(query, DEMO);
    expect(scenes).toEqual([{ layout: 'map', seconds: 10, view: 'from=2026-01-01' }]);
    expect([breaking, language]).toEqual([null, null]);
    expect(notices.map(({ key, problem }) => `${key} ${problem}`)).toEqual([
      'scene unreadable',
      'scene unreadable',
      'k unreadable',
      'k unknown',
      'breaking unreadable',
      'lang unreadable',
    ]);
  });

  it('shows no past, and says that it does not', () => {
    const { scenes, notices } = parseWall('k=shooting&asOf=e1:7&record=4', DEMO);
    expect(scenes[0]?.view).toBe('k=shooting');
    expect(notices.map(({ key }) => key)).toContain('asOf');
  });

  it('silences a wall only where it says so', () => {
    expect(parseWall('breaking=none', DEMO).breaking).toEqual([]);
    expect(playlistOfWall(parseWall('', DEMO), 'fr')).toMatchObject({
      language: 'fr',
      breaking: [
        { kinds: ['shooting'], severity: 'injured' },
        { kinds: ['seizure'], leastKg: 500 },
      ],
    });
  });

  it('says the least pause between cards, a minute if it says none', () => {
    const pauses = ['', 'pause=0', 'pause=3600', 'pause=3601', 'pause=soon'].map((query) => {
      const { pauseSeconds, notices } = parseWall(query, DEMO);
      return [pauseSeconds, notices.length];
    });
    expect(pauses).toEqual([
      [60, 0],
      [0, 0],
      [3_600, 0],
      [60, 1],
      [60, 1],
    ]);
  });
});

describe('a rule in an address', () => {
  it('is short, and named for what it asks', () => {
    expect(textOfRule(breakingRuleSchema.parse({}))).toBe('all');
    const text = 'k:shooting~r:BE-BRU.21004~least:killed~v:single-source~s:40~sound';
    expect(ruleOfText(text)).toEqual({
      kinds: ['shooting'],
      regions: ['BE-BRU', '21004'],
      severity: 'killed',
      verifications: ['single source'],
      seconds: 40,
      hasSound: true,
    });
    expect(textOfRule(ruleOfText(text) as BreakingRule)).toBe(text);
    expect(ruleOfText('k:seizure~kg:500')).toMatchObject({ kinds: ['seizure'], leastKg: 500 });
  });

  it('is none where a part is unknown, twice there or out of range', () => {
    for (const text of [
      '',
      'k:',
      'k:shooting~k:seizure',
      's:4',
      'kg:0',
      'kg:100001',
      'sound:loud',
      'x:1',
      'all~s:9',
    ]) {
      expect(ruleOfText(text), text).toBeNull();
    }
  });
});
