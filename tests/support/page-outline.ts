import type { Page } from '@playwright/test';

/** What a document consists of, as a browser reads it without running or loading any of it. */
export interface PageOutline {
  /** Every element with the names of its attributes, sorted, one a line; without the scripts that hold the page's data. */
  elements: string;
  title: string;
  /** The first heading, and what the head says of the page, by name. */
  heading: string;
  meta: Record<string, string>;
  canonical: string;
  /** Of scripts that are no programs: their JSON. */
  data: string[];
}

/** Reads documents of our pages in the order given; scripts are off, as for who has none. */
export function outlinesOf(page: Page, documents: readonly string[]): Promise<PageOutline[]> {
  return page.evaluate((sources) => {
    /** React sends the page's data in such scripts, in as many as its size makes. */
    const holdsData = (element: Element) => {
      const call = /^self\.__next_f\.push\((.*)\)$/s.exec(element.textContent ?? '');
      if (element.localName !== 'script' || !call) return false;
      JSON.parse(call[1] ?? '');
      return element.getAttributeNames().join() === 'nonce';
    };
    return sources.map((source) => {
      const read = new DOMParser().parseFromString(source, 'text/html');
      const all = [...read.querySelectorAll('*')].filter((element) => !holdsData(element));
      const elements = all.map(
        (element) =>
          `${element.namespaceURI} ${element.localName} ${element.getAttributeNames().sort().join(' ')}`,
      );
      const meta = [...read.querySelectorAll('meta')].map((element) => [
        element.getAttribute('property') ?? element.getAttribute('name') ?? '',
        element.content,
      ]);
      const data = [...read.querySelectorAll('script[type$="json"]')];
      return {
        elements: elements.sort().join('\n'),
        title: read.title,
        heading: read.querySelector('h1')?.textContent ?? '',
        meta: Object.fromEntries(meta),
        canonical: read.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href ?? '',
        data: data.map((element) => element.textContent ?? ''),
      };
    });
  }, documents as string[]);
}
