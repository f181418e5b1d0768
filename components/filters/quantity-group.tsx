'use client';

import { useEffect, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Filter, QuantityRange } from '@/lib/domain/filter';
import { QUANTITY_UNITS } from '@/lib/domain/vocabulary';
import type { FacetsResponse } from '@/lib/protocol/engine-requests';
import { ChoiceRow, FilterGroup } from './choice-group';
import styles from './filter-panel.module.css';
import { rangeOfFields, stepOfField, textOfBound } from './quantity-fields';
import { useQuantityWords } from './use-criterion-words';

interface Props {
  filter: Filter;
  facets: FacetsResponse | null;
  onChange: (filter: Filter) => void;
}

/** One unit at most, since amounts of two cannot be compared, and within it a range. */
export function QuantityGroup({ filter, facets, onChange }: Props) {
  const t = useTranslations('filters');
  const say = useQuantityWords();
  const name = useId();
  const { quantity } = filter;
  const choose = (next: QuantityRange | null) => onChange({ ...filter, quantity: next });
  return (
    <FilterGroup heading={t('quantity')} chosen={quantity && say(quantity)}>
      <fieldset className={styles.choices}>
        <legend className="visually-hidden">{t('quantity')}</legend>
        <ChoiceRow
          type="radio"
          name={name}
          label={t('quantityAny')}
          count={null}
          isChosen={quantity === null}
          onChoose={() => choose(null)}
        />
        {QUANTITY_UNITS.map((unit) => (
          <ChoiceRow
            key={unit}
            type="radio"
            name={name}
            label={t(`unitNames.${unit}`)}
            count={facets?.units[unit] ?? null}
            isChosen={quantity?.unit === unit}
            onChoose={() => choose({ unit, least: null, most: null })}
          />
        ))}
      </fieldset>
      {quantity && <AmountFields key={quantity.unit} quantity={quantity} onChange={choose} />}
      {quantity !== null && facets !== null && facets.withoutQuantity > 0 && (
        <p className={styles.note}>{t('withoutQuantity', { count: facets.withoutQuantity })}</p>
      )}
    </FilterGroup>
  );
}

interface FieldsProps {
  quantity: QuantityRange;
  onChange: (quantity: QuantityRange) => void;
}

/** The two bounds, taken over when a field is left or Enter is pressed. */
function AmountFields({ quantity, onChange }: FieldsProps) {
  const t = useTranslations('filters');
  const least = useRef<HTMLInputElement>(null);
  const most = useRef<HTMLInputElement>(null);
  const [isWrong, setWrong] = useState(false);
  const { unit } = quantity;
  // Also what Back, a link or a dropped criterion made of them; the fields stay, and with them the reader's focus.
  useEffect(() => {
    if (least.current) least.current.value = textOfBound(unit, quantity.least);
    if (most.current) most.current.value = textOfBound(unit, quantity.most);
    setWrong(false);
  }, [unit, quantity.least, quantity.most]);
  const take = () => {
    const fields = [least.current, most.current];
    const isReadable = fields.every((field) => field?.validity.badInput === false);
    const range = rangeOfFields(unit, least.current?.value ?? '', most.current?.value ?? '');
    setWrong(range === null || !isReadable);
    if (!range || !isReadable) return;
    if (range.least !== quantity.least || range.most !== quantity.most) onChange(range);
  };
  const field = (ref: typeof least, bound: 'least' | 'most') => (
    <label>
      <span>{t(bound, { unit: t(`unitNames.${unit}`) })}</span>
      <input
        ref={ref}
        type="number"
        min={0}
        step={stepOfField(unit)}
        defaultValue={textOfBound(unit, quantity[bound])}
        aria-invalid={isWrong || undefined}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
        }}
      />
    </label>
  );
  return (
    <div className={styles.amounts}>
      {field(least, 'least')}
      {field(most, 'most')}
      <p role="status" className={styles.note}>
        {isWrong && t('quantityWrong')}
      </p>
    </div>
  );
}
