import { formatView, type Notice, parseView } from '@/lib/url/parse-view';
import type { ViewDefaults, ViewState } from '@/lib/url/view-state';

/** What the store needs of a browser window. */
export interface AddressBar {
  read: () => string;
  /** Writes the query; `push` makes a step that Back undoes. */
  write: (query: string, how: 'push' | 'replace') => void;
  /** Calls back when the reader went back or forward; the returned function ends that. */
  onTravel: (listener: () => void) => () => void;
  /** Calls back once, a little later; the returned function cancels. */
  later: (callback: () => void) => () => void;
}

export interface ViewSnapshot {
  state: ViewState;
  notices: Notice[];
  /** Raised when something else than the map itself moved the camera, so that the map must follow. */
  cameraOrders: number;
}

/** Owner of the page's view: the one that the address names. */
export class ViewStore {
  private readonly defaults: ViewDefaults;
  private readonly listeners = new Set<() => void>();
  private snapshot: ViewSnapshot;
  private bar: AddressBar | null = null;
  private cancelWrite: (() => void) | null = null;

  constructor(query: string, defaults: ViewDefaults) {
    this.defaults = defaults;
    this.snapshot = { ...parseView(query, defaults), cameraOrders: 0 };
  }

  /** Follows and writes an address bar until the returned function is called. */
  attach(bar: AddressBar): () => void {
    this.bar = bar;
    const endTravel = bar.onTravel(() => {
      this.cancelWrite?.();
      this.cancelWrite = null;
      this.show({
        ...parseView(bar.read(), this.defaults),
        cameraOrders: this.snapshot.cameraOrders + 1,
      });
    });
    return () => {
      endTravel();
      this.flush();
      this.bar = null;
    };
  }

  readonly getSnapshot = (): ViewSnapshot => this.snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** A discrete step of the reader, which Back undoes. */
  step(state: ViewState): void {
    this.flush();
    const moved = state.camera !== this.snapshot.state.camera;
    this.show({ state, notices: [], cameraOrders: this.snapshot.cameraOrders + (moved ? 1 : 0) });
    this.bar?.write(formatView(state, this.defaults), 'push');
  }

  /** A change that a link carries and Back does not undo. */
  adjust(part: Partial<ViewState>): void {
    this.show({ ...this.snapshot, state: { ...this.snapshot.state, ...part } });
    this.cancelWrite ??= this.bar?.later(() => this.flush()) ?? null;
  }

  /** The map moved under the reader's hand: shown at once, written into the address a little later. */
  drag(camera: ViewState['camera']): void {
    this.adjust({ camera });
  }

  dismissNotices(): void {
    this.show({ ...this.snapshot, notices: [] });
  }

  private flush(): void {
    if (!this.cancelWrite) return;
    this.cancelWrite();
    this.cancelWrite = null;
    this.bar?.write(formatView(this.snapshot.state, this.defaults), 'replace');
  }

  private show(snapshot: ViewSnapshot): void {
    this.snapshot = snapshot;
    for (const listener of this.listeners) listener();
  }
}
