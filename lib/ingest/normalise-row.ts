import { composeTitle } from '../domain/headline';
import type { HeadlinePlace } from '../domain/headline-phrases';
import { type IncidentBody, incidentInputSchema } from '../domain/incident';
import { UNCERTAINTY_METRES } from '../domain/place';
import { faultsOf } from '../domain/problem';
import { brusselsDay } from '../domain/time';
import type { Kind, Locale, PlacePrecision, Subtype } from '../domain/vocabulary';
import { FIELD_NAMES, IMPORT_FIELDS, type ImportField } from './import-fields';
import type { ColumnMapping } from './map-columns';
import type { RawRow, RowFault } from './raw-row';
import { type RowArea, readRowArea } from './read-area';
import { readDate } from './read-date';
import { type DecimalMark, readNumber } from './read-number';
import { isCoarsePoint, isInEurope, readRowPoint } from './read-point';
import { readRowQuantity } from './read-quantity';
import { type RowSources, readRowSources } from './read-sources';
import { readRowTime } from './read-when';
import { RowReader } from './row-reader';
import { readKindWord, readWord, type WordList, type WordOf } from './words';

export interface NormaliseOptions {
  mapping: ColumnMapping;
  /** The language of columns that name none. */
  language: Locale;
  /** Wins over the file; null: a row with a source is published, another is a draft. */
  status: 'draft' | 'published' | null;
  decimal: DecimalMark;
}

/** What was decided for a row because the file does not say it; counted in the summary. */
export type Decision =
  | 'title composed'
  | 'locality assumed'
  | 'draft without source'
  | 'verification assumed'
  | 'midnight is a day'
  | 'outside Europe'
  | 'place without code';

export type NormalisedRow =
  | { incident: IncidentBody; decisions: Decision[]; faults: null }
  | { incident: null; faults: RowFault[] };

/** A raw row as a record that the API takes, or everything that is wrong with it. */
export function normaliseRow(raw: RawRow, options: NormaliseOptions): NormalisedRow {
  const reader = new RowReader(raw, options.mapping);
  const decisions: Decision[] = [];
  const incident = buildIncident(reader, options, decisions);
  if (!incident) return { incident: null, faults: reader.faults };
  const parsed = incidentInputSchema.safeParse(incident);
  if (parsed.success) return { incident, decisions, faults: null };
  const faults = faultsOf(parsed.error).map((fault) =>
    domainFault(raw.row, fault.field, fault.message, options.mapping),
  );
  return { incident: null, faults };
}

/** A fault that the record's schema or the server found, named by the column that the field was read from. */
export function domainFault(
  row: number,
  path: string,
  message: string,
  mapping: ColumnMapping,
): RowFault {
  const fields = FIELD_NAMES.filter((field) =>
    IMPORT_FIELDS[field].paths.some((own) => path === own || path.startsWith(`${own}.`)),
  );
  const field = fields.find((name) => mapping.columns.has(name));
  const column = field === undefined ? null : (mapping.columns.get(field) ?? null);
  return { row, column, message: column === null && path !== '' ? `${path}: ${message}` : message };
}

function buildIncident(
  reader: RowReader,
  options: NormaliseOptions,
  decisions: Decision[],
): IncidentBody | null {
  refuseSimulated(reader);
  const what = readWhat(reader);
  const when = readRowTime(reader);
  const place = readWhere(reader, when ? brusselsDay(when.fromMs) : null, decisions);
  const people = { killed: readCount(reader, 'killed'), injured: readCount(reader, 'injured') };
  const quantity = readRowQuantity(reader, options.decimal, what?.kind ?? null);
  const found = readRowSources(reader);
  const status = readStatus(reader, options, found, decisions);
  const verification = readVerification(reader, decisions);
  const details = readDetails(reader, options.language);
  if (!what || !when || !place || reader.faults.length > 0) return null;
  if (when.isMidnightAsDay) decisions.push('midnight is a day');
  return {
    ...what,
    occurredFrom: new Date(when.fromMs).toISOString(),
    occurredTo: new Date(when.toMs).toISOString(),
    timePrecision: when.precision,
    ...details,
    ...place.fields,
    placeName:
      readTexts(reader, 'placeName', options.language) ?? place.unlistedName(options.language),
    killed: people.killed === null ? null : { best: people.killed },
    injured: people.injured === null ? null : { best: people.injured },
    quantity,
    title:
      readTexts(reader, 'title', options.language) ??
      composeRowTitle({ ...what, ...people, quantity, place: place.headline }, decisions),
    summary: readTexts(reader, 'summary', options.language),
    verification,
    sources: found.sources,
    notes: readNotes(reader, found),
    status,
    origin: 'imported',
  };
}

