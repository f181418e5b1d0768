'use client';

import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import type { Filter, QuantityRange } from '@/lib/domain/filter';
import type { Shape } from '@/lib/domain/shape';
import { type Criterion, criteriaOf } from './filter-criteria';
import styles from './more-filters.module.css';

interface Props {
  filter: Filter;
  onChange: (filter: Filter) => void;
}

/** What an address, a click on the map or a search chose, each with a button that drops it. */
export function ActiveCriteria({ filter, onChange }: Props) {
  const t = useTranslations('filters');
  const say = useCriterionWords();
  const criteria = criteriaOf(filter);
  if (criteria.length === 0) return null;
  return (
    <ul className={styles.criteria} aria-label={t('criteria')}>
      {criteria.map((criterion) => {
        const name = say(criterion);
        return (
          <li key={criterion.key}>
            <button
              type="button"
              aria-label={t('remove', { name })}
              onClick={() => onChange(criterion.without)}
            >
              {name} <span aria-hidden="true">×</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function useCriterionWords(): (criterion: Criterion) => string {
  const t = useTranslations('filters');
  const tSubtypes = useTranslations('subtypes');
  const tContexts = useTranslations('contexts');
  const { region } = useWords();
  const quantityWords = useQuantityWords();
  const shapeWords = useShapeWords();
  return (criterion) => {
    switch (criterion.type) {
      case 'text':
        return t('text', { text: criterion.text });
      case 'region':
        return region(criterion.code);
      case 'subtype':
        return tSubtypes(criterion.word);
      case 'context':
        return t('context', { word: tContexts(criterion.word) });
      case 'casualty':
        return t(`casualties.${criterion.word}`);
      case 'quantity':
        return quantityWords(criterion.quantity);
      case 'shape':
        return shapeWords(criterion.shape);
    }
  };
}

const GRAMS_PER_KG = 1000;

function useQuantityWords(): (range: QuantityRange) => string {
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
    return t('amountStated', { unit: tUnits(unit, { amount: '' }).trim() });
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
