import { describe, expect, it } from 'vitest';
import { type AddressBar, ViewStore } from '@/components/explorer/view-store';
import { windowOfDays, windowOfKey } from '@/components/timeline/day-window';
import { dayScale, periodOfHand } from '@/components/timeline/time-scale';
import { dayNumberOf } from '@/lib/domain/time';
import type { ViewDefaults } from '@/lib/url/view-state';

const DEFAULTS: ViewDefaults = {
  camera: { center: [4.4, 51], zoom: 8.5 },
  scope: 'real',
  scopes: ['real'],
};

/** A browser's history of queries, with a clock that is moved by hand. */
function fakeBrowser(first: string) {
  const entries = [first];
  const written: string[] = [];
  let index = 0;
  let travelled = () => {};
  let due: (() => void) | null = null;
  let ticked = () => {};
  let nowMs = Date.parse('2026-11-26T14:00:00Z');
  const bar: AddressBar = {
    now: () => nowMs,
    onTick: (listener) => {
      ticked = listener;
      return () => {
        ticked = () => {};
      };
    },
    read: () => entries[index] ?? '',
    write: (query, how) => {
      written.push(query);
      if (how === 'push') {
        index += 1;
        entries.length = index;
      }
      entries[index] = query;
    },
    onTravel: (listener) => {
      travelled = listener;
      return () => {
        travelled = () => {};
      };
    },
    later: (callback) => {
      due = callback;
      return () => {
        due = null;
      };
    },
  };
  const back = () => {
    index -= 1;
    travelled();
  };
  const clockAt = (instant: string) => {
    nowMs = Date.parse(instant);
    ticked();
  };
  return { bar, entries, written, back, waitABit: () => due?.(), clockAt };
}

function open(query: string) {
  const browser = fakeBrowser(query);
  const store = new ViewStore(query, DEFAULTS, browser.bar.now());
  store.attach(browser.bar);
  const only = (kind: 'shooting' | 'seizure') => {
    const { state } = store.getSnapshot();
    store.step({ ...state, filter: { ...state.filter, kinds: [kind] } });
  };
  const days = (from: string) =>
    store.preview({ ...store.getSnapshot().state.filter, from, last: null });
  return { ...browser, store, only, days };
}

describe('the address while a reader works', () => {
  it('gets a step for every filter, and Back undoes it', () => {
    const { store, entries, back, only } = open('');
    only('shooting');
    only('seizure');
    expect(entries).toEqual(['', 'k=shooting', 'k=seizure']);
    back();
    expect(store.getSnapshot().state.filter.kinds).toEqual(['shooting']);
    back();
    expect(store.getSnapshot().state.filter.kinds).toEqual([]);
  });

  it('names the open record, and Back closes its card', () => {
    const { store, entries, back } = open('');
    store.step({ ...store.getSnapshot().state, record: 12 });
    expect(entries).toEqual(['', 'record=12']);
    back();
    expect(store.getSnapshot().state.record).toBeNull();
  });

  it('names the tab without a step, so that Back does not go through tabs', () => {
    const { store, entries, waitABit } = open('');
    store.adjust({ tab: 'figures' });
    store.adjust({ tab: 'latest' });
    waitABit();
    expect(entries).toEqual(['tab=latest']);
    expect(open('tab=latest').store.getSnapshot().state.tab).toBe('latest');
  });

  it('is replaced, not pushed, while the map is dragged, and only now and then', () => {
    const { store, entries, waitABit } = open('');
    for (const lng of [4.5, 4.6, 4.7]) store.drag({ center: [lng, 51], zoom: 8.5 });
    expect(entries).toEqual(['']);
    expect(store.getSnapshot().state.camera.center[0]).toBe(4.7);
    waitABit();
    expect(entries).toEqual(['c=4.7,51,8.5']);
  });

  it('is not written again where it is as it was, which would end a step back that is on its way', () => {
    const { store, written, waitABit, bar } = open('c=4.4,51,9');
    const home = store.getSnapshot().state.camera;
    store.drag({ center: [4.5, 51], zoom: 9 });
    store.drag(home);
    waitABit();
    expect(written).toEqual([]);
    store.drag({ center: [4.5, 51], zoom: 9 });
    waitABit();
    expect(written).toEqual(['c=4.5,51,9']);
    expect(bar.read()).toBe('c=4.5,51,9');
  });

  it('names no camera where the installation’s own view was fitted to the screen, and Back returns to that one', () => {
    const { store, entries, waitABit, only, back } = open('');
    const fitted = { center: [4.375, 51.04582] as [number, number], zoom: 8.33 };
    store.open(fitted);
    // The map that then stands there reports where it looks.
    store.drag(fitted);
    waitABit();
    only('shooting');
    expect(entries).toEqual(['', 'k=shooting']);
    store.drag({ ...fitted, zoom: 9 });
    waitABit();
    expect(entries).toEqual(['', 'k=shooting&c=4.375,51.04582,9']);
    back();
    expect(store.getSnapshot().state.camera).toEqual(fitted);
  });

  it('keeps the camera of before a step in the entry that Back returns to', () => {
    const { store, entries, only } = open('');
    store.drag({ center: [4.6, 51], zoom: 8.5 });
    only('shooting');
    expect(entries).toEqual(['c=4.6,51,8.5', 'k=shooting&c=4.6,51,8.5']);
  });

  it('orders the map to follow when the reader travels, and not while the map leads', () => {
    const { store, back, only } = open('');
    store.drag({ center: [4.6, 51], zoom: 8.5 });
    only('shooting');
    expect(store.getSnapshot().cameraOrders).toBe(0);
    back();
    expect(store.getSnapshot().cameraOrders).toBe(1);
  });

  it('gets one step for all that was previewed, and Back undoes the whole of it', () => {
    const { store, entries, back, days } = open('k=shooting');
    for (const from of ['2024-01-01', '2024-02-01', '2024-03-01']) days(from);
    expect(store.getSnapshot().state.filter.from).toBe('2024-03-01');
    expect(entries).toEqual(['k=shooting']);
    store.settlePreview();
    store.settlePreview();
    expect(entries).toEqual(['k=shooting', 'k=shooting&from=2024-03-01']);
    back();
    expect(store.getSnapshot().state.filter.from).toBeNull();
  });

  it('keeps the filter of before a preview while the map moves under it', () => {
    const { store, entries, days, waitABit } = open('');
    days('2024-01-01');
    store.drag({ center: [4.6, 51], zoom: 8.5 });
    waitABit();
    expect(entries).toEqual(['c=4.6,51,8.5']);
    store.settlePreview();
    expect(entries).toEqual(['c=4.6,51,8.5', 'from=2024-01-01&c=4.6,51,8.5']);
  });

  it('gets no step for a preview that was taken back or came to nothing', () => {
    const { store, entries, days } = open('from=2023-01-01');
    days('2024-01-01');
    store.cancelPreview();
    expect(store.getSnapshot().state.filter.from).toBe('2023-01-01');
    days('2024-01-01');
    days('2023-01-01');
    store.settlePreview();
    expect(entries).toEqual(['from=2023-01-01']);
  });

  it('takes a preview into another step, and forgets it when the reader travels', () => {
    const { store, entries, back, days, only } = open('');
    days('2024-01-01');
    only('shooting');
    store.settlePreview();
    expect(entries).toEqual(['', 'k=shooting&from=2024-01-01']);
    days('2025-01-01');
    back();
    store.settlePreview();
    expect(store.getSnapshot().state.filter.from).toBeNull();
    expect(entries).toEqual(['', 'k=shooting&from=2024-01-01']);
  });

  it('names what it did not understand until it is dismissed', () => {
    const { store } = open('k=murder');
    expect(store.getSnapshot().notices.map((notice) => notice.key)).toEqual(['k']);
    store.dismissNotices();
    expect(store.getSnapshot().notices).toEqual([]);
  });
});

