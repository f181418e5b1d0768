import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, exampleIncident } from '../support/api-client';
import { LiveClient } from '../support/live-client';
import { type OpenServer, openServer } from '../support/open-server';
import { until } from '../support/until';

const GUESS = 'guessed-token-that-is-none-0123456789abcdef';
const IN_QUERY = 'secret-in-a-query';

let server: OpenServer;
beforeAll(async () => {
  server = await openServer({ environment: { LOG_LEVEL: 'debug', WRITES_PER_MINUTE: '5' } });
});
afterAll(() => server.stop());

interface LogLine {
  level: number;
  requestId?: string;
  status?: number;
  path?: string;
  err?: unknown;
}

function logLines(): LogLine[] {
  return server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);
}

/** The values of a metric, by its labels as written. */
async function metric(name: string): Promise<Map<string, number>> {
  const text = await (await fetch(`${server.baseUrl}/metrics`)).text();
  const lines = text.split('\n').filter((line) => /^[a-z0-9_]+/.exec(line)?.[0] === name);
  return new Map(
    lines.map((line) => {
      const [, labels = '', value = ''] = /^[a-z0-9_]+(\{.*\})? (\S+)$/.exec(line) ?? [];
      return [labels, Number(value)];
    }),
  );
}

const single = async (name: string) => (await metric(name)).get('');

describe('the metrics', () => {
  it('count readers, seq, lag, partitions and what was sent, as the feed does', async () => {
    const client = await LiveClient.connect(server.baseUrl);
    await client.hello(null);
    const { seq } = (await call(server, 'POST', '/api/v1/incidents', exampleIncident())).body;
    await until('the batch came', () => client.batches.some((batch) => batch.to >= seq));
    const { partitions } = (await call(server, 'GET', '/api/v1/snapshot')).body;
    expect(await single('havenwacht_connections')).toBe(1);
    expect(await single('havenwacht_seq')).toBe(seq);
    expect(await single('havenwacht_seq_lag')).toBe(0);
    expect(await single('havenwacht_database_up')).toBe(1);
    expect(await single('havenwacht_partitions')).toBe(partitions.length);
    expect(await single('havenwacht_partition_bytes')).toBe(
      partitions.reduce((sum: number, { bytes }: { bytes: number }) => sum + bytes, 0),
    );
    expect(await single('havenwacht_partition_builds')).toBeGreaterThan(0);
    expect(await single('havenwacht_commit_to_send_seconds_count')).toBeGreaterThan(0);
    expect(await single('nodejs_heap_size_used_bytes')).toBeGreaterThan(0);
    expect(await single('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
    client.close();
    await until('the reader is gone', async () => (await single('havenwacht_connections')) === 0);
  });

  it('count requests by the pattern of their address, however many addresses are tried', async () => {
    for (let count = 0; count < 5; count += 1)
      await call(server, 'GET', `/api/v1/incidents/00000000-0000-4000-8000-00000000000${count}`);
    for (let count = 0; count < 3; count += 1) await call(server, 'GET', `/api/v1/none-${count}`);
    const requests = await metric('havenwacht_http_requests_total');
    expect(requests.get('{route="/api/v1/incidents/:id",status="404"}')).toBe(5);
    expect(requests.get('{route="unknown",status="404"}')).toBe(3);
    expect([...requests.keys()].join()).not.toContain('none-');
  });

  it('are for this machine and for the token, not for what a proxy passes on', async () => {
    const asked = async (headers: Record<string, string>) =>
      (await fetch(`${server.baseUrl}/metrics`, { headers })).status;
    expect(await asked({})).toBe(200);
    expect(await asked({ 'x-forwarded-for': '203.0.113.9' })).toBe(403);
    expect(await asked({ forwarded: 'for=203.0.113.9' })).toBe(403);
    const authorization = `Bearer ${server.token}`;
    expect(await asked({ 'x-forwarded-for': '203.0.113.9', authorization })).toBe(200);
  });

  it('can be off', async () => {
    const other = await openServer({ environment: { METRICS: 'off' } });
    const authorization = `Bearer ${other.token}`;
    const answer = await fetch(`${other.baseUrl}/metrics`, { headers: { authorization } });
    expect(answer.status).toBe(404);
    await other.stop();
  });
});

describe('the log', () => {
  it('has one line for each refused request, under the id that its answer bears, and none for the others', async () => {
    const guess = { authorization: `Bearer ${GUESS}` };
    const answers = [
      await call(server, 'GET', `/api/v1/incidents?region=nowhere&token=${IN_QUERY}`),
      await call(server, 'GET', '/api/v1/nothing-here'),
      await call(server, 'POST', '/api/v1/incidents', {}, guess),
      await call(server, 'DELETE', '/api/v1/digest'),
      await call(server, 'POST', '/api/v1/incidents', 'no json'),
    ];
    const fine = await call(server, 'GET', '/api/v1/digest');
    expect(answers.map(({ status }) => status)).toEqual([400, 404, 401, 405, 400]);
    for (const { status, headers } of answers) {
      const id = headers.get('x-request-id');
      const lines = await until('its line', () => {
        const found = logLines().filter(({ requestId }) => requestId === id);
        return found.length > 0 && found;
      });
      expect(lines).toHaveLength(1);
      expect(lines[0]?.status).toBe(status);
    }
    const fineId = fine.headers.get('x-request-id');
    expect(fineId).toBeTruthy();
    expect(logLines().some(({ requestId }) => requestId === fineId)).toBe(false);
  });

  it('and the metrics tell of refusals by a limit', async () => {
    let last = 0;
    for (let count = 0; count < 7 && last !== 429; count += 1)
      last = (await call(server, 'POST', '/api/v1/incidents', exampleIncident())).status;
    expect(last).toBe(429);
    expect((await metric('havenwacht_rate_limited_total')).get('{limit="write"}')).toBe(1);
    await until('its line', () => logLines().some(({ status }) => status === 429));
  });

  it('holds no token and no query, right or wrong', () => {
    const said = server.output();
    expect(said).toContain('/api/v1/nothing-here');
    for (const secret of [server.token, GUESS, IN_QUERY]) expect(said).not.toContain(secret);
  });
});