function refuseSimulated(reader: RowReader): void {
  if (reader.text('origin')?.toLowerCase() === 'simulated') {
    reader.fault('origin', 'a simulated record is not imported as a real one (remove the row)');
  }
}

function readWhat(reader: RowReader): { kind: Kind; subtype: Subtype | null } | null {
  const understand = (text: string) =>
    readKindWord(text) ??
    `"${text}" is not a kind (use shooting, seizure, incident or a subtype such as explosion)`;
  const kind = reader.read('kind', understand);
  const subtype = reader.read('subtype', understand);
  if (kind && subtype && kind.kind === subtype.kind) {
    return { kind: kind.kind, subtype: subtype.subtype ?? kind.subtype };
  }
  if (kind && subtype) {
    reader.fault('subtype', `"${reader.text('subtype')}" is not a subtype of ${kind.kind}`);
    return null;
  }
  if (!kind && !subtype && reader.text('kind') === null && reader.text('subtype') === null) {
    reader.fault('kind', 'is empty (every record needs a kind)');
  }
  return kind ?? subtype;
}

interface RowPlace {
  fields: Partial<IncidentBody> & { placePrecision: PlacePrecision };
  headline: HeadlinePlace | null;
  unlistedName: (language: Locale) => IncidentBody['placeName'];
}

function readWhere(reader: RowReader, date: string | null, decisions: Decision[]): RowPlace | null {
  const faultsBefore = reader.faults.length;
  const point = readRowPoint(reader);
  const named = readRowArea(reader, date);
  const claimed = reader.read('placePrecision', (text) => readWord('placePrecision', text));
  const sensitivity = readSensitivity(reader);
  if (reader.faults.length > faultsBefore) return null;
  const ofArea = precisionOfArea(named);
  const isAssumed = claimed === null && point !== null && !isCoarsePoint(point);
  const precision = claimed?.word ?? (isAssumed ? 'locality' : ofArea);
  if (precision === null) {
    reader.fault(
      point ? 'lat' : null,
      point
        ? 'one decimal of a degree is kilometres (add a municipality, province or country)'
        : 'has no place (give a point, or a municipality, port, province or country)',
    );
    return null;
  }
  if (isAssumed) decisions.push('locality assumed');
  if (point && !isInEurope(point[0], point[1])) decisions.push('outside Europe');
  const unlisted = named.unlistedPlace;
  if (unlisted !== null) decisions.push('place without code');
  return {
    fields: {
      ...named.area,
      point: point ? [point[0], point[1]] : null,
      placePrecision: precision,
      sensitivity,
    },
    headline: headlinePlace(named),
    unlistedName: (language) =>
      unlisted === null || UNCERTAINTY_METRES[precision] !== null ? null : { [language]: unlisted },
  };
}

/** A port without a point is an area like a municipality: a count on its label. */
function precisionOfArea({ area }: RowArea): PlacePrecision | null {
  if (area.port ?? area.district ?? area.municipality) return 'municipality';
  if (area.province ?? area.policeZone) return 'province';
  return area.country === null ? null : 'country';
}

function headlinePlace({ region }: RowArea): HeadlinePlace | null {
  if (!region || region.type === 'continent' || region.type === 'police zone') return null;
  return { type: region.type, names: region.names };
}

