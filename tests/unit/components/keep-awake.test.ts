import { describe, expect, it } from 'vitest';
import { keepAwake } from '@/components/wall/keep-awake';

/** A browser whose locks are counted, lost and refused by hand. */
class FakeBrowser {
  isShown = true;
  isRefusing = false;
  held = 0;
  asked = 0;
  #lose: (() => void) | null = null;
  #changed: (() => void) | null = null;
  #retry: (() => void) | null = null;

  keep(): () => void {
    return keepAwake({
      wakeLock: { request: () => this.#request() },
      isVisible: () => this.isShown,
      onVisibility: (listener) => {
        this.#changed = listener;
        return () => {
          this.#changed = null;
        };
      },
      later: (listener) => {
        this.#retry = listener;
        return () => {
          this.#retry = null;
        };
      },
    });
  }

  async show(isShown: boolean): Promise<void> {
    this.isShown = isShown;
    if (!isShown) this.lose();
    this.#changed?.();
    await settle();
  }

  lose(): void {
    this.held = 0;
    this.#lose?.();
  }

  async waitForRetry(): Promise<void> {
    this.#retry?.();
    await settle();
  }

  async #request() {
    this.asked += 1;
    if (this.isRefusing) throw new Error('the battery is low');
    this.held = 1;
    return {
      addEventListener: (_: 'release', listener: () => void) => {
        this.#lose = listener;
      },
      release: async () => {
        this.held = 0;
      },
    };
  }
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a screen that stays awake', () => {
  it('asks again when the lock was lost, and when the page is visible again', async () => {
    const browser = new FakeBrowser();
    const end = browser.keep();
    await settle();
    browser.lose();
    await settle();
    expect([browser.held, browser.asked]).toEqual([1, 2]);
    await browser.show(false);
    expect([browser.held, browser.asked]).toEqual([0, 2]);
    await browser.show(true);
    expect([browser.held, browser.asked]).toEqual([1, 3]);
    end();
    await settle();
    expect(browser.held).toBe(0);
  });

  it('asks later where it was refused, and not after its end', async () => {
    const browser = new FakeBrowser();
    browser.isRefusing = true;
    const end = browser.keep();
    await settle();
    browser.isRefusing = false;
    await browser.waitForRetry();
    expect(browser.held).toBe(1);
    end();
    await settle();
    await browser.show(true);
    expect(browser.held).toBe(0);
  });
});
