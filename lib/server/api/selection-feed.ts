import { createHash } from 'node:crypto';
import { readFirstShown } from '@/db/read-incidents';
import type { Filter } from '@/lib/domain/filter';
import { labelRegionOf } from '@/lib/domain/region';
import { rolledSinceMs } from '@/lib/domain/rolling-period';
import { brusselsDay } from '@/lib/domain/time';
import type { SelectionLabel } from '@/lib/publish/selection-label';
import {
  type FeedEntry,
  type FeedLabel,
  type FeedWords,
  writeAtom,
} from '@/lib/publish/write-atom';
import { regionByCode } from '@/lib/regions/gazetteer';
import { shortRegionName } from '@/lib/regions/region-label';
import { selectionPath } from '@/lib/url/selection-links';
import { problem } from '../http/answers';
import { holdsTag, tagOf } from '../http/entity-tag';
import type { ApiCall } from '../http/router';
import type { SelectedView } from '../select-view';
import { readVersionsNamed } from '../selection-rows';
import { selectionWords } from '../selection-words';
import type { Services } from '../services';
import { askedSelection } from './asked-selection';

const MOST_ENTRIES = 100;
const SECOND_MS = 1_000;

/** `GET /api/v1/selection.atom`: what changed last in a selection, as it is now: a past state changes no more. */
export async function selectionFeed(call: ApiCall): Promise<Response> {
  const { services, request, url } = call;
  if (url.searchParams.has('asOf')) {
    const message = 'a feed follows what comes: leave it out, or take a file of that state';
    throw problem(400, 'query', 'A parameter is wrong', { errors: [{ field: 'asOf', message }] });
  }
  const now = services.now();
  const { filter, view, label } = await askedSelection(call, 'feed');
  const etag = tagOf(['atom', services.build, label, view.hiding, filter.from, filter.to]);
  const headers = {
    etag,
    'cache-control': 'no-cache',
    ...modified(changedAtMs(filter, label, now.getTime()), now),
  };
  if (isHeld(request.headers, etag, headers['last-modified'])) {
    return new Response(null, { status: 304, headers });
  }
  const entries = await readEntries(services, filter, view);
  const body = writeAtom(entries, feedLabel(filter, label), feedWords(label));
  return new Response(body, {
    headers: { ...headers, 'content-type': 'application/atom+xml; charset=utf-8' },
  });
}

/** Not told within its own second: a second change in it would have the same time, and a copy without it stay. */
function modified(changedMs: number, now: Date): { 'last-modified'?: string } {
  const isOver = Math.floor(now.getTime() / SECOND_MS) > Math.floor(changedMs / SECOND_MS);
  return isOver ? { 'last-modified': new Date(changedMs).toUTCString() } : {};
}

/** The last commit, or the beginning of the hour or day with which a rolling period took other bounds. */
function changedAtMs({ last }: Filter, { committedAt }: SelectionLabel, nowMs: number): number {
  const committedMs = Date.parse(committedAt);
  return last === null ? committedMs : Math.max(committedMs, rolledSinceMs(last, nowMs));
}

/** RFC 9110: a tag that is given decides alone. */
function isHeld(headers: Headers, etag: string, lastModified: string | undefined): boolean {
  if (headers.has('if-none-match')) return holdsTag(headers, etag);
  const since = Date.parse(headers.get('if-modified-since') ?? '');
  return lastModified !== undefined && Date.parse(lastModified) <= since;
}

async function readEntries(
  services: Services,
  filter: Filter,
  { rids, seq }: SelectedView,
): Promise<FeedEntry[]> {
  const { database } = services;
  const records = await readVersionsNamed(services, filter, seq, rids.newest(MOST_ENTRIES));
  const firsts = await readFirstShown(
    database,
    records.map(({ record }) => record.rid),
  );
  return records
    .map((selected) => ({
      ...selected,
      publishedAt: firsts.get(selected.record.rid) ?? selected.committedAt,
    }))
    .sort((a, b) => b.fromSeq - a.fromSeq);
}

function feedLabel({ text }: Filter, label: SelectionLabel): FeedLabel {
  const { publicUrl, parameters, locale } = label;
  return {
    ...label,
    id: uuidOf(`${publicUrl} ${label.epoch} ${parameters} ${text} ${locale}`),
    self: publicUrl + selectionPath('atom', parameters, locale),
    page: `${publicUrl}/${locale}${parameters ? `?${parameters}` : ''}`,
  };
}

/** A UUID of version 8 (RFC 9562): the text decides all its free bits. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return [...parts, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

function feedWords({ locale, licence, simulated }: SelectionLabel): FeedWords {
  const { t, day } = selectionWords(locale);
  const rights = [
    ...(simulated ? [t('takeAway.simulatedRights')] : []),
    ...(licence ? [t('takeAway.rights', { licence })] : []),
  ];
  return {
    untitled: ({ record }) =>
      t('takeAway.untitled', {
        kind: t(`kinds.${record.kind}`),
        date: day(brusselsDay(Date.parse(record.occurredFrom))),
      }),
    corrected: (title) => t('takeAway.corrected', { title }),
    retracted: (title) => t('takeAway.retracted', { title }),
    replyBy: (by) => t('takeAway.replyBy', { by }),
    kind: ({ record }) => t(`kinds.${record.kind}`),
    area: ({ record }) => {
      const code = labelRegionOf(record);
      const region = code === null ? null : regionByCode(code);
      return region ? shortRegionName(region, locale) : code;
    },
    rights: rights.length > 0 ? rights.join(' ') : null,
  };
}
