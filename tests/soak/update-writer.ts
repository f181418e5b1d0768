import { randomUUID } from 'node:crypto';
import type { IncidentBody } from '@/lib/domain/incident';
import { call, exampleIncident } from '../support/api-client';
import { seededRandom } from '../support/incident-inputs';
import type { SpawnedServer } from '../support/spawn-server';

const INCIDENTS = '/api/v1/incidents';
const HOUR_MS = 3_600_000;
/** Records that stay and are corrected again and again; more than a replay tells in one scene would miss. */
const STANDING = 240;
/** Of the updates, those that come one by one, with their texts; the others come in files, which are then taken back. */
const SINGLES_SHARE = 1 / 6;
const ROWS_OF_FILE = 250;
/** Of the records that come and go, so many are fresh, and interrupt the scenes. */
const FRESH_EVERY = 12;
const KINDS = ['shooting', 'seizure', 'incident'] as const;

type Work = () => Promise<number>;

/**
 * Writes updates over the API of which none is lasting: standing records are corrected, others are created, corrected, retracted and
 * withdrawn, files are imported and taken back. After every `writeHour` there are as many records as before.
 */
export class UpdateWriter {
  #server: SpawnedServer;
  #random: () => number;
  #standing: string[] = [];
  #lives = 0;
  #corrections = 0;
  #lastSeq = 0;

  constructor(server: SpawnedServer, seed: number) {
    this.#server = server;
    this.#random = seededRandom(seed);
  }

  /** Writes the records that stay. @returns the seq after the last of them */
  async begin(): Promise<number> {
    for (let index = 0; index < STANDING; index += 1) {
      this.#standing.push(await this.#create(this.#example(false)));
    }
    return this.#lastSeq;
  }

  /** Writes at least so many updates, spread over at least so long. @returns how many it were */
  async writeHour(updates: number, leastMs: number): Promise<number> {
    const plan = this.#planOf(updates);
    const beganMs = performance.now();
    let written = 0;
    for (const [index, work] of plan.entries()) {
      const dueMs = beganMs + (leastMs * index) / plan.length;
      await pause(Math.max(0, dueMs - performance.now()));
      written += await work();
    }
    return written;
  }

  #planOf(updates: number): Work[] {
    const lives = Math.max(1, Math.round((updates * SINGLES_SHARE) / this.#life().length));
    const singles = Array.from({ length: lives }, () => this.#life()).flat();
    const inFiles = updates - singles.length;
    const files = Math.max(1, Math.ceil(inFiles / (2 * ROWS_OF_FILE)));
    const rows = Math.ceil(inFiles / (2 * files));
    const perFile = Math.ceil(singles.length / files);
    return Array.from({ length: files }, (_, index) => {
      const batchId = randomUUID();
      const between = singles.slice(index * perFile, (index + 1) * perFile);
      return [() => this.#import(batchId, rows), ...between, () => this.#takeBack(batchId, rows)];
    }).flat();
  }

  /** One record comes, is corrected, retracted and withdrawn, and eight that stay are corrected meanwhile. */
  #life(): Work[] {
    let id = '';
    const own =
      (method: string, path = '', body?: unknown) =>
      async () => {
        await this.#expect(200, method, `${INCIDENTS}/${id}${path}`, body);
        return 1;
      };
    const create = async () => {
      this.#lives += 1;
      id = await this.#create(this.#example(this.#lives % FRESH_EVERY === 0));
      return 1;
    };
    const correction = { en: 'Two people were found injured.' };
    const others = Array.from({ length: 4 }, () => () => this.#correct());
    return [
      create,
      ...others,
      own('PATCH', '', { injured: { low: null, best: 2, high: null }, correction }),
      ...others,
      own('POST', '/retract', { reason: { en: 'It did not happen.' } }),
      own('DELETE'),
    ];
  }

  /** Another time within the last day, another number: nothing that grows with each correction. */
  async #correct(): Promise<number> {
    this.#corrections += 1;
    const id = this.#standing[this.#corrections % this.#standing.length] ?? '';
    const occurred = new Date(Date.now() - this.#random() * 23 * HOUR_MS).toISOString();
    const injured = { low: null, best: this.#corrections % 9, high: null };
    const change = { occurredFrom: occurred, occurredTo: occurred, injured };
    await this.#expect(200, 'PATCH', `${INCIDENTS}/${id}`, change);
    return 1;
  }

  async #import(batchId: string, rows: number): Promise<number> {
    const records = Array.from({ length: rows }, (_, index) => ({
      importKey: `${batchId} ${index}`,
      incident: { ...this.#example(false), origin: 'imported' },
    }));
    await this.#expect(200, 'POST', '/api/v1/imports', { batchId, name: 'soak.csv', records });
    return rows;
  }

  async #takeBack(batchId: string, rows: number): Promise<number> {
    await this.#expect(200, 'DELETE', `/api/v1/imports/${batchId}`);
    return rows;
  }

  async #create(body: Partial<IncidentBody>): Promise<string> {
    const { id, seq } = await this.#expect(201, 'POST', INCIDENTS, body);
    this.#lastSeq = seq;
    return id;
  }

  /** Within the region of the scenes; a fresh one happened just now, others days ago or earlier. */
  #example(isFresh: boolean): IncidentBody {
    const agoMs = isFresh ? HOUR_MS / 6 : 48 * HOUR_MS * (1 + 5 * this.#random());
    const occurred = new Date(Date.now() - agoMs).toISOString();
    const kind = KINDS[Math.floor(this.#random() * KINDS.length)] ?? 'shooting';
    return exampleIncident({
      kind,
      subtype: null,
      occurredFrom: occurred,
      occurredTo: occurred,
      point: [4.3 + 0.1 * this.#random(), 50.82 + 0.06 * this.#random()],
      municipality: null,
      province: 'BE-BRU',
      title: { en: `Example of a day: ${kind} ${Math.floor(this.#random() * 1e6)}` },
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: what the API answers, of which an id is read.
  async #expect(wanted: number, method: string, path: string, body?: unknown): Promise<any> {
    const answer = await call(this.#server, method, path, body);
    if (answer.status === wanted) return answer.body;
    const told = JSON.stringify(answer.body).slice(0, 400);
    throw new Error(`${method} ${path} answered ${answer.status} instead of ${wanted}: ${told}`);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, milliseconds));
}
