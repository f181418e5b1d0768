'use client';

import styles from './layer-settings.module.css';

interface Props<Value> {
  label: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One choice of a layer: a native list, which has its own keys. */
export function SettingSelect<Value>({ label, options, value, onChange }: Props<Value>) {
  const chosen = options.findIndex((option) => option.value === value);
  return (
    <label className={styles.setting}>
      <span>{label}</span>
      <select
        value={chosen}
        onChange={(event) => {
          const option = options[Number(event.target.value)];
          if (option) onChange(option.value);
        }}
      >
        {options.map((option, index) => (
          <option key={option.label} value={index}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
