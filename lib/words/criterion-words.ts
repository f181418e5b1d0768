import type { QuantityRange } from '@/lib/domain/filter';
import type { Criterion } from '@/lib/domain/filter-criteria';
import type { Shape } from '@/lib/domain/shape';
import { isRegionPending, regionByCode } from '@/lib/regions/known-regions';
import { yearOfPeriod } from '@/lib/url/presets';
import type { WordsOptions } from './create-words';
import { createDayWords } from './day-words';

const GRAMS_PER_KG = 1000;
const METRES_PER_KM = 1000;
const MOST_DECIMALS = 3;

/** Says a criterion in a few words, as the chips of the explorer and the title of its picture do. */
export function createCriterionWords(options: WordsOptions): (criterion: Criterion) => string {
  const { locale, t } = options;
  const { days } = createDayWords(options);
  const quantityWords = createQuantityWords(options);
  return (criterion) => {
    switch (criterion.type) {
      case 'text':
        return t('filters.text', { text: criterion.text });
      case 'kind':
        return t(`kindsMany.${criterion.word}`);
      case 'period':
        if (criterion.period.last !== null) return t(`rolling.${criterion.period.last}`);
        return String(yearOfPeriod(criterion.period) ?? days(criterion.period));
      // With its type: a port is not the town of its name.
      case 'region':
        if (isRegionPending(criterion.code)) return '…';
        return regionByCode(criterion.code)?.names[locale] ?? criterion.code;
      case 'subtype':
        return t(`subtypes.${criterion.word}`);
      case 'casualty':
        return t(`filters.casualties.${criterion.word}`);
      case 'verification':
        return t(`verifications.${criterion.word}`);
      case 'context':
        return t('filters.context', { word: t(`contexts.${criterion.word}`) });
      case 'quantity':
        return quantityWords(criterion.quantity);
      case 'shape':
        return shapeWords(criterion.shape, options);
    }
  };
}

/** Says a range of quantities. */
export function createQuantityWords({
  t,
  format,
}: Pick<WordsOptions, 't' | 'format'>): (range: QuantityRange) => string {
  const number = (value: number) => format.number(value, { maximumFractionDigits: MOST_DECIMALS });
  return ({ unit, least, most }) => {
    const say = (amount: number) =>
      t(`units.${unit}`, { amount: number(unit === 'kg' ? amount / GRAMS_PER_KG : amount) });
    if (least !== null && most !== null) {
      return t('filters.amountBetween', { least: say(least), most: say(most) });
    }
    if (least !== null) return t('filters.amountLeast', { least: say(least) });
    if (most !== null) return t('filters.amountMost', { most: say(most) });
    return t('filters.amountStated', { unit: t(`filters.unitNames.${unit}`) });
  };
}

function shapeWords(shape: Shape, { t, format }: WordsOptions): string {
  const number = (value: number) => format.number(value, { maximumFractionDigits: MOST_DECIMALS });
  if (shape.type === 'polygon') return t('filters.polygon', { count: shape.ring.length });
  const [lng, lat] = shape.center;
  return t('filters.circle', {
    radius: number(shape.radiusMetres / METRES_PER_KM),
    lat: number(lat),
    lng: number(lng),
  });
}
