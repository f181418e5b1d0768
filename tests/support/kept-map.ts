import type { Page } from '@playwright/test';
import { emptyOrigin } from './empty-origin';
import { openMap, travelTo } from './map-page';
import { isAtRest, pageState, watchRest } from './page-state';

interface Home {
  /** The map's address without a query, which is where every document of this window is opened. */
  address: string;
  /** Which of its sheets and groups were folded out. */
  folded: boolean[];
  state: string[];
}

/**
 * A window whose map page stays open from test to test: each goes to its address inside of the page, as Back does, which costs
 * a fifth of an opening. A test begins with what an opening gave: the one before left the page in the very state in which
 * it was opened (`pageState`), or else there is a new document. For tests that are not about opening, motion or storage.
 */
export class KeptMap {
  readonly page: Page;
  private home: Home | null = null;

  private constructor(page: Page) {
    this.page = page;
  }

  static async in(page: Page): Promise<KeptMap> {
    await page.addInitScript(watchRest);
    return new KeptMap(page);
  }

  /** Shows the map at an address, and waits until everything on the page is of that address. */
  async show(address: string): Promise<Page> {
    const { origin, pathname } = new URL(address);
    if (this.home?.address !== origin + pathname || !(await this.isOpen())) {
      await this.open(origin + pathname);
    }
    if (sameAddress(address) !== sameAddress(this.page.url()) && !(await this.travel(address))) {
      throw new Error(`${address} is not as the page itself would say it, but ${this.page.url()}`);
    }
    return this.page;
  }

  /** Goes back to where the page was opened; what is then not as it was ends the document. */
  async leave(): Promise<void> {
    if (!this.home) return;
    const isAsOpened = (await this.isOpen()) && (await this.goHome(this.home));
    if (!isAsOpened) await this.end();
  }

  private async open(address: string): Promise<void> {
    await this.end();
    await openMap(this.page, address);
    await isAtRest(this.page);
    await this.page.evaluate(() => Object.assign(window, { isKeptMap: true }));
    const folded = await this.page.evaluate(() =>
      [...document.querySelectorAll('details')].map(({ open }) => open),
    );
    this.home = { address, folded, state: await pageState(this.page) };
  }

  private async end(): Promise<void> {
    this.home = null;
    await emptyOrigin(this.page);
  }

  /** Whether the document is still the one that was opened. */
  private isOpen(): Promise<boolean> {
    return this.page.evaluate(() => 'isKeptMap' in window);
  }

  private async goHome({ address, folded, state }: Home): Promise<boolean> {
    await this.page.evaluate(() => {
      for (const dialog of document.querySelectorAll('dialog')) dialog.close();
      for (const element of document.querySelectorAll('*')) {
        if (element.scrollTop || element.scrollLeft) element.scrollTo(0, 0);
      }
      (document.activeElement as HTMLElement | null)?.blur();
    });
    if (!(await this.travel(address))) return false;
    await this.page.evaluate((open) => {
      for (const [index, details] of document.querySelectorAll('details').entries()) {
        details.open = open[index] ?? false;
      }
    }, folded);
    await isAtRest(this.page);
    const devtools = await this.page.context().newCDPSession(this.page);
    await devtools.send('Page.resetNavigationHistory');
    await devtools.detach();
    const left = await pageState(this.page);
    return left.join('\n') === state.join('\n');
  }

  /** Whether the page says the address itself once it rests. */
  private async travel(address: string): Promise<boolean> {
    await travelTo(this.page, address);
    await isAtRest(this.page);
    return sameAddress(this.page.url()) === sameAddress(address);
  }
}

/** Equal for addresses that say the same in another order. */
function sameAddress(text: string): string {
  const address = new URL(text);
  address.searchParams.sort();
  return address.href;
}
