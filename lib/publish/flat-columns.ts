import type { PublicIncident } from '@/lib/domain/incident';
import {
  CONTEXTS,
  KINDS,
  LOCALES,
  type Locale,
  ORIGINS,
  PLACE_PRECISIONS,
  PLACE_ROLES,
  QUANTITY_BASES,
  QUANTITY_UNITS,
  SUBTYPES,
  TIME_PRECISIONS,
  VERIFICATIONS,
} from '@/lib/domain/vocabulary';
import { recordPath } from '@/lib/url/page-paths';
import type { SelectedRecord, SelectionLabel } from './selection-label';

/**
 * What a flat column holds. `word` is one of a fixed list; `instant` is ISO in UTC; `json` is a text for programs. Null
 * where nobody said.
 */
export type FlatType =
  | { is: 'text' | 'json' | 'number' | 'integer' | 'instant' }
  | { is: 'word'; words: readonly string[] };

/** One column of the flat files; CSV and Arrow have the same, in this order. */
export interface FlatColumn {
  name: string;
  type: FlatType;
  /** For whoever opens the file: in English, as the names are. */
  about: string;
  read: (selected: SelectedRecord, label: SelectionLabel) => string | number | null;
}

const text: FlatType = { is: 'text' };
const json: FlatType = { is: 'json' };
const number: FlatType = { is: 'number' };
const integer: FlatType = { is: 'integer' };
const instant: FlatType = { is: 'instant' };
const word = (words: readonly string[]): FlatType => ({ is: 'word', words });

function ofRecord(
  name: string,
  type: FlatType,
  about: string,
  read: (record: PublicIncident) => string | number | null,
): FlatColumn {
  return { name, type, about, read: ({ record }) => read(record) };
}

type LocalisedField = 'title' | 'summary' | 'placeName' | 'retractionReason';

const SUFFIXES: Record<Locale, string> = { nl: 'Nl', fr: 'Fr', en: 'En' };

/** A column for each language: a text is never told in another one than it was written in. */
function inEachLanguage(field: LocalisedField, about: string): FlatColumn[] {
  return LOCALES.map((locale) =>
    ofRecord(
      `${field}${SUFFIXES[locale]}`,
      text,
      `${about} (${locale})`,
      (record) => record[field]?.[locale] ?? null,
    ),
  );
}

const REPLY_COLUMNS = {
  text: ['reply', 'Published reply of whom the record is about'],
  by: ['replyBy', 'Who replied, by what they are'],
} as const;

/** As {@link inEachLanguage}, of a part of the published reply. */
function ofReply(part: keyof typeof REPLY_COLUMNS): FlatColumn[] {
  const [name, about] = REPLY_COLUMNS[part];
  return LOCALES.map((locale) =>
    ofRecord(
      `${name}${SUFFIXES[locale]}`,
      text,
      `${about} (${locale})`,
      ({ reply }) => reply?.[part][locale] ?? null,
    ),
  );
}

function range(name: 'killed' | 'injured', about: string): FlatColumn[] {
  return [
    ofRecord(name, integer, `${about}: best estimate`, (record) => record[name]?.best ?? null),
    ofRecord(`${name}Low`, integer, `${about}: least`, (record) => record[name]?.low ?? null),
    ofRecord(`${name}High`, integer, `${about}: most`, (record) => record[name]?.high ?? null),
  ];
}

const AREAS = [
  ['country', 'ISO 3166-1 code'],
  ['province', 'ISO 3166-2 code or our own'],
  ['municipality', 'NIS code or our own'],
  ['district', 'code of /api/v1/regions'],
  ['policeZone', 'number of the zone'],
  ['port', 'UN/LOCODE'],
] as const;

