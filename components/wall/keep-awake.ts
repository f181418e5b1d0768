/** What keeping a screen awake needs of a browser; `wakeLock` is missing without HTTPS and where there is none. */
export interface Awake {
  wakeLock: { request: (type: 'screen') => Promise<Lock> } | undefined;
  isVisible: () => boolean;
  /** Calls back when the page becomes visible or hidden; the returned function ends that. */
  onVisibility: (listener: () => void) => () => void;
  /** Calls back once, after a time; the returned function cancels. */
  later: (listener: () => void, afterMs: number) => () => void;
}

interface Lock {
  addEventListener: (type: 'release', listener: () => void, options: { once: true }) => void;
  release: () => Promise<void>;
}

/** A lock that was refused, as with an empty battery, is asked for again so much later. */
const RETRY_MS = 30_000;

/** Holds a screen wake lock and asks for it again whenever it was lost, for as long as the returned function is not called. */
export function keepAwake({ wakeLock, isVisible, onVisibility, later }: Awake): () => void {
  let held: Lock | null = null;
  let isAsking = false;
  let isOver = false;
  let cancelRetry: (() => void) | null = null;

  const ask = async () => {
    if (isOver || isAsking || held || !isVisible() || !wakeLock) return;
    isAsking = true;
    cancelRetry?.();
    cancelRetry = null;
    try {
      const lock = await wakeLock.request('screen');
      held = lock;
      lock.addEventListener('release', lose, { once: true });
      if (isOver) void lock.release();
    } catch {
      cancelRetry = later(() => void ask(), RETRY_MS);
    } finally {
      isAsking = false;
    }
  };
  const lose = () => {
    held = null;
    void ask();
  };
  const endListening = onVisibility(() => void ask());
  void ask();
  return () => {
    isOver = true;
    endListening();
    cancelRetry?.();
    void held?.release();
  };
}
