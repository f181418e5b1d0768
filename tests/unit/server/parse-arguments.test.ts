import { describe, expect, it } from 'vitest';
import { parseArguments } from '@/lib/server/parse-arguments';
import { StartError } from '@/lib/server/start-error';

describe('the arguments of a start', () => {
  it('say real use with nothing generated', () => {
    expect(parseArguments(['real'])).toEqual({ mode: 'real', isDevelopment: false, demo: null });
  });

  it('say a demo with its size and seed', () => {
    expect(
      parseArguments(['demo', '--incidents', '500', '--seed', '7', '--still', '--dev']),
    ).toEqual({
      mode: 'demo',
      isDevelopment: true,
      demo: { count: 500, seed: 7, isStill: true },
    });
    expect(parseArguments(['demo']).demo).toEqual({ count: null, seed: null, isStill: false });
  });

  it.each([
    [[], '"demo" or "real"'],
    [['live'], '"demo" or "real"'],
    [['demo', '--incidents', 'many'], '--incidents "many" must be a whole number'],
    [
      ['demo', '--incidents', '1000001'],
      '--incidents "1000001" must be a whole number from 0 to 1000000',
    ],
    [['demo', '--seed', '-1'], '--seed'],
    [['demo', '--seed', '4294967296'], '--seed "4294967296"'],
    [['demo', '--speed', '2'], '--speed'],
    [['real', '--incidents', '5'], 'real records are never generated'],
    [['demo', '--fast'], '--fast'],
    [['real', '--seed', '7'], '--seed'],
    [['real', '--still'], 'real records are never generated'],
  ])('%j are refused with a sentence', (given, part) => {
    expect(() => parseArguments(given)).toThrow(StartError);
    expect(() => parseArguments(given)).toThrow(part);
    expect(() => parseArguments(given)).toThrow(/^[^\n]+\.$/);
  });
});
