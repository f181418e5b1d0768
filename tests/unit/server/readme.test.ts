import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '@/lib/server/settings';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The cells of a table's rows, by the heading that it stands under. */
function tableUnder(file: string, heading: string): string[][] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) => row.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
}

const namesIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

describe('the README’s table of settings', () => {
  const rows = tableUnder('README.md', 'Settings');

  it('has every setting once, and none that there is not', () => {
    const named = rows.flatMap(([names]) => namesIn(names));
    expect(named.toSorted()).toEqual(Object.keys(settingsSchema.shape).toSorted());
  });

  it('gives the defaults that are taken', () => {
    const defaults = settingsSchema.parse({}) as Record<string, unknown>;
    const told = rows.flatMap(([names, values = '']) => {
      const settings = namesIn(names);
      const given = values.replaceAll('`', '').split(', ');
      return settings.length === given.length
        ? settings.map((name, index) => [name, given[index]] as const)
        : [];
    });
    const plain = told.filter(([name]) => ['string', 'number'].includes(typeof defaults[name]));
    expect(plain.length).toBeGreaterThan(12);
    for (const [name, value] of plain) expect(`${name}=${value}`).toBe(`${name}=${defaults[name]}`);
  });
});

describe('ARCHITECTURE’s table of rooms', () => {
  it('has every folder of lib, and none that there is not', () => {
    const rooms = tableUnder('ARCHITECTURE.md', 'Rooms, and who may import whom')
      .flatMap(([room]) => namesIn(room))
      .filter((name) => name.startsWith('lib/'));
    const folders = readdirSync(join(ROOT, 'lib')).map((name) => `lib/${name}`);
    expect(rooms.toSorted()).toEqual(folders.toSorted());
  });
});
