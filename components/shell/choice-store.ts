import { useCallback, useSyncExternalStore } from 'react';
import { KEPT_PREFIX } from '@/lib/protocol/kept-places';

/** What a reader switched once and does not want to be asked again. Nothing else of a reader is kept. */
export type Choice = 'keys-off' | 'introduction-read';

type ChoiceStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const CHOSEN = '1';

/**
 * Choices of this visit, and of the next ones where a storage is given. A storage that fails (full, or forbidden by the
 * browser) costs the next visits only.
 */
export class ChoiceStore {
  private readonly known = new Map<Choice, boolean>();
  private readonly listeners = new Set<() => void>();
  private readonly open: () => ChoiceStorage | null;
  private opened: ChoiceStorage | null | undefined;

  /** @param open asked once, at the first question; null where nothing may be kept */
  constructor(open: () => ChoiceStorage | null) {
    this.open = open;
  }

  /** Whether the next visit will know of a choice. */
  get isLasting(): boolean {
    return this.storage() !== null;
  }

  has(choice: Choice): boolean {
    const known = this.known.get(choice);
    if (known !== undefined) return known;
    const kept = this.attempt((storage) => storage.getItem(keyOf(choice)) === CHOSEN) ?? false;
    this.known.set(choice, kept);
    return kept;
  }

  set(choice: Choice, isChosen: boolean): void {
    this.known.set(choice, isChosen);
    this.attempt((storage) =>
      isChosen ? storage.setItem(keyOf(choice), CHOSEN) : storage.removeItem(keyOf(choice)),
    );
    for (const listener of this.listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private storage(): ChoiceStorage | null {
    if (this.opened === undefined) {
      try {
        this.opened = this.open();
      } catch {
        this.opened = null;
      }
    }
    return this.opened;
  }

  private attempt<Value>(use: (storage: ChoiceStorage) => Value): Value | null {
    const storage = this.storage();
    if (!storage) return null;
    try {
      return use(storage);
    } catch {
      this.opened = null;
      return null;
    }
  }
}

/** Whether a reader made a choice; null on the server and at first render, which know of none. */
export function useChoice(store: ChoiceStore, choice: Choice): boolean | null {
  const has = useCallback(() => store.has(choice), [store, choice]);
  return useSyncExternalStore<boolean | null>(store.subscribe, has, () => null);
}

function keyOf(choice: Choice): string {
  return `${KEPT_PREFIX}${choice}`;
}