describe('a rolling period while a page stays open', () => {
  const daysOf = (store: ViewStore) => {
    const { from, to, last } = store.getSnapshot().state.filter;
    return { from, to, last };
  };
  const now = { from: '2026-11-20', to: '2026-11-26', last: '7d' };
  const tomorrow = { from: '2026-11-21', to: '2026-11-27', last: '7d' };

  it('moves on when the Brussels day turns, without a step or another address', () => {
    const { store, entries, clockAt } = open('last=7d');
    expect(daysOf(store)).toEqual(now);
    const before = store.getSnapshot();
    clockAt('2026-11-26T22:59:59Z');
    expect(store.getSnapshot()).toBe(before);
    clockAt('2026-11-26T23:00:00Z');
    expect(daysOf(store)).toEqual(tomorrow);
    expect(entries).toEqual(['last=7d']);
  });

  it('is of the page’s clock at once, whenever the page was rendered', () => {
    const { bar } = fakeBrowser('last=7d');
    const store = new ViewStore('last=7d', DEFAULTS, Date.parse('2026-01-02T12:00:00Z'));
    expect(daysOf(store).to).toBe('2026-01-02');
    store.attach(bar);
    expect(daysOf(store)).toEqual(now);
  });

  it('becomes fixed days under a brush, and rolls again where the brush came back or Back was pressed', () => {
    const { store, entries, back, days } = open('last=7d');
    days('2026-11-01');
    days('2026-11-20');
    store.settlePreview();
    expect(daysOf(store)).toEqual(now);
    days('2026-11-01');
    store.settlePreview();
    expect(entries).toEqual(['last=7d', 'from=2026-11-01&to=2026-11-26']);
    back();
    expect(daysOf(store)).toEqual(now);
  });

  it('goes on rolling where a key at the limit moves nothing, and where the timeline’s window came back', () => {
    const { store, entries } = open('last=7d');
    // The timeline ends with today, as the period does.
    const extent = { first: dayNumberOf('2020-01-01'), last: dayNumberOf(now.to) };
    const window = windowOfDays(now, extent);
    const draw = (drawn: typeof window | null) =>
      drawn &&
      store.preview({
        ...store.getSnapshot().state.filter,
        ...periodOfHand(drawn, dayScale(extent), now),
        last: null,
      });
    draw(windowOfKey('ArrowRight', 'to', window, extent, 'day'));
    store.settlePreview();
    draw({ ...window, first: window.first - 19 });
    expect(daysOf(store)).toEqual({ from: '2026-11-01', to: null, last: null });
    draw(window);
    store.settlePreview();
    expect(daysOf(store)).toEqual(now);
    expect(entries).toEqual(['last=7d']);
  });

  it('goes on rolling under a hand that takes its change back the next day', () => {
    const { store, days, clockAt } = open('last=7d');
    days('2026-11-01');
    clockAt('2026-11-26T23:00:00Z');
    expect(daysOf(store)).toEqual({ from: '2026-11-01', to: '2026-11-26', last: null });
    store.cancelPreview();
    expect(daysOf(store)).toEqual(tomorrow);
  });

  it('has fixed days in a past state', () => {
    const { store, entries } = open('last=7d');
    const { state } = store.getSnapshot();
    store.step({ ...state, asOf: { epoch: 'a1', seq: 7 } });
    expect(entries[1]).toBe('from=2026-11-20&to=2026-11-26&asOf=a1:7');
    expect(daysOf(store).last).toBeNull();
  });
});