/** Every column, in the order of the files. New ones go to the end: programs may count on places. */
export const FLAT_COLUMNS: readonly FlatColumn[] = [
  ofRecord('id', text, 'UUID of the record in addresses', ({ id }) => id),
  ofRecord('rid', integer, 'Number of the record in this installation', ({ rid }) => rid),
  {
    name: 'seq',
    type: integer,
    about: 'Change by which this version of the record became public',
    read: ({ fromSeq }) => fromSeq,
  },
  {
    name: 'updatedAt',
    type: instant,
    about: 'When this version became public',
    read: ({ committedAt }) => committedAt,
  },
  {
    name: 'url',
    type: text,
    about: 'Page of the record',
    read: ({ record }, { publicUrl, locale }) => `${publicUrl}/${locale}${recordPath(record.id)}`,
  },
  ofRecord(
    'origin',
    word(ORIGINS),
    'How it came here; "simulated" never happened',
    (r) => r.origin,
  ),
  ofRecord(
    'status',
    word(['published', 'retracted']),
    'A retracted record keeps its id, days, area and reason, and is not to be counted',
    ({ status }) => status,
  ),
  ofRecord('kind', word(KINDS), 'Kind of event', ({ kind }) => kind),
  ofRecord('subtype', word(Object.values(SUBTYPES).flat()), 'What it was', (r) => r.subtype),
  ofRecord('occurredFrom', instant, 'When it began, or may have', (r) => r.occurredFrom),
  ofRecord('occurredTo', instant, 'When it ended, or may have', (r) => r.occurredTo),
  ofRecord('timePrecision', word(TIME_PRECISIONS), 'How finely the time is known', (r) => {
    return r.timePrecision;
  }),
  ofRecord('announcedAt', instant, 'When it was made known', (r) => r.announcedAt),
  ofRecord('lng', number, 'Longitude, WGS 84; see uncertaintyMetres', (r) => r.point?.[0] ?? null),
  ofRecord('lat', number, 'Latitude, WGS 84; see uncertaintyMetres', (r) => r.point?.[1] ?? null),
  ofRecord(
    'uncertaintyMetres',
    number,
    'The place lies within so many metres of the point; null where the place is an area',
    (r) => r.uncertaintyMetres,
  ),
  ofRecord('placePrecision', word(PLACE_PRECISIONS), 'How finely the place is told', (r) => {
    return r.placePrecision;
  }),
  ...inEachLanguage('placeName', 'Name of the place'),
  ...AREAS.map(([name, about]) => ofRecord(name, text, `Area: ${about}`, (r) => r[name])),
  ofRecord('quay', text, 'Quay or terminal', ({ quay }) => quay),
  ...range('killed', 'People killed'),
  ...range('injured', 'People injured'),
  ofRecord('quantity', number, 'Quantity: best estimate', (r) => r.quantity?.best ?? null),
  ofRecord('quantityLow', number, 'Quantity: least', (r) => r.quantity?.low ?? null),
  ofRecord('quantityHigh', number, 'Quantity: most', (r) => r.quantity?.high ?? null),
  ofRecord('quantityUnit', word(QUANTITY_UNITS), 'Unit of the quantity', (r) => {
    return r.quantity?.unit ?? null;
  }),
  ofRecord('quantityBasis', word(QUANTITY_BASES), 'Net or gross', (r) => r.quantity?.basis ?? null),
  ofRecord('placeRole', word(PLACE_ROLES), 'What the place was', ({ placeRole }) => placeRole),
  ofRecord('routeOrigin', text, 'Where the goods came from', ({ routeOrigin }) => routeOrigin),
  ofRecord('concealment', text, 'How the goods were hidden', ({ concealment }) => concealment),
  ofRecord('context', word(CONTEXTS), 'Context, as somebody stated it', ({ context }) => context),
  ofRecord('contextBy', text, 'Who stated the context', ({ contextBy }) => contextBy),
  ofRecord('verification', word(VERIFICATIONS), 'How well it is known', (r) => r.verification),
  ...inEachLanguage('title', 'Title'),
  ...inEachLanguage('summary', 'Summary'),
  ...inEachLanguage('retractionReason', 'Why it was retracted'),
  ofRecord('sourceNames', text, 'Publishers of the sources, joined by "; "', ({ sources }) => {
    return sources.length === 0 ? null : sources.map(({ publisher }) => publisher).join('; ');
  }),
  ofRecord('sourceUrls', text, 'Addresses of the sources, joined by spaces', ({ sources }) => {
    return sources.length === 0 ? null : sources.map(({ url }) => url).join(' ');
  }),
  ofRecord('sources', json, 'The sources in full, as JSON', (r) => JSON.stringify(r.sources)),
  ofRecord('corrections', json, 'Corrections with their texts, as JSON', (r) => {
    return JSON.stringify(r.corrections);
  }),
  ...ofReply('text'),
  ...ofReply('by'),
  ofRecord('replyPublishedAt', instant, 'When the reply was published', ({ reply }) => {
    return reply?.publishedAt ?? null;
  }),
];
