import { describe, expect, it } from 'vitest';
import '@/lib/regions/gazetteer';
import type { PlacePrecision, TimePrecision } from '@/lib/domain/vocabulary';
import { announcedLater, placeWords, textIn, timeWords } from '@/lib/words/record-words';

function time(occurredFrom: string, occurredTo: string, timePrecision: TimePrecision) {
  return timeWords({ occurredFrom, occurredTo, timePrecision }).key;
}

describe('when a record happened', () => {
  it('is one day although it ends at the midnight that begins the next', () => {
    expect(time('2026-07-12T22:00:00Z', '2026-07-13T22:00:00Z', 'day')).toBe('day');
  });

  it('is two days where the sources leave it open', () => {
    expect(time('2026-07-12T22:00:00Z', '2026-07-14T22:00:00Z', 'day')).toBe('days');
  });

  it('is a night from one day to the next', () => {
    expect(time('2026-07-13T20:00:00Z', '2026-07-14T04:00:00Z', 'night')).toBe('night');
  });

  it('is never told more exactly than it is known', () => {
    expect(time('2026-06-30T22:00:00Z', '2026-07-31T22:00:00Z', 'month')).toBe('month');
    expect(time('2026-06-30T22:00:00Z', '2026-09-30T22:00:00Z', 'month')).toBe('months');
    expect(time('2025-12-31T23:00:00Z', '2026-12-31T23:00:00Z', 'year')).toBe('year');
  });

  it('stands apart from the day it was announced', () => {
    const record = { occurredTo: '2023-07-13T10:00:00Z', announcedAt: '2023-08-10T10:00:00Z' };
    expect(announcedLater(record)).toBe(Date.parse('2023-08-10T10:00:00Z'));
    expect(announcedLater({ ...record, announcedAt: '2023-07-13T18:00:00Z' })).toBeNull();
  });
});

describe('where a record happened', () => {
  const nowhere = {
    placeName: null,
    uncertaintyMetres: null,
    country: null,
    province: null,
    municipality: null,
    district: null,
    policeZone: null,
    port: null,
  };
  const place = (placePrecision: PlacePrecision, part: Partial<typeof nowhere> | object = {}) =>
    placeWords({ ...nowhere, ...part, placePrecision }, 'en');

  it('is somewhere in the municipality where no more is known', () => {
    const words = place('municipality', {
      country: 'BE',
      province: 'BE-BRU',
      municipality: '21001',
    });
    expect(words).toMatchObject({ key: 'municipality', place: 'Anderlecht' });
  });

  it('is somewhere in the port, and not in the town', () => {
    expect(place('municipality', { country: 'BE', port: 'BEANR' })).toMatchObject({
      key: 'port',
      place: 'Antwerp',
    });
  });

  it('says the distance with a name, and the name once', () => {
    const spot = { municipality: '21001', uncertaintyMetres: 75, placeName: { en: 'Clemenceau' } };
    expect(place('vicinity', spot)).toEqual({
      key: 'vicinity',
      place: 'Clemenceau, Anderlecht',
      metres: 75,
    });
    const twice = { ...spot, placeName: { en: 'Anderlecht' } };
    expect(place('vicinity', twice).place).toBe('Anderlecht');
  });

  it('admits that it is not known', () => {
    expect(place('municipality').key).toBe('unknown');
    expect(place('sea').key).toBe('sea');
    expect(place('exact', { uncertaintyMetres: 25 }).key).toBe('unnamed');
  });
});

describe('a text that is not in the reader’s language', () => {
  it('comes with the language it is in', () => {
    expect(textIn({ nl: 'Schietpartij' }, 'fr')).toEqual({ text: 'Schietpartij', lang: 'nl' });
    expect(textIn({ nl: 'Schietpartij', fr: 'Fusillade' }, 'fr').lang).toBe('fr');
  });
});
