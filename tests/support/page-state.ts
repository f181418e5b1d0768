import type { Page } from '@playwright/test';

interface Watched {
  atRest: () => Promise<void>;
}

/** Runs in every document of a window in which `isAtRest` is asked, before the page's own code. */
export function watchRest(): void {
  /** Longer than anything that the page itself puts off: the writing of its address. */
  const REST_MS = 400;
  const asked = new Set<number>();
  const waiting: (() => void)[] = [];
  let timer = 0;
  const stir = () => {
    clearTimeout(timer);
    timer = window.setTimeout(rest, REST_MS);
  };
  function rest(): void {
    if (asked.size > 0) return;
    for (const settle of waiting.splice(0)) settle();
  }

  // Questions to the engine and its answers; see `createEngineClient`.
  const post = Worker.prototype.postMessage as (message: unknown, options?: unknown) => void;
  const heard = new WeakSet<Worker>();
  Worker.prototype.postMessage = function (this: Worker, ...sent: [unknown, unknown?]) {
    const { type, id } = (sent[0] ?? {}) as { type?: string; id?: number };
    if (type === 'request' || type === 'cancel') {
      if (!heard.has(this)) {
        this.addEventListener('message', ({ data }) => {
          if (asked.delete(data.id)) stir();
        });
      }
      heard.add(this);
      if (type === 'request') asked.add(id ?? 0);
      else asked.delete(id ?? 0);
      stir();
    }
    post.apply(this, sent);
  } as Worker['postMessage'];

  new MutationObserver(stir).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });
  const watched: Watched = {
    atRest: () =>
      new Promise((settle) => {
        waiting.push(settle);
        stir();
      }),
  };
  Object.assign(window, { watched });
}

/** Waits until every question to the engine is answered and nothing on the page has changed for a while. */
export async function isAtRest(page: Page): Promise<void> {
  await page.evaluate(() => (window as unknown as { watched: Watched }).watched.atRest());
}

/**
 * What a page holds, line by line: every element with its attributes and words, what is written, chosen, folded out, scrolled
 * and focused, and what the browser keeps for it. Equal lines: nobody can tell the two pages apart.
 */
export function pageState(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // React numbers what it mounts anew.
    const numbers = new Map<string, number>();
    const named = (text: string) =>
      text.replace(/_[rR]_\w+?_/g, (id) => {
        if (!numbers.has(id)) numbers.set(id, numbers.size);
        return `id ${numbers.get(id)}`;
      });
    const lineOf = (element: Element): string => {
      const attributes = [...element.attributes]
        // What is chosen is held beside; these say what was at first, and only where the server drew it.
        .filter(({ name }) => name !== 'selected' && name !== 'checked')
        .map(({ name, value }) => `${name}="${value}"`);
      const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const words = own.map(({ nodeValue }) => nodeValue).join('|');
      const { value, checked, open } = element as HTMLInputElement & HTMLDetailsElement;
      const held = [value, checked, open, element.scrollTop, element.scrollLeft];
      const focus = element === document.activeElement ? 'focused' : '';
      return named(
        `${element.localName} ${attributes.sort().join(' ')} ${held.join()} ${focus} ${words}`,
      );
    };
    return [
      JSON.stringify([innerWidth, innerHeight, scrollX, scrollY, document.title, document.cookie]),
      JSON.stringify([Object.entries(localStorage).sort(), Object.entries(sessionStorage).sort()]),
      lineOf(document.documentElement),
      ...[...document.body.querySelectorAll('*')]
        .filter((element) => element.localName !== 'script')
        .map(lineOf),
    ];
  });
}
