import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext, Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';
import { LOCALES } from '@/lib/domain/vocabulary';
import { isNightly } from './breadth';

/** In which axe looks at a page: another language has the same elements in other words. */
export const AXE_LOCALES = isNightly ? LOCALES : (['en'] as const);

/** As wide as the days that it stands for; its two ends, the keys and the fields of days do the same. */
const SIZED_BY_DAYS = 'data-grip="window"';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What is asked of a page: everything, everything but its colours, or these alone. */
type Question = 'everything' | 'all but contrast' | 'contrast';

/** Brings axe into every document of a context: half a megabyte that is sent once, and not to each page. */
export async function withAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript({ content: AXE });
}

/**
 * What axe finds in a page of a context `withAxe`, as `rule: selector (what axe says)`. Everything, in the light theme; where
 * asked, since words have no colours, with the contrast of both themes, of which nothing else differs.
 */
export async function findingsOf(page: Page, withColours: boolean): Promise<string[]> {
  if (!withColours) return findings(page, 'all but contrast');
  const found = await findings(page, 'everything');
  await page.emulateMedia({ colorScheme: 'dark' });
  found.push(...(await findings(page, 'contrast')).map((finding) => `dark, ${finding}`));
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

async function findings(page: Page, question: Question): Promise<string[]> {
  const violations = await askAxe(
    page,
    question === 'contrast'
      ? { runOnly: { type: 'rule', values: ['color-contrast'] } }
      : {
          rules: {
            // At least 24 px; off by default, since it is of WCAG 2.2.
            'target-size': { enabled: true },
            'color-contrast': { enabled: question === 'everything' },
          },
        },
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ html }) => id !== 'target-size' || !html.includes(SIZED_BY_DAYS))
      .map(
        ({ target, failureSummary }) =>
          `${id}: ${target.join(' ')} (${failureSummary?.split('\n')[1]?.trim()})`,
      ),
  );
}

/** In the page itself, since no page of ours has a frame. */
function askAxe(page: Page, options: RunOptions): Promise<AxeResults['violations']> {
  return page.evaluate(async (options) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, { ...options, resultTypes: ['violations'] });
    return violations;
  }, options);
}
