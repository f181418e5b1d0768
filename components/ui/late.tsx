'use client';

import {
  Component,
  type ComponentType,
  type LazyExoticComponent,
  lazy,
  type ReactNode,
  Suspense,
  useState,
  useSyncExternalStore,
} from 'react';
import { useTranslations } from 'use-intl';
import styles from './late.module.css';

/** A part of the page whose code is no part of the first load. */
export interface Late<Props extends object> {
  (props: Props): ReactNode;
  /** Fetches the code, so that the part is there when it is asked for. */
  fetch: () => Promise<unknown>;
}

/**
 * Makes a part that loads when it is first shown, or by `fetch`. It is never rendered on the server: what it shows comes from the
 * engine. Until its code is there its place is marked; where it cannot be had the part says so, and the page works on.
 */
export function late<Props extends object>(load: () => Promise<ComponentType<Props>>): Late<Props> {
  let loaded: ComponentType<Props> | null = null;
  const fetch = async (): Promise<ComponentType<Props>> => {
    loaded ??= await load();
    return loaded;
  };
  const newTry = (): LazyExoticComponent<ComponentType<Props>> =>
    lazy(async () => ({ default: await fetch() }));
  const first = newTry();

  function LatePart(props: Props) {
    const isInBrowser = useSyncExternalStore(never, yes, no);
    // For as long as the part is shown it is one component, or it would lose what the reader did in it.
    const [Part, setPart] = useState<ComponentType<Props>>(() => loaded ?? first);
    if (!isInBrowser) return <Pending />;
    return (
      <Boundary key={keyOf(Part)} onRetry={() => setPart(() => newTry())}>
        <Suspense fallback={<Pending />}>
          <Part {...props} />
        </Suspense>
      </Boundary>
    );
  }
  return Object.assign(LatePart, { fetch });
}

const never = () => () => undefined;
const yes = () => true;
const no = () => false;

const keys = new WeakMap<object, number>();
let lastKey = 0;

/** A part that is tried again is mounted anew, and so is what caught its failure. */
function keyOf(part: object): number {
  const key = keys.get(part) ?? ++lastKey;
  keys.set(part, key);
  return key;
}

/** Where lines of a part will stand. */
function Pending() {
  const t = useTranslations('late');
  return (
    <div className={styles.pending} role="status">
      <span className="visually-hidden">{t('pending')}</span>
      <i aria-hidden="true" />
      <i aria-hidden="true" />
      <i aria-hidden="true" />
    </div>
  );
}

function Missing({ onRetry }: { onRetry: () => void }) {
  const t = useTranslations('late');
  return (
    <div className={styles.missing} role="alert">
      <p>{t('missing')}</p>
      <button type="button" onClick={onRetry}>
        {t('again')}
      </button>
    </div>
  );
}

interface BoundaryProps {
  onRetry: () => void;
  children: ReactNode;
}

/** Catches code that cannot be had: React has no hook for that. */
class Boundary extends Component<BoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <Missing onRetry={this.props.onRetry} /> : this.props.children;
  }
}
