import type { Filter } from '@/lib/domain/filter';
import { held, rolled } from '@/lib/domain/rolling-period';
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
  /** The instant, UTC milliseconds. */
  now: () => number;
  /** Calls back every now and then; the returned function ends that. */
  onTick: (listener: () => void) => () => void;
}

export interface ViewSnapshot {
  state: ViewState;
  notices: Notice[];
  /** Raised when something else than the map itself moved the camera, so that the map must follow. */
  cameraOrders: number;
  /** What an address leaves unsaid. */
  defaults: ViewDefaults;
}

/** Owner of the page's view: the one that the address names. */
export class ViewStore {
  private readonly listeners = new Set<() => void>();
  private snapshot: ViewSnapshot;
  private bar: AddressBar | null = null;
  private cancelWrite: (() => void) | null = null;
  /** The filter before a preview, which the address keeps until that has settled; null while there is none. */
  private beforePreview: Filter | null = null;

  /** `readAtMs`: the instant at which a rolling period becomes days until a bar with a clock is attached. */
  constructor(query: string, defaults: ViewDefaults, readAtMs: number) {
    this.snapshot = { ...parseView(query, defaults, readAtMs), cameraOrders: 0, defaults };
  }

  /** Follows and writes an address bar, and moves a rolling period on with its clock, until the returned function is called. */
  attach(bar: AddressBar): () => void {
    this.bar = bar;
    const endTravel = bar.onTravel(() => {
      this.cancelWrite?.();
      this.cancelWrite = null;
      this.beforePreview = null;
      this.show({
        ...this.snapshot,
        ...parseView(bar.read(), this.snapshot.defaults, bar.now()),
        cameraOrders: this.snapshot.cameraOrders + 1,
      });
    });
    const roll = () => this.roll(bar.now());
    roll();
    const endTicks = bar.onTick(roll);
    return () => {
      endTicks();
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

  /** A discrete step of the reader, which Back undoes; a preview that is under way becomes part of it. */
  step(state: ViewState): void {
    this.flush();
    this.beforePreview = null;
    const moved = state.camera !== this.snapshot.state.camera;
    const next = standing(state);
    this.show({
      ...this.snapshot,
      state: next,
      notices: [],
      cameraOrders: this.snapshot.cameraOrders + (moved ? 1 : 0),
    });
    this.bar?.write(formatView(next, this.snapshot.defaults), 'push');
  }

  /** A change that a link carries and Back does not undo. */
  adjust(part: Partial<ViewState>): void {
    this.show({ ...this.snapshot, state: { ...this.snapshot.state, ...part } });
    this.cancelWrite ??= this.bar?.later(() => this.flush()) ?? null;
  }

  /** The installation's own view, fitted to this screen: from now on that is the camera of an address that names none. */
  open(camera: ViewState['camera']): void {
    const { state, defaults } = this.snapshot;
    this.show({
      ...this.snapshot,
      state: { ...state, camera },
      defaults: { ...defaults, camera },
    });
  }

  /** The map moved under the reader's hand: shown at once, written into the address a little later. */
  drag(camera: ViewState['camera']): void {
    this.adjust({ camera });
  }

  /** A filter under the reader's hand: shown at once, and no step before it has settled. */
  preview(filter: Filter): void {
    this.beforePreview ??= this.snapshot.state.filter;
    this.show({ ...this.snapshot, state: { ...this.snapshot.state, filter } });
  }

  /** The hand is off: all that was previewed is one step, or none where nothing has changed. */
  settlePreview(): void {
    const before = this.beforePreview;
    if (before === null) return;
    const { state } = this.snapshot;
    // Days that came back to where they were go on rolling, if they did.
    const queryOf = (filter: Filter) => formatView({ ...state, filter }, this.snapshot.defaults);
    if (queryOf(held(before)) === queryOf(state.filter)) this.cancelPreview();
    else this.step(state);
  }

  /** As if nothing had been previewed. */
  cancelPreview(): void {
    if (this.beforePreview === null) return;
    const state = { ...this.snapshot.state, filter: this.beforePreview };
    this.beforePreview = null;
    this.show({ ...this.snapshot, state });
  }

  dismissNotices(): void {
    this.show({ ...this.snapshot, notices: [] });
  }

  /** The days of a rolling period at an instant: another view of the same address, and no step. */
  private roll(nowMs: number): void {
    const { state } = this.snapshot;
    if (this.beforePreview) this.beforePreview = rolled(this.beforePreview, nowMs);
    const filter = rolled(state.filter, nowMs);
    if (filter !== state.filter) this.show({ ...this.snapshot, state: { ...state, filter } });
  }

  private flush(): void {
    if (!this.cancelWrite) return;
    this.cancelWrite();
    this.cancelWrite = null;
    const { state } = this.snapshot;
    const settled = { ...state, filter: this.beforePreview ?? state.filter };
    const query = formatView(settled, this.snapshot.defaults);
    // Browsers give up a step back that is on its way where the page writes its address, even the same one.
    if (this.bar?.read().replace(/^\?/, '') !== query) this.bar?.write(query, 'replace');
  }

  private show(snapshot: ViewSnapshot): void {
    this.snapshot = snapshot;
    for (const listener of this.listeners) listener();
  }
}

/** A past state stands still, and its days with it. */
function standing(state: ViewState): ViewState {
  return state.asOf === null ? state : { ...state, filter: held(state.filter) };
}
