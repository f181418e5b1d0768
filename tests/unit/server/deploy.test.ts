import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings, settingsSchema } from '@/lib/server/settings';

const ROOT = resolve(import.meta.dirname, '../../..');
const KNOWN = Object.keys(settingsSchema.shape);
const OF_OTHERS = ['NEXT_TELEMETRY_DISABLED'];

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** `NAME: value` in the part of the compose file that both processes share. */
function composeSettings(): [string, string][] {
  const shared = read('docker-compose.yml').split('\nservices:')[0] ?? '';
  return [...shared.matchAll(/^ {4}([A-Z_]+): (.+)$/gm)].map(([, name = '', value = '']) => [
    name,
    value.replaceAll('"', ''),
  ]);
}

describe('the files for running it', () => {
  it('give the containers settings that exist and are taken', () => {
    const filled = composeSettings().map(([name, value]) => [
      name,
      value.replace(/\$\{[A-Z_]+:\?[^}]*\}/g, 'password').replace(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1'),
    ]);
    expect(filled.length).toBeGreaterThan(3);
    for (const [name] of filled) expect(KNOWN).toContain(name);
    const settings = readSettings(Object.fromEntries(filled), 'real', ROOT);
    expect(settings.DATABASE_URL).toBe('postgres://havenwacht:password@database:5432/havenwacht');
    expect(settings.TRUST_PROXY).toBe('yes');
  });

  it.each([
    ['Dockerfile', /^ENV (.+)$/gm],
    ['lib/server/deploy/havenwacht@.service', /^Environment=(.+)$/gm],
  ])('set in %s only what is a setting', (path, line) => {
    const names = [...read(path).matchAll(line)].flatMap(([, list = '']) =>
      list.split(' ').map((pair) => pair.split('=')[0]),
    );
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) expect([...KNOWN, ...OF_OTHERS]).toContain(name);
  });

  it('copy and mount what is there, and build from nothing that the image leaves out', () => {
    const copied = [...read('Dockerfile').matchAll(/^COPY (?:--\S+ )*(.+) \S+$/gm)].flatMap(
      ([, sources = '']) => sources.split(' '),
    );
    const mounted = [...read('docker-compose.yml').matchAll(/^ +- \.\/([^:]+):/gm)].map(
      ([, path = '']) => path,
    );
    expect(copied.length).toBeGreaterThan(3);
    expect(mounted.length).toBeGreaterThan(0);
    const leftOut = read('.dockerignore').split('\n').filter(Boolean);
    for (const path of [...copied, ...mounted]) {
      expect(existsSync(join(ROOT, path)), path).toBe(true);
      expect(leftOut).not.toContain(path.split('/')[0]);
    }
  });

  it('give the proxy every setting that its file asks for', () => {
    const asked = [...read('lib/server/deploy/Caddyfile').matchAll(/\{\$([A-Z_]+)/g)];
    const proxy = read('docker-compose.yml').split('\n  proxy:')[1] ?? '';
    expect(asked.length).toBeGreaterThan(0);
    for (const [, name = ''] of asked) expect(proxy).toContain(`      ${name}: `);
    const services = [...read('docker-compose.yml').matchAll(/^ {2}(app-\d+):$/gm)];
    expect(services).toHaveLength(2);
    for (const [, name = ''] of services) expect(proxy).toContain(`${name}:3000`);
  });

  it('start what "npm start" starts', () => {
    const start = JSON.parse(read('package.json')).scripts.start as string;
    const [, ...words] = start.split(' ');
    expect(read('Dockerfile')).toContain(`CMD ["node", "${words.join('", "')}"]`);
    expect(read('lib/server/deploy/havenwacht@.service')).toContain(`node ${words.join(' ')}`);
  });

  it('name in the page on running only metrics that there are', () => {
    const source = read('lib/server/metrics.ts');
    const named = read('lib/server/deploy/RUNNING.md').matchAll(/`havenwacht_(\w+)/g);
    for (const [, name = ''] of named) expect(source).toContain(name);
  });
});
