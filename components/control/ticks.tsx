import styles from './control.module.css';

interface Props<Value extends string | number> {
  label: string;
  options: readonly { value: Value; label: string; name?: string }[];
  chosen: readonly Value[];
  /** In the order of the options. */
  onChange: (chosen: readonly Value[]) => void;
  fault?: string | null;
}

/** Several of a few. */
export function Ticks<Value extends string | number>(props: Props<Value>) {
  const { label, options, chosen, onChange, fault } = props;
  const toggle = (value: Value) =>
    onChange(
      options
        .map((option) => option.value)
        .filter((one) => (one === value ? !chosen.includes(one) : chosen.includes(one))),
    );
  return (
    <fieldset className={styles.ticks}>
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.tick}>
          <input
            type="checkbox"
            checked={chosen.includes(option.value)}
            {...(option.name ? { 'aria-label': option.name } : {})}
            onChange={() => toggle(option.value)}
          />
          {option.label}
        </label>
      ))}
      {fault && (
        <p role="alert" className={styles.fault}>
          {fault}
        </p>
      )}
    </fieldset>
  );
}
