'use client';

import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import { useTimelineWords } from '@/components/timeline/use-timeline-words';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import type { QuantityRange } from '@/lib/domain/filter';
import type { Shape } from '@/lib/domain/shape';
import { isRegionPending, regionByCode } from '@/lib/regions/known-regions';
import { yearOfPeriod } from '@/lib/url/presets';
import type { Criterion } from './filter-criteria';

/** Says a criterion in a few words of the reader's language. */
export function useCriterionWords(): (criterion: Criterion) => string {
  const t = useTranslations('filters');
  const tKinds = useTranslations('kindsMany');
  const tSubtypes = useTranslations('subtypes');
  const tVerifications = useTranslations('verifications');
  const tContexts = useTranslations('contexts');
  const locale = useReaderLocale();
  const { days } = useTimelineWords();
  const quantityWords = useQuantityWords();
  const shapeWords = useShapeWords();
  return (criterion) => {
    switch (criterion.type) {
      case 'text':
        return t('text', { text: criterion.text });
      case 'kind':
        return tKinds(criterion.word);
      case 'period':
        return String(yearOfPeriod(criterion.period) ?? days(criterion.period));
      // With its type: a port is not the town of its name.
      case 'region':
        if (isRegionPending(criterion.code)) return '…';
        return regionByCode(criterion.code)?.names[locale] ?? criterion.code;
      case 'subtype':
        return tSubtypes(criterion.word);
      case 'casualty':
        return t(`casualties.${criterion.word}`);
      case 'verification':
        return tVerifications(criterion.word);
      case 'context':
        return t('context', { word: tContexts(criterion.word) });
      case 'quantity':
        return quantityWords(criterion.quantity);
      case 'shape':
        return shapeWords(criterion.shape);
    }
  };
}

const GRAMS_PER_KG = 1000;

/** Says a range of quantities. */
export function useQuantityWords(): (range: QuantityRange) => string {
  const t = useTranslations('filters');
  const tUnits = useTranslations('units');
  const { number } = useWords();
  return ({ unit, least, most }) => {
    const say = (amount: number) =>
      tUnits(unit, { amount: number(unit === 'kg' ? amount / GRAMS_PER_KG : amount) });
    if (least !== null && most !== null) {
      return t('amountBetween', { least: say(least), most: say(most) });
    }
    if (least !== null) return t('amountLeast', { least: say(least) });
    if (most !== null) return t('amountMost', { most: say(most) });
    return t('amountStated', { unit: t(`unitNames.${unit}`) });
  };
}

const METRES_PER_KM = 1000;

function useShapeWords(): (shape: Shape) => string {
  const t = useTranslations('filters');
  const { number } = useWords();
  return (shape) => {
    if (shape.type === 'polygon') return t('polygon', { count: shape.ring.length });
    const [lng, lat] = shape.center;
    return t('circle', {
      radius: number(shape.radiusMetres / METRES_PER_KM),
      lat: number(lat),
      lng: number(lng),
    });
  };
}
