import type { Filter } from '@/lib/domain/filter';
import { csvMetadata } from '@/lib/publish/csv-metadata';
import type { SelectedBatches, SelectionLabel } from '@/lib/publish/selection-label';
import { writeArrow } from '@/lib/publish/write-arrow';
import { writeCsv } from '@/lib/publish/write-csv';
import { writeGeoJson } from '@/lib/publish/write-geojson';
import { jsonAnswer, problem } from '../http/answers';
import { holdsTag, tagOf } from '../http/entity-tag';
import { streamedAnswer } from '../http/node-adapter';
import type { ApiCall, ApiRoute } from '../http/router';
import { metadataAddress } from '../selection-label';
import { readSelection } from '../selection-rows';
import { askedSelection } from './asked-selection';
import { selectionFeed } from './selection-feed';

/** One file format: how it is written, and what browsers and programs call it. */
interface Format {
  extension: 'csv' | 'geojson' | 'arrow';
  /** What a file on a disk is called by: of Arrow's two formats, the stream. */
  ending: string;
  type: string;
  write: (
    batches: SelectedBatches,
    label: SelectionLabel,
  ) => AsyncGenerator<string | Uint8Array, void, undefined>;
}

const FORMATS: readonly Format[] = [
  {
    extension: 'csv',
    ending: 'csv',
    type: 'text/csv; charset=utf-8; header=present',
    write: writeCsv,
  },
  { extension: 'geojson', ending: 'geojson', type: 'application/geo+json', write: writeGeoJson },
  {
    extension: 'arrow',
    ending: 'arrows',
    type: 'application/vnd.apache.arrow.stream',
    write: writeArrow,
  },
];

/** Withdrawing takes a record out of every copy that asks before its use. */
const ASK_FIRST = 'no-cache';
const RETRY_SECONDS = '5';

function fileRoute({ extension, ending, type, write }: Format): ApiRoute {
  const handle = async (call: ApiCall): Promise<Response> => {
    const { services, request, caller } = call;
    const { filter, view, label } = await askedSelection(call, 'file');
    const etag = tagOf([extension, services.build, label, view.hiding]);
    const headers = { etag, 'cache-control': ASK_FIRST };
    if (holdsTag(request.headers, etag)) return new Response(null, { status: 304, headers });
    const done = services.exportPlaces.take(caller);
    if (!done) throw tooMany();
    const chunks = write(readSelection(services, filter, view), label);
    const answer = {
      ...headers,
      'content-type': type,
      'content-disposition': `attachment; filename="${fileNameOf(filter, label)}.${ending}"`,
      ...(extension === 'csv' ? { link: describedBy(label) } : {}),
    };
    return streamedAnswer(chunks, answer, done);
  };
  return { method: 'GET', path: `/api/v1/selection.${extension}`, handle };
}

function tooMany() {
  const detail = `Other files are being written. Try again in ${RETRY_SECONDS} seconds.`;
  const headers = { 'retry-after': RETRY_SECONDS };
  return problem(503, 'busy', 'Too many files at once', { detail }, headers);
}

function describedBy(label: SelectionLabel): string {
  return `<${metadataAddress(label)}>; rel="describedby"; type="application/csvm+json"`;
}

/** Says what is in the file once it lies in a folder: whether it is real, its days and its state. */
function fileNameOf({ from, to }: Filter, { simulated, seq }: SelectionLabel): string {
  const parts = [
    'havenwacht',
    simulated ? 'SIMULATED' : null,
    from || to ? `${from ?? ''}_${to ?? ''}` : null,
    `seq${seq}`,
  ];
  return parts.filter((part) => part !== null).join('-');
}

/** What a CSV is, beside it. */
async function metadata(call: ApiCall): Promise<Response> {
  const { services, request } = call;
  const { view, label } = await askedSelection(call, 'file');
  const etag = tagOf(['csv-metadata', services.build, label, view.hiding]);
  const headers = { etag, 'cache-control': ASK_FIRST };
  if (holdsTag(request.headers, etag)) return new Response(null, { status: 304, headers });
  const address = metadataAddress(label).replace('.csv-metadata.json', '.csv');
  return jsonAnswer(csvMetadata(label, address), { headers, type: 'application/csvm+json' });
}

export const SELECTION_ROUTES: readonly ApiRoute[] = [
  ...FORMATS.map(fileRoute),
  { method: 'GET', path: '/api/v1/selection.csv-metadata.json', handle: metadata },
  { method: 'GET', path: '/api/v1/selection.atom', handle: selectionFeed },
];
