'use client';

import { createContext, type RefObject, useContext, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { ImprintProps } from '@/components/explorer/imprint';
import { useCriterionWords } from '@/components/filters/use-criterion-words';
import { useTimelineWords } from '@/components/timeline/use-timeline-words';
import type { Filter } from '@/lib/domain/filter';
import { criteriaOf } from '@/lib/domain/filter-criteria';
import type { Theme } from '@/lib/map/palette';
import type { SheetContent } from './sheet-content';
import { withFacts } from './with-facts';

/** What every sheet of a page tells, whatever its picture. */
export interface SheetFacts {
  filter: Filter;
  /** When the shown state was committed; null before the first is there. */
  asOf: string | null;
  isSimulated: boolean;
  theme: Theme;
  imprint: ImprintProps;
}

/** Read when something is saved, so that nothing is drawn anew as they change. */
const FactsContext = createContext<RefObject<SheetFacts> | null>(null);

export const SheetFactsProvider = FactsContext.Provider;

/** What a picture brings to its sheet. */
export type OwnSheet = Pick<SheetContent, 'picture'> &
  Partial<Pick<SheetContent, 'legend' | 'notes' | 'credits'>> & {
    /** In words, where it is not the filter's. */
    period?: string;
    /** What others published: no filter selects it, and it is never simulated. */
    isPublished?: boolean;
  };

interface Props {
  /** The sheet's title, and what the button is called for. */
  title: string;
  /** Name of the file, without its ending. */
  file: string;
  sheet: () => OwnSheet | Promise<OwnSheet>;
  className?: string | undefined;
  /** Where `PNG` alone would not say what is saved. */
  label?: string;
}

/** Saves a picture with all that must be told with it; nothing where a page has no such facts. */
export function PngButton({ title, file, sheet, className, label }: Props) {
  const t = useTranslations('save');
  const facts = useContext(FactsContext);
  const complete = useSheetWords();
  const [state, setState] = useState<'ready' | 'saving' | 'failed'>('ready');
  if (!facts) return null;
  const save = async () => {
    setState('saving');
    try {
      const [{ drawSheet }, { download }, { own, told }] = await Promise.all([
        import('./draw-sheet'),
        import('./download'),
        withFacts(sheet, () => ({ ...facts.current, address: location.href })),
      ]);
      download(`${file}.png`, await drawSheet({ title, ...complete(own, told) }, told.theme));
      setState('ready');
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <button
        type="button"
        className={className}
        aria-label={label ? undefined : `PNG: ${title}`}
        aria-busy={state === 'saving' || undefined}
        onClick={() => state !== 'saving' && void save()}
      >
        {label ?? 'PNG'}
      </button>
      {state === 'failed' && <small role="status">{t('failed')}</small>}
    </>
  );
}

/** Says filter, period, state and imprint of a sheet. */
function useSheetWords(): (
  own: OwnSheet,
  facts: SheetFacts & { address: string },
) => Omit<SheetContent, 'title'> {
  const t = useTranslations('save');
  const tFooter = useTranslations('footer');
  const tHeader = useTranslations('header');
  const tRecord = useTranslations('record');
  const format = useFormatter();
  const sayCriterion = useCriterionWords();
  const { days } = useTimelineWords();
  return (own, { filter, asOf, isSimulated, imprint, address }) => {
    const criteria = criteriaOf(filter)
      .filter(({ type }) => type !== 'period')
      .map(sayCriterion);
    const time =
      asOf && format.dateTime(Date.parse(asOf), { dateStyle: 'long', timeStyle: 'short' });
    const isMadeUp = isSimulated && !own.isPublished;
    const facts = [
      isMadeUp && tHeader('simulatedBanner'),
      !own.isPublished && (criteria.length > 0 ? criteria.join(' · ') : t('everything')),
      !own.isPublished && t('period', { days: own.period ?? days(filter) }),
      time && t('asOf', { time }),
    ];
    const imprintLine = (['publisher', 'dataLicence'] as const)
      .map((entry) =>
        t('fact', { name: tFooter(entry), value: imprint[entry] ?? tFooter('unset') }),
      )
      .join(' · ');
    return {
      picture: own.picture,
      legend: own.legend ?? [],
      notes: own.notes ?? [],
      facts: facts.filter((fact) => typeof fact === 'string'),
      credits: [...(own.credits ?? []), imprintLine, t('source', { address })],
      simulatedWord: isMadeUp ? tRecord('simulated') : null,
    };
  };
}
