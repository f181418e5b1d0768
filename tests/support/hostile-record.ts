import type { IncidentBody } from '@/lib/domain/incident';
import { LOCALES } from '@/lib/domain/vocabulary';
import { exampleIncident } from './api-client';

const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(2024, 0, 1, 12);

/** Room for a text that stands in a field of a record, by itself. */
export const ROOM = { title: 200, summary: 4_000, quay: 100, field: 60 } as const;

/** What each text of a record is made by: `place` counts the texts, so that no two need to be the same. */
export type TextFor = (place: number, longest: number) => string;

/**
 * A record, of its own day, with a text in every field that takes one, in every language, all of them other ones: the
 * first three are the title's. `day` counts from the first of 2024.
 */
export function recordFullOf(textFor: TextFor, day: number): IncidentBody {
  let place = 0;
  const next = (longest: number) => {
    place += 1;
    return textFor(place, longest);
  };
  const inEach = (longest: number) =>
    Object.fromEntries(LOCALES.map((locale) => [locale, next(longest)]));
  const at = new Date(FIRST_DAY_MS + day * DAY_MS).toISOString();
  const title = inEach(ROOM.title);
  const sources = [1, 2].map((number) => ({
    publisher: next(ROOM.title),
    label: next(300),
    url: `https://example.org/${number}?${next(300)}`,
    archivedUrl: `https://archive.example/${number}#${next(300)}`,
  }));
  return exampleIncident({
    kind: 'seizure',
    subtype: 'cocaine',
    occurredFrom: at,
    occurredTo: at,
    title,
    summary: inEach(ROOM.summary),
    placeName: inEach(ROOM.title),
    quay: next(ROOM.quay),
    routeOrigin: next(ROOM.title),
    concealment: next(300),
    context: 'other',
    contextBy: next(ROOM.title),
    reply: { text: inEach(2_000), by: inEach(ROOM.title), publishedAt: at },
    corrections: [{ text: inEach(1_000), at, fields: [next(ROOM.field)] }],
    notes: next(1_000),
    sources,
  });
}

/** The Brussels day of `recordFullOf`'s number. */
export function dayOf(day: number): string {
  return new Date(FIRST_DAY_MS + day * DAY_MS).toISOString().slice(0, 10);
}
