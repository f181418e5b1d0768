import type { BrowserContext } from '@playwright/test';
import { HIT_FUNCTION, HIT_PATH } from './hostile-texts';

/**
 * Collects what pages of a context do that texts told them to: a text that ran, a request to where a text leads or to
 * another host, and what the content policy stopped. Called before the first page is opened.
 */
export async function watchHits(context: BrowserContext, baseUrl: string): Promise<string[]> {
  const hits: string[] = [];
  const { origin } = new URL(baseUrl);
  await context.exposeFunction(HIT_FUNCTION, (number: number) => hits.push(`ran ${number}`));
  await context.exposeFunction('hw_stopped', (what: string) => hits.push(`stopped ${what}`));
  await context.addInitScript(() => {
    const { hw_stopped: tell } = window as unknown as { hw_stopped: (what: string) => void };
    document.addEventListener('securitypolicyviolation', (event) =>
      tell(
        `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.columnNumber}`,
      ),
    );
    // Zod tries in this way whether it may compile, and takes a refusal for an answer: it is no text that does.
    const refuseProbe = (given: unknown[]) => {
      if (given.length === 1 && given[0] === '') throw new EvalError('refused');
    };
    window.Function = new Proxy(Function, {
      apply(target, self, given) {
        refuseProbe(given);
        return Reflect.apply(target, self, given);
      },
      construct(target, given) {
        refuseProbe(given);
        return Reflect.construct(target, given);
      },
    });
    window.print = () => undefined;
  });
  context.on('request', (request) => {
    const { protocol, origin: asked, pathname } = new URL(request.url());
    const isOurs = asked === origin || protocol === 'blob:' || protocol === 'data:';
    if (!isOurs || pathname.includes(HIT_PATH)) hits.push(`asked for ${request.url()}`);
  });
  return hits;
}
