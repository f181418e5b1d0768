import { describe, expect, test } from 'vitest';
import { IMPORT_FIELDS } from '@/lib/ingest/import-fields';
import { mapColumns } from '@/lib/ingest/map-columns';

const guess = (...columns: string[]) => Object.fromEntries(mapColumns(columns).columns);

describe('guessing what columns mean', () => {
  test('knows Dutch, French and English headers, whatever their case and accents', () => {
    expect(
      guess('Datum', 'Uur', 'SOORT', 'Gemeente', 'Breedtegraad', 'Lengtegraad', 'Titel', 'Bron'),
    ).toEqual({
      date: 'Datum',
      time: 'Uur',
      kind: 'SOORT',
      municipality: 'Gemeente',
      lat: 'Breedtegraad',
      lng: 'Lengtegraad',
      titleNl: 'Titel',
      sourcePublisher: 'Bron',
    });
    expect(guess('Date de début', 'heure', 'commune', 'blessés', 'titre', 'lien')).toEqual({
      date: 'Date de début',
      time: 'heure',
      municipality: 'commune',
      injured: 'blessés',
      titleFr: 'titre',
      sourceUrl: 'lien',
    });
    expect(guess('occurred_from', 'kind', 'lat', 'lon', 'source url')).toEqual({
      date: 'occurred_from',
      kind: 'kind',
      lat: 'lat',
      lng: 'lon',
      sourceUrl: 'source url',
    });
  });

  test('takes "type" as the kind, or as the subtype beside a column for the kind', () => {
    expect(guess('type')).toEqual({ kind: 'type' });
    expect(guess('type', 'kind')).toEqual({ kind: 'kind', subtype: 'type' });
  });

  test('never takes an address or a name of a person for something public', () => {
    expect(
      guess('address', 'adres', 'adresse', 'street', 'name', 'naam', 'victim', 'suspect'),
    ).toEqual({});
  });

  test('follows --map before any guess, and leaves a field unread that is mapped to nothing', () => {
    const { columns, unused } = mapColumns(['date', 'published', 'city'], {
      map: ['date=published', 'municipality='],
      set: [],
    });
    expect(Object.fromEntries(columns)).toEqual({ date: 'published' });
    expect(unused).toEqual(['date', 'city']);
  });

  test('lists the possible fields for an unknown field, and the columns for an unknown column', () => {
    const map = (pair: string) => () => mapColumns(['a', 'b'], { map: [pair], set: [] });
    expect(map('colour=a')).toThrow(/no field "colour" \(use one of: kind, subtype, date/);
    expect(map('date=c')).toThrow('no column "c" (it has: a, b)');
    expect(map('date')).toThrow('write it as field=column');
    expect(() => mapColumns(['a'], { map: ['date=a', 'date=a'], set: [] })).toThrow('mapped twice');
  });

  test('has no header word written in a way that can never match', () => {
    const words = Object.values(IMPORT_FIELDS).flatMap(({ headers }) => [...headers]);
    expect(words.filter((word) => !/^[a-z0-9]+$/.test(word))).toEqual([]);
  });
});
