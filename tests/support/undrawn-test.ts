import { test as base } from '@playwright/test';
import { leaveMapsUndrawn } from './undrawn-map';

/** Playwright's `test` whose pages work with their maps and do not draw them; see `leaveMapsUndrawn`. */
export const test = base.extend<object, object>({
  browser: [
    async ({ browser }, use) => {
      const newContext = browser.newContext.bind(browser);
      browser.newContext = async (options) => {
        const context = await newContext(options);
        await leaveMapsUndrawn(context);
        return context;
      };
      await use(browser);
      browser.newContext = newContext;
    },
    { scope: 'worker' },
  ],
});
