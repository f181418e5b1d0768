import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const RULES = [
  ...readFileSync(join(ROOT, 'lib/protocol/SPEC.md'), 'utf8').matchAll(
    /^- \*\*\[([A-Z]{2}\d+)\]\*\*/gm,
  ),
].map(([, id = '']) => id);
const FAMILIES = [...new Set(RULES.map((id) => id.slice(0, 2)))].join('|');
const CITED = new RegExp(`\\b(?:${FAMILIES})\\d{1,2}\\b`, 'g');

/** Rules by id, with the files that name them. */
function citationsIn(...folders: string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const folder of folders) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(?:tsx?|py)$/.test(name)) continue;
      const text = readFileSync(join(ROOT, folder, name), 'utf8');
      for (const [id] of text.matchAll(CITED)) {
        found.set(id, [...(found.get(id) ?? []), join(folder, name)]);
      }
    }
  }
  return found;
}

describe('the rules of SPEC.md', () => {
  it('have one id each', () => {
    expect(RULES.length).toBeGreaterThan(70);
    expect(new Set(RULES).size).toBe(RULES.length);
  });

  it('are enough for a reader of 60 lines of code', () => {
    const text = readFileSync(join(ROOT, 'lib/protocol/examples/follow.py'), 'utf8');
    const code = text.replace(/^"""[\s\S]*?"""\n/, '').split('\n');
    expect(code.filter((line) => !/^\s*(?:#|$)/.test(line)).length).toBeLessThanOrEqual(60);
  });

  it('are each cited by a test', () => {
    const cited = citationsIn('tests/unit', 'tests/integration', 'tests/contract', 'tests/e2e');
    expect(RULES.filter((id) => !cited.has(id))).toEqual([]);
  });

  it('are all there that tests and code cite', () => {
    const cited = citationsIn('tests', 'lib', 'db', 'components', 'app');
    expect([...cited].filter(([id]) => !RULES.includes(id))).toEqual([]);
  });
});
