'use client';

import { useTranslations } from 'use-intl';
import type { Hours } from '@/lib/wall/playlist-schema';
import styles from './control.module.css';
import { Field } from './field';

interface Props {
  label: string;
  hint: string;
  hours: Hours;
  onChange: (hours: Hours) => void;
  /** What is wrong with `from`, `to` or both. */
  faultOf: (part: 'from' | 'to' | null) => string | null;
}

/** Hours of a Brussels day; both empty are none. */
export function HoursFields({ label, hint, hours, onChange, faultOf }: Props) {
  const t = useTranslations('control.hours');
  const both = faultOf(null);
  return (
    <fieldset className={styles.hours}>
      <legend>{label}</legend>
      <p className={styles.hint}>{hint}</p>
      <div className={styles.row}>
        {(['from', 'to'] as const).map((part) => (
          <Field
            key={part}
            label={t(part)}
            type="time"
            value={hours[part]}
            onChange={(event) => onChange({ ...hours, [part]: event.target.value })}
            fault={faultOf(part)}
          />
        ))}
      </div>
      {both && (
        <p role="alert" className={styles.fault}>
          {both}
        </p>
      )}
    </fieldset>
  );
}