function readSensitivity(reader: RowReader): WordOf<'sensitivity'>[] {
  const words = (reader.text('sensitivity') ?? '').split(/[;,|]/).filter((word) => word.trim());
  return words.flatMap((text) => {
    const read = readWord('sensitivity', text.trim());
    if (typeof read !== 'string') return [read.word];
    reader.fault('sensitivity', read);
    return [];
  });
}

function readCount(reader: RowReader, field: 'killed' | 'injured'): number | null {
  return reader.read(field, (text) => {
    const value = readNumber(text);
    if (typeof value === 'number' && (!Number.isInteger(value) || value < 0)) {
      return `"${text}" is not a whole number of people`;
    }
    return typeof value === 'string' ? `"${text}" is not a whole number of people` : value;
  });
}

function readListed<L extends WordList & ImportField>(
  reader: RowReader,
  list: L,
): WordOf<L> | null {
  return reader.read(list, (text) => readWord(list, text))?.word ?? null;
}

function readVerification(reader: RowReader, decisions: Decision[]): WordOf<'verification'> {
  const given = readListed(reader, 'verification');
  if (given === null) decisions.push('verification assumed');
  return given ?? 'unverified';
}

function readStatus(
  reader: RowReader,
  options: NormaliseOptions,
  { sources }: RowSources,
  decisions: Decision[],
): 'draft' | 'published' {
  const given = options.status ?? readListed(reader, 'status');
  if (given !== null) return given;
  if (sources.length > 0) return 'published';
  decisions.push('draft without source');
  return 'draft';
}

function readDetails(reader: RowReader, language: Locale): Partial<IncidentBody> {
  const announced = reader.read('announced', readDate);
  return {
    announcedAt: announced === null ? null : new Date(announced.fromMs).toISOString(),
    quay: reader.text('quay'),
    placeRole: readListed(reader, 'placeRole') ?? 'not stated',
    routeOrigin: reader.text('routeOrigin'),
    concealment: reader.text('concealment'),
    context: readListed(reader, 'context') ?? 'not stated',
    contextBy: reader.text('contextBy'),
    reply: readReply(reader, language),
  };
}

function readTexts(
  reader: RowReader,
  field: 'title' | 'summary' | 'placeName' | 'reply' | 'replyBy',
  language: Locale,
): { nl?: string; fr?: string; en?: string } | null {
  const plain = reader.text(field);
  const texts = {
    nl: reader.text(`${field}Nl`),
    fr: reader.text(`${field}Fr`),
    en: reader.text(`${field}En`),
  };
  if (plain !== null) texts[language] ??= plain;
  const given = Object.entries(texts).filter(([, text]) => text !== null);
  return given.length > 0 ? Object.fromEntries(given) : null;
}

/** A reply is a text, who says it and when it was published; one without the others is refused by the record's schema. */
function readReply(reader: RowReader, language: Locale): IncidentBody['reply'] {
  const text = readTexts(reader, 'reply', language);
  const by = readTexts(reader, 'replyBy', language);
  const publishedAt = reader.read('replyPublishedAt', readDate);
  if (!text && !by) return null;
  if (!text) reader.fault('reply', 'somebody is named as replying, but there is no reply');
  if (!by) reader.fault('replyBy', 'say who replies, by what they are and not by name');
  if (reader.text('replyPublishedAt') === null) {
    reader.fault('replyPublishedAt', 'say when the reply was published');
  }
  return text && by && publishedAt
    ? { text, by, publishedAt: new Date(publishedAt.fromMs).toISOString() }
    : null;
}

function composeRowTitle(
  parts: Parameters<typeof composeTitle>[0],
  decisions: Decision[],
): IncidentBody['title'] {
  decisions.push('title composed');
  return composeTitle(parts);
}

/** A publisher without an address is no source that a reader can follow: the desk finds it in the notes. */
function readNotes(reader: RowReader, { publisherAlone }: RowSources): string | null {
  const notes = reader.text('notes');
  if (publisherAlone === null) return notes;
  const line = `Source without address: ${publisherAlone}`;
  return notes === null ? line : `${notes}\n${line}`;
}
