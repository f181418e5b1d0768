import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '@/lib/server/http/security-headers';

function directives(policy: string): Map<string, string> {
  return new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values.join(' ')];
    }),
  );
}

describe('the content policy of a page', () => {
  it('runs scripts by nonce only, and loads nothing from elsewhere', () => {
    const policy = contentSecurityPolicy('abc123', { connect: [] }, false);
    expect(directives(policy).get('script-src')).toBe("'self' 'nonce-abc123' 'strict-dynamic'");
    expect(policy).not.toMatch(/https?:|unsafe-eval|\*/);
  });

  it('has no inline script, plugin, base or frame', () => {
    const found = directives(contentSecurityPolicy('n', { connect: [] }, false));
    expect(found.get('script-src')).not.toContain('unsafe-inline');
    expect(found.get('object-src')).toBe("'none'");
    expect(found.get('base-uri')).toBe("'none'");
    expect(found.get('frame-ancestors')).toBe("'none'");
    expect(found.get('worker-src')).toBe("'self'");
    expect(found.get('default-src')).toBe("'self'");
  });

  it("adds the hosts of the operator's street style where it loads from them, and to no script", () => {
    const hosts = ['https://tiles.example', 'https://fonts.example'];
    const found = directives(contentSecurityPolicy('n', { connect: hosts }, false));
    for (const name of ['connect-src', 'img-src', 'font-src']) {
      expect(found.get(name)).toContain('https://tiles.example https://fonts.example');
    }
    for (const name of ['script-src', 'worker-src', 'default-src', 'style-src']) {
      expect(found.get(name)).not.toContain('example');
    }
  });

  it('lets code be evaluated in development only', () => {
    expect(contentSecurityPolicy('n', { connect: [] }, true)).toContain("'unsafe-eval'");
  });
});
