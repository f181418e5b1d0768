import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readHead } from '@/db/read-log';
import { type TakeDown, takeDown } from '@/db/take-down';
import { changeInTransaction, createIncidents } from '@/db/write-incidents';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import { writeArrow } from '@/lib/publish/write-arrow';
import { writeCsv } from '@/lib/publish/write-csv';
import { writeGeoJson } from '@/lib/publish/write-geojson';
import { LogTail } from '@/lib/server/log-tail';
import { PartitionKeeper } from '@/lib/server/partition-keeper';
import { selectView } from '@/lib/server/select-view';
import { labelOf } from '@/lib/server/selection-label';
import { readSelection } from '@/lib/server/selection-rows';
import type { Services } from '@/lib/server/services';
import { often } from '../../support/breadth';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const log = pino({ level: 'silent' });
const RECORDS = often(150, 250);
const LATER_CHANGES = often(150, 300);
const IN_ONE_TRANSACTION = 50;
const SHOOTINGS: Filter = { ...EVERYTHING, kinds: ['shooting'], from: '2025-01-01' };
/** A word, the beginning of one and a slip of the pen: some of what each found is worded otherwise later. */
const SEARCHED: Filter[] = ['secret 7 word', 'secret wor', 'sekret'].map((text) => ({
  ...SHOOTINGS,
  text,
}));
const WRITERS = { csv: writeCsv, geojson: writeGeoJson, arrow: writeArrow };

let temporary: TemporaryDatabase;
let tail: LogTail;
let partitions: PartitionKeeper;
let services: Services;
let ids: string[];
let past: { epoch: string; seq: number };

const context = { actor: 'desk', now: new Date('2026-01-02T10:00:00Z'), newId: countingIds(5) };
const unconditional = { ...context, expectedRevision: null };
const wordOf = (index: number) => `secret-${index}-word`;

beforeAll(async () => {
  temporary = await openTemporaryDatabase();
  const inputs = Array.from({ length: RECORDS }, (_, index) => ({
    incident: incidentInput({ title: { nl: wordOf(index) } }),
  }));
  const { records } = await createIncidents(temporary.database, inputs, { ...context, bulk: true });
  ids = records.map(({ incident }) => incident.id);
  const { epoch, seq } = await readHead(temporary.database);
  past = { epoch, seq };
  await start();
});
afterAll(async () => {
  await stop();
  await temporary?.close();
});

async function start(): Promise<void> {
  const { database } = temporary;
  tail = await LogTail.start(database, log);
  partitions = await PartitionKeeper.open(database, tail, log);
  const settings = { mode: 'real', PUBLISHER: 'A paper', DATA_LICENCE: 'CC BY 4.0' };
  services = { database, tail, partitions, settings } as unknown as Services;
}

async function stop(): Promise<void> {
  await partitions?.close();
  await tail?.close();
}

type Extension = keyof typeof WRITERS;

async function fileOf(
  extension: Extension,
  asOf: typeof past | null,
  filter: Filter,
): Promise<string> {
  const view = await selectView(services, filter, asOf);
  const label = labelOf(services.settings, 'nl', filter, view);
  const chunks: AsyncIterable<string | Uint8Array> = WRITERS[extension](
    readSelection(services, filter, view),
    label,
  );
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk as string));
  return Buffer.concat(parts).toString('latin1');
}

async function everyFile(
  asOf: typeof past | null,
  filter: Filter = SHOOTINGS,
): Promise<Record<Extension, string>> {
  const [csv, geojson, arrow] = [
    await fileOf('csv', asOf, filter),
    await fileOf('geojson', asOf, filter),
    await fileOf('arrow', asOf, filter),
  ];
  return { csv, geojson, arrow };
}

