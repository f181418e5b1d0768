import type { Camera } from '@/lib/domain/filter';
import type { PublicIncident } from '@/lib/domain/incident';
import { labelRegionOf } from '@/lib/domain/region';
import type { Locale } from '@/lib/domain/vocabulary';
import { recordMark } from '@/lib/protocol/record-mark';
import { MAP_VIEWPORT, type PreviewScene } from '@/lib/publish/preview/preview-scene';
import { cameraOfRegions } from '@/lib/regions/region-camera';
import type { WordsOfLocale } from '../reader-words';
import type { Settings } from '../settings';
import { commonParts } from './view-scene';

/** Near enough to name the town; the embedded map's coasts are too coarse for more. */
const RECORD_ZOOM = 9.6;
const EUROPE: Camera = { center: [5, 50], zoom: 3.4 };

/** The picture of a record: of one that was retracted only what its page still says. */
export function recordScene(
  record: PublicIncident,
  committedAt: string,
  locale: Locale,
  words: WordsOfLocale,
  settings: Pick<Settings, 'PUBLISHER' | 'PUBLIC_URL'>,
): PreviewScene {
  const { t, kindOf, when, where, text } = words;
  const isRetracted = record.status === 'retracted';
  const area = labelRegionOf(record);
  const count = { shooting: 0, seizure: 0, incident: 0, [record.kind]: 1 };
  const hasPlate = !isRetracted && record.point === null && area !== null;
  const camera = cameraFor(record.point, area);
  return {
    ...commonParts(words, settings, committedAt),
    locale,
    title: isRetracted || !record.title ? t('ticker.retractedTitle') : text(record.title).text,
    note: isRetracted
      ? `${t('record.retractedNote')} ${words.day(Date.parse(record.occurredFrom))}. ${area ? words.region(area) : ''}`
      : `${when(record)}. ${where(record)}.`,
    count: null,
    kinds: isRetracted ? [] : [{ kind: record.kind, word: kindOf(record), count: null }],
    bars: null,
    map: {
      camera,
      zoom: camera.zoom,
      clusters: {
        type: 'FeatureCollection',
        features: isRetracted || !record.point ? [] : [recordMark(record, record.point)],
      },
      areas: hasPlate && area ? [{ code: area, count: 1, ...count }] : [],
      empty: isRetracted ? t('ticker.retracted') : null,
    },
    simulated: record.origin === 'simulated' ? t('ticker.simulated') : null,
  };
}

function cameraFor(point: PublicIncident['point'], area: string | null): Camera {
  if (point) return { center: [...point], zoom: RECORD_ZOOM };
  const { width, height } = MAP_VIEWPORT;
  const found = area === null ? null : cameraOfRegions([area], width, height);
  return found ? { ...found, zoom: Math.min(found.zoom, RECORD_ZOOM) } : EUROPE;
}
