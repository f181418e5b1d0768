'use client';

import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import type { Figure } from '@/lib/domain/figure';
import { isWholeYear, tonnesOf } from './group-figures';

const TONNES_FROM_KG = 1000;
const YEAR_LENGTH = 4;

/** Says figures in the reader's language. */
export function useFigureWords() {
  const t = useTranslations('figures');
  const tUnits = useTranslations('units');
  const words = useWords();

  const approximate = (figure: Figure, amount: string) =>
    figure.approximation === 'exact' ? amount : t(figure.approximation, { amount });

  const tonnesText = (kg: number) => words.number(tonnesOf(kg), kg >= TONNES_FROM_KG ? 1 : 2);

  /** The bare number of tonnes, for a column that says the unit. */
  const tonnes = (figure: Figure) => approximate(figure, tonnesText(figure.value));

  const amountOf = (figure: Figure): string => {
    switch (figure.unit) {
      case 'percent':
        return t('percent', { amount: rangeOf(figure) });
      case 'euro per gram':
        return t('euroPerGram', { amount: rangeOf(figure) });
      case 'kg':
        return figure.value >= TONNES_FROM_KG
          ? tUnits('tonnes', { amount: tonnesText(figure.value) })
          : tUnits('kg', { amount: words.number(figure.value) });
      case 'count':
        return rangeOf(figure);
    }
  };
  const rangeOf = ({ low, value, high }: Figure) => words.range({ low, best: value, high });

  /** A number in a figure's unit, without what its source says of how exact it is. */
  const plain = (figure: Figure, value: number) =>
    amountOf({ ...figure, value, low: null, high: null });

  const period = (figure: Figure) => {
    const year = figure.periodFrom.slice(0, YEAR_LENGTH);
    if (isWholeYear(figure)) return year;
    const [first, last] = [figure.periodFrom, figure.periodTo].map((day) =>
      words.shortDay(Date.parse(day)),
    );
    // Inhabitants are counted on a day.
    return first === last ? `${first}` : `${first} – ${last}`;
  };

  return {
    ...words,
    tonnes,
    amount: (figure: Figure) => approximate(figure, amountOf(figure)),
    plain,
    period,
  };
}