async function changeLater(): Promise<void> {
  for (let done = 0; done < LATER_CHANGES; done += IN_ONE_TRANSACTION) {
    await temporary.database.transaction(async (tx) => {
      for (let index = done; index < done + IN_ONE_TRANSACTION; index += 1) {
        await changeInTransaction(
          tx,
          ids[index % RECORDS] ?? '',
          (now) => ({
            ...now,
            // Every third loses the word that it was found by, and gets one that others have.
            ...((index % RECORDS) % 3 === 0 ? { title: { nl: `anders ${index % 7}` } } : {}),
            killed: { low: null, best: index, high: null },
            corrections: [
              { text: { nl: `nieuw ${index}` }, at: '2026-01-02T09:00:00Z', fields: [] },
            ],
          }),
          unconditional,
        );
      }
    });
  }
}

async function take(index: number, how: TakeDown): Promise<void> {
  const { database } = temporary;
  await takeDown(database, ids[index] ?? '', how, { ...unconditional, requestKey: null });
}

const sameBytes = (one: Record<Extension, string>, other: Record<Extension, string>) =>
  (Object.keys(WRITERS) as Extension[]).filter((extension) => one[extension] !== other[extension]);

it('files of a past state are the same bytes whatever came later, and as they were when it was now', async () => {
  const then = await everyFile(null);
  expect(then.csv.split('\r\n').length - 2).toBe(RECORDS);
  // What a search selects is written by the same writers as the rest, so one of them says it.
  const found: string[] = [];
  for (const filter of SEARCHED) found.push(await fileOf('csv', null, filter));
  expect(found.map((csv) => csv.split('\r\n').length - 2)).toEqual([1, RECORDS, RECORDS]);
  await changeLater();
  for (const [index, filter] of SEARCHED.entries()) {
    expect(await fileOf('csv', null, filter)).not.toBe(found[index]);
    expect(await fileOf('csv', past, filter), `${filter.text}`).toBe(found[index]);
  }
  expect(sameBytes(await everyFile(null), then)).toEqual(Object.keys(WRITERS));
  expect(sameBytes(await everyFile(past), then)).toEqual([]);
  const { seq } = await partitions.manifest();
  expect(seq).toBeGreaterThan(past.seq);
  expect(sameBytes(await everyFile(past), then)).toEqual([]);
  await stop();
  await start();
  expect(sameBytes(await everyFile(past), then)).toEqual([]);
}, 120_000);

it('a record that was retracted, withdrawn or erased is not in files of a past state either', async () => {
  await take(0, { verb: 'retract', reason: { nl: 'het was vuurwerk' } });
  await take(1, { verb: 'withdraw', reason: null });
  await take(2, { verb: 'erase', reason: 'asked for' });
  const files = await everyFile(past);
  for (const [extension, text] of Object.entries(files)) {
    for (const index of [0, 1, 2]) expect(text, extension).not.toContain(wordOf(index));
    expect(text, extension).toContain(wordOf(3));
    expect(text, extension).toContain('het was vuurwerk');
    expect(text, extension).toContain(ids[0]);
    expect(text, extension).not.toContain(ids[1]);
    expect(text, extension).not.toContain(ids[2]);
  }
  for (const text of Object.values(await everyFile(past, { ...SHOOTINGS, text: 'secret' }))) {
    for (const id of ids.slice(0, 3)) expect(text).not.toContain(id);
    expect(text).toContain(wordOf(3));
  }
  expect(files.csv.split('\r\n').length - 2).toBe(RECORDS - 2);
});

it('a record that is hidden while a file is written is not in it', async () => {
  const view = await selectView(services, SHOOTINGS, null);
  const label = labelOf(services.settings, 'nl', SHOOTINGS, view);
  const chunks = writeCsv(readSelection(services, SHOOTINGS, view), label);
  await chunks.next();
  await take(4, { verb: 'withdraw', reason: null });
  await take(5, { verb: 'retract', reason: { nl: 'ook vuurwerk' } });
  let rest = '';
  for await (const chunk of chunks) rest += chunk;
  expect(rest).not.toContain(wordOf(4));
  expect(rest).not.toContain(wordOf(5));
  expect(rest).toContain('ook vuurwerk');
  expect(rest).toContain(wordOf(7));
});
