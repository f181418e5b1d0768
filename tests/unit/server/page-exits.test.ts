import { readdirSync } from 'node:fs';
import { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerWith, renderWithStatus } from '@/lib/server/pages/page-status';
import { robotsText } from '@/lib/server/pages/sitemap';
import { PAGES } from '../../support/every-page';

const BELOW_LANGUAGE = join(import.meta.dirname, '../../../app/[locale]');

describe('the pages below a language', () => {
  it('are all known to the tests that walk every exit', () => {
    const found = readdirSync(BELOW_LANGUAGE, { recursive: true, encoding: 'utf8' })
      .filter((path) => /(?:^|\/)page\.tsx$/.test(path))
      .map((path) => path.replace(/\/?page\.tsx$/, ''))
      .map((path) => (path ? `/${path}` : ''));
    expect(found.sort()).toEqual([...PAGES].sort());
  });
});

describe('the status of a page', () => {
  function answerOf(): { answer: ServerResponse; statuses: number[] } {
    const answer = new ServerResponse({
      method: 'GET',
      httpVersionMajor: 1,
      httpVersionMinor: 1,
    } as never);
    const statuses: number[] = [];
    answer.writeHead = ((status: number) => {
      statuses.push(status);
      return answer;
    }) as typeof answer.writeHead;
    return { answer, statuses };
  }

  it('is the one that its code chose while it was rendered, and of no other page', async () => {
    const [first, second] = [answerOf(), answerOf()];
    await Promise.all([
      renderWithStatus(first.answer, async () => {
        await Promise.resolve();
        answerWith(410);
        first.answer.writeHead(200);
      }),
      renderWithStatus(second.answer, async () => {
        await Promise.resolve();
        second.answer.writeHead(200);
      }),
    ]);
    expect([first.statuses, second.statuses]).toEqual([[410], [200]]);
  });

  it('can be chosen only there', () => {
    expect(() => answerWith(410)).toThrow('no page is being rendered');
  });
});

describe('/robots.txt', () => {
  const settings = { mode: 'real', ACCESS: 'public', PUBLIC_URL: 'https://map.example' } as const;

  it('names the sitemap by its public address, and keeps data from being listed as pages', () => {
    expect(robotsText(settings)).toBe(
      'User-agent: *\nDisallow: /api/\n\nSitemap: https://map.example/sitemap.xml\n',
    );
    expect(robotsText({ ...settings, PUBLIC_URL: undefined })).toBe(
      'User-agent: *\nDisallow: /api/\n',
    );
  });

  it('is none in a demo and where reading needs a token', () => {
    expect(robotsText({ ...settings, mode: 'demo' })).toBeNull();
    expect(robotsText({ ...settings, ACCESS: 'private' })).toBeNull();
  });
});
