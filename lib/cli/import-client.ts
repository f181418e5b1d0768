import { z } from 'zod';
import type { IncidentBody } from '@/lib/domain/incident';

/** The server cannot be used for this; the message is one sentence that says what to do. */
export class ServerRefusal extends Error {
  override readonly name = 'ServerRefusal';
}

export interface ImportRecord {
  importKey: string;
  incident: IncidentBody;
}

const importedSchema = z.object({
  batchId: z.string(),
  added: z.int().min(0),
  skipped: z.int().min(0),
  faults: z.array(
    z.object({
      index: z.int().min(0),
      errors: z.array(z.object({ field: z.string(), message: z.string() })),
    }),
  ),
});
export type ImportedAnswer = z.infer<typeof importedSchema>;

export interface ImportClient {
  sendBatch: (body: {
    batchId: string;
    name: string;
    records: readonly ImportRecord[];
  }) => Promise<ImportedAnswer>;
  /** The number of records that were withdrawn. */
  takeBack: (batchId: string) => Promise<number>;
}

export interface ClientOptions {
  /** Without a slash at its end. */
  server: string;
  token: string;
  tokenPath: string;
  fetch: typeof fetch;
  sleep: (milliseconds: number) => Promise<void>;
}

const MOST_ATTEMPTS = 8;
const LONGEST_WAIT_MS = 60_000;
const FIRST_WAIT_MS = 500;
const BUSY = new Set([429, 502, 503, 504]);

/**
 * Calls the running server. Busy answers and lost connections are tried again, which is safe: a row that was taken before is
 * skipped by its key.
 */
export function createImportClient(options: ClientOptions): ImportClient {
  let hasAnswered = false;

  async function attempt(method: string, path: string, body: unknown): Promise<Response | null> {
    try {
      const response = await options.fetch(`${options.server}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${options.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      hasAnswered = true;
      return response;
    } catch {
      if (!hasAnswered) {
        throw new ServerRefusal(
          `No server answers at ${options.server}: start it with "npm start", or name it with --server.`,
        );
      }
      return null;
    }
  }

  async function call(
    method: string,
    path: string,
    { body, notFound }: { body?: unknown; notFound?: string } = {},
  ): Promise<unknown> {
    for (let tries = 1; ; tries += 1) {
      const response = await attempt(method, path, body);
      const isBusy = response === null || BUSY.has(response.status);
      if (response?.status === 404 && notFound) throw new ServerRefusal(notFound);
      if (!isBusy) return readAnswer(response, options);
      if (tries >= MOST_ATTEMPTS) {
        throw new ServerRefusal(
          `The server at ${options.server} ${response ? `answers ${response.status}` : 'has gone away'}: try again later.`,
        );
      }
      await response?.body?.cancel();
      await options.sleep(waitBefore(tries, response?.headers.get('retry-after') ?? null));
    }
  }

  return {
    sendBatch: async (body) =>
      importedSchema.parse(await call('POST', '/api/v1/imports', { body })),
    takeBack: async (batchId) => {
      const notFound = `The server at ${options.server} knows no batch ${batchId}: look at what the import printed.`;
      const answer = await call('DELETE', `/api/v1/imports/${batchId}`, { notFound });
      return countOf((answer as { withdrawn?: unknown } | null)?.withdrawn);
    },
  };
}

function waitBefore(tries: number, retryAfter: string | null): number {
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : FIRST_WAIT_MS * 2 ** (tries - 1);
  return Math.min(LONGEST_WAIT_MS, Math.max(0, waitMs));
}

function countOf(withdrawn: unknown): number {
  if (Array.isArray(withdrawn)) return withdrawn.length;
  return typeof withdrawn === 'number' ? withdrawn : 0;
}

async function readAnswer(response: Response, options: ClientOptions): Promise<unknown> {
  const text = await response.text();
  if (response.ok) return parseJson(text, options.server);
  if (response.status === 401 || response.status === 403) {
    throw new ServerRefusal(
      `The server at ${options.server} does not accept the token in ${options.tokenPath}: set DATA_DIR to the running server's folder.`,
    );
  }
  throw new ServerRefusal(
    `The server at ${options.server} answers ${response.status}: ${reasonIn(text)}.`,
  );
}

function parseJson(text: string, server: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ServerRefusal(`What answers at ${server} is not Havenwacht: name it with --server.`);
  }
}

const problemSchema = z.object({
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});

function reasonIn(text: string): string {
  try {
    const { title, detail, errors } = problemSchema.parse(JSON.parse(text));
    const first = errors?.[0];
    const reason = first ? `${title}; ${first.field}: ${first.message}` : (detail ?? title);
    return reason.replace(/\.$/, '').slice(0, 300);
  } catch {
    return 'it gives no reason';
  }
}
