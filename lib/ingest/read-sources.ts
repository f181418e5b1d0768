import type { IncidentBody } from '../domain/incident';
import { readDate } from './read-date';
import type { RowReader } from './row-reader';

type SourceBody = NonNullable<IncidentBody['sources']>[number];

/** The sources of a row, and a publisher without an address, which cannot be shown as a source. */
export interface RowSources {
  sources: SourceBody[];
  publisherAlone: string | null;
}

/** One source per address in the cell. Without a publisher the address' host is named: never an invented name. */
export function readRowSources(reader: RowReader): RowSources {
  const publisher = reader.text('sourcePublisher');
  const addresses = (reader.text('sourceUrl') ?? '').split(/[\s;|]+(?=https?:)/i).filter(Boolean);
  if (addresses.length === 0) return { sources: [], publisherAlone: publisher };
  const publishers = addresses.length === 1 ? [publisher] : (publisher ?? '').split(';');
  const publishedAt = readPublishedAt(reader);
  const language = reader.text('sourceLanguage')?.toLowerCase() ?? null;
  const sources = addresses.map((url, index) => {
    const name = publishers[index]?.trim() || hostOf(url);
    const label = reader.text('sourceLabel') ?? labelOf(name, publishedAt);
    return { publisher: name, label, url, publishedAt, language };
  });
  return { sources, publisherAlone: null };
}

function labelOf(publisher: string, publishedAt: string | null): string {
  return publishedAt === null ? publisher : `${publisher} (${publishedAt.slice(0, 10)})`;
}

/** As precise as it is written: a day stays a day. */
function readPublishedAt(reader: RowReader): string | null {
  const text = reader.text('sourceDate');
  if (text === null) return null;
  const span = reader.read('sourceDate', readDate);
  if (!span) return null;
  if (span.precision === 'exact') return new Date(span.fromMs).toISOString();
  const length = { day: 10, month: 7, year: 4 }[span.precision];
  const brusselsNoon = new Date(span.fromMs + 12 * 3_600_000);
  return brusselsNoon.toISOString().slice(0, length);
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname.replace(/^www\./, '') || url;
  } catch {
    return url;
  }
}
