import { type ComponentProps, type ReactNode, useId } from 'react';
import styles from './control.module.css';

type Props = Omit<ComponentProps<'input'>, 'id'> & {
  label: ReactNode;
  hint?: string;
  /** What is wrong with it, beside it. */
  fault: string | null;
};

/** A labelled field with what is wrong with it right below. */
export function Field({ label, hint, fault, ...input }: Props) {
  const id = useId();
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        type="text"
        autoComplete="off"
        {...input}
        id={id}
        aria-invalid={fault !== null}
        {...(described ? { 'aria-describedby': described } : {})}
      />
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {fault !== null && (
        <p id={`${id}-fault`} role="alert" className={styles.fault}>
          {fault}
        </p>
      )}
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  label: ReactNode;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
  isDisabled?: boolean;
}

/** A labelled list to choose one of. */
export function Choice<Value extends string>({
  label,
  options,
  value,
  onChange,
  isDisabled = false,
}: ChoiceProps<Value>) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.value as Value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
