import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backupName, backupsToDrop } from '@/lib/server/backup-rotation';

const DAY_MS = 24 * 60 * 60_000;
const FIRST_MS = Date.UTC(2026, 0, 1, 2, 30);
const KEEP = { days: 7, weeks: 4 };

const onDay = (day: number, ms = 0) => backupName(new Date(FIRST_MS + day * DAY_MS + ms));

describe('rotation', () => {
  it('after 100 days keeps the last 7 days and the newest of the last 4 weeks', () => {
    const names = Array.from({ length: 100 }, (_, day) => onDay(day));
    const dropped = new Set(backupsToDrop(names, KEEP));
    const kept = names.filter((name) => !dropped.has(name));
    // Day 99 is Friday 10 April; Sundays before are days 94, 87 and 80.
    expect(kept).toEqual([80, 87, 93, 94, 95, 96, 97, 98, 99].map((day) => onDay(day)));
  });

  it('of several on one day keeps the last', () => {
    expect(backupsToDrop([onDay(0), onDay(0, 5_000), onDay(0, 9_000)], KEEP)).toEqual([
      onDay(0, 5_000),
      onDay(0),
    ]);
  });

  it('day by day gives the same as all at once, and never drops the newest', () => {
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 6 }),
        (some, d, w) => {
          const ordered = some.sort((a, b) => a - b).map((day) => onDay(day));
          let held: string[] = [];
          for (const name of ordered) {
            const dropped = new Set(backupsToDrop([...held, name], { days: d, weeks: w }));
            expect(dropped).not.toContain(name);
            held = [...held, name].filter((one) => !dropped.has(one));
          }
          const atOnce = new Set(backupsToDrop(ordered, { days: d, weeks: w }));
          expect(held).toEqual(ordered.filter((name) => !atOnce.has(name)));
        },
      ),
    );
  });

  it('leaves every other file alone, also where automatic backups failed for a year', () => {
    const others = ['mine.ndjson.gz', 'havenwacht-2020-01-01.ndjson.gz', `${onDay(0)}.12.partial`];
    expect(backupsToDrop([...others, onDay(0), onDay(365)], KEEP)).toEqual([]);
  });
});
