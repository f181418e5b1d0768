'use client';

import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import type { OwnSheet } from '@/components/save/sheet-facts';
import { KINDS } from '@/lib/domain/vocabulary';
import { axisTicks } from './axis-ticks';
import { barPaths, barsIn, ghostPath, pxPerRecord, scaleMark } from './bars';
import { xOfDay } from './shown-range';
import type { TimelineModel } from './use-timeline';
import { useTimelineWords } from './use-timeline-words';

const SIZE = { widthPx: 880, heightPx: 180 };

/** The timeline's bars, as they are shown now, for a sheet; null while there are none. */
export function useTimelineSheet(
  model: TimelineModel,
): { title: string; make: () => OwnSheet } | null {
  const t = useTranslations('timeline');
  const tKinds = useTranslations('kindsMany');
  const words = useTimelineWords();
  const { number } = useWords();
  const { known, hours, ghosts, days, place, range, isChosen } = model;
  const { shown } = range;
  if (!known || !shown) return null;
  const make = (): OwnSheet => {
    const { widthPx, heightPx } = SIZE;
    const bars = barsIn(hours?.bars ?? known.bars, shown);
    const ghostly = barsIn(ghosts ?? [], shown);
    const most = Math.max(0, ...[...bars, ...ghostly].map(({ total }) => total));
    const mark = scaleMark(most);
    const xOf = (day: number) => xOfDay(shown, widthPx, day);
    return {
      period: words.days(days),
      picture: {
        type: 'bars',
        width: widthPx,
        height: heightPx,
        paths: barPaths(bars, shown, SIZE, most),
        ghosts: ghostly.length > 0 ? ghostPath(ghostly, shown, SIZE, most) : null,
        mark: mark > 0 ? { words: number(mark), above: mark * pxPerRecord(heightPx, most) } : null,
        ticks: axisTicks(shown, widthPx).map((tick) => ({
          x: tick.xPx,
          words: words.tick(tick),
          isStrong: tick.said === 'year',
        })),
        window: isChosen && place ? { left: xOf(place.start), right: xOf(place.end) } : null,
      },
      legend: [
        ...KINDS.filter((kind) => bars.some((bar) => bar[kind] > 0)).map((kind) => ({
          sign: { bar: kind },
          words: tKinds(kind),
        })),
        ...(ghostly.length > 0 ? [{ sign: 'ghost' as const, words: t('ghosts') }] : []),
      ],
      notes: [
        hours && hours.withoutHour > 0 && t('withoutHour', { count: hours.withoutHour }),
        known.coarser > 0 && t('coarse', { count: known.coarser }),
      ].filter((note) => typeof note === 'string'),
    };
  };
  return { title: t(`per.${hours ? 'hour' : known.unit}`), make };
}
