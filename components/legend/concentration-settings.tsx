'use client';

import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import {
  CONCENTRATION_RADII_METRES,
  CONCENTRATION_RECORDS,
  type ConcentrationRule,
} from '@/lib/domain/concentration';
import styles from './layer-settings.module.css';
import { SettingSelect } from './setting-select';

interface Props {
  rule: ConcentrationRule;
  onChange: (rule: ConcentrationRule) => void;
}

/** How near and how many: what counts as a concentration. */
export function ConcentrationSettings({ rule, onChange }: Props) {
  const t = useTranslations('legend');
  const { distance, number } = useWords();
  return (
    <div className={styles.settings}>
      <SettingSelect
        label={t('least')}
        value={rule.records}
        options={CONCENTRATION_RECORDS.map((value) => ({
          value: value as number,
          label: t('leastRecords', { count: number(value) }),
        }))}
        onChange={(records) => onChange({ ...rule, records })}
      />
      <SettingSelect
        label={t('near')}
        value={rule.radiusMetres}
        options={[null, ...CONCENTRATION_RADII_METRES].map((value) => ({
          value: value as number | null,
          label: value === null ? t('nearByZoom') : distance(value),
        }))}
        onChange={(radiusMetres) => onChange({ ...rule, radiusMetres })}
      />
    </div>
  );
}
