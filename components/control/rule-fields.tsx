'use client';

import { useTranslations } from 'use-intl';
import { RegionPicker } from '@/components/filters/region-picker';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { KINDS, VERIFICATIONS } from '@/lib/domain/vocabulary';
import { regionByCode } from '@/lib/regions/known-regions';
import { MOST_KG, SEVERITIES } from '@/lib/wall/playlist';
import styles from './control.module.css';
import { Choice, Field } from './field';
import type { RuleDraft } from './playlist-draft';
import { Ticks } from './ticks';

const MOST_REGIONS = 40;

interface Props {
  rule: RuleDraft;
  /** From 1. */
  place: number;
  onChange: (rule: RuleDraft) => void;
  onRemove: () => void;
  /** What is wrong with a field of this rule. */
  faultOf: (field: string) => string | null;
}

/** What interrupts the scenes. */
export function RuleFields({ rule, place, onChange, onRemove, faultOf }: Props) {
  const t = useTranslations('control.rule');
  const tKinds = useTranslations('kindsMany');
  const tVerifications = useTranslations('verifications');
  const locale = useReaderLocale();
  const change = (part: Partial<RuleDraft>) => onChange({ ...rule, ...part });
  const toggleRegion = (code: string) =>
    change({
      regions: rule.regions.includes(code)
        ? rule.regions.filter((known) => known !== code)
        : [...rule.regions, code],
    });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a list's row in every browser
    <li className={styles.scene} role="group" aria-label={t('label', { place })}>
      <div className={styles.sceneHead}>
        <b>{t('label', { place })}</b>
        <button
          type="button"
          className={styles.button}
          aria-label={t('removeNamed', { place })}
          onClick={onRemove}
        >
          {t('remove')}
        </button>
      </div>
      <Ticks
        label={t('kinds')}
        chosen={rule.kinds}
        onChange={(kinds) => change({ kinds })}
        options={KINDS.map((value) => ({ value, label: tKinds(value) }))}
        fault={faultOf('kinds')}
      />
      <Ticks
        label={t('verifications')}
        chosen={rule.verifications}
        onChange={(verifications) => change({ verifications })}
        options={VERIFICATIONS.map((value) => ({ value, label: tVerifications(value) }))}
        fault={faultOf('verifications')}
      />
      <fieldset className={styles.regions}>
        <legend>{t('regions')}</legend>
        <ul className={styles.row}>
          {rule.regions.map((code) => {
            const name = regionByCode(code)?.names[locale] ?? code;
            return (
              <li key={code}>
                <button
                  type="button"
                  className={styles.button}
                  aria-label={t('removeRegion', { name })}
                  onClick={() => toggleRegion(code)}
                >
                  {name} <span aria-hidden="true">×</span>
                </button>
              </li>
            );
          })}
        </ul>
        <RegionPicker chosen={rule.regions} most={MOST_REGIONS} onToggle={toggleRegion} />
        {faultOf('regions') && (
          <p role="alert" className={styles.fault}>
            {faultOf('regions')}
          </p>
        )}
      </fieldset>
      <div className={styles.fields}>
        <Choice
          label={t('severity')}
          value={rule.severity}
          onChange={(severity) => change({ severity })}
          options={SEVERITIES.map((value) => ({ value, label: t(`severities.${value}`) }))}
        />
        <Field
          label={t('leastKg')}
          type="number"
          inputMode="numeric"
          min={1}
          max={MOST_KG}
          value={rule.leastKg}
          onChange={(event) => change({ leastKg: event.target.value })}
          fault={faultOf('leastKg')}
        />
        <Field
          label={t('seconds')}
          type="number"
          inputMode="numeric"
          min={5}
          max={300}
          value={rule.seconds}
          onChange={(event) => change({ seconds: event.target.value })}
          fault={faultOf('seconds')}
        />
        <label className={styles.tick}>
          <input
            type="checkbox"
            checked={rule.hasSound}
            onChange={(event) => change({ hasSound: event.target.checked })}
          />
          {t('sound')}
        </label>
      </div>
    </li>
  );
}
