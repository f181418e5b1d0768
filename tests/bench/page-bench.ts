import { readFileSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { NO_POINT } from '@/lib/protocol/columns';
import { latOfY, lngOfX } from '@/lib/protocol/mercator';
import { decodePartition } from '@/lib/store/partition-codec';
import { FaultyProxy } from '../support/faulty-proxy';
import { spawnServer } from '../support/spawn-server';
import { fetchSnapshot } from '../support/spec-reader';
import { benchBrush } from './brush-bench';
import { beside, type Measured } from './measure';
import { benchVitals } from './vitals-bench';

/**
 * A page opened with empty caches, from the navigation's start to the frame with the first clusters: ours as it is built,
 * beside a page of nothing but MapLibre and one GeoJSON source with `cluster: true`. To the peer's
 * favour: no ground, no list, no filters, no framework; its file lies compressed beforehand. Bytes are all that came from the
 * server until that frame, headers included.
 */

const INCIDENTS = 100_000;
const RUNS = 9;
const WARM_UP_RUNS = 1;
const PATIENCE_MS = 60_000;
const START_PATIENCE_MS = 240_000;
const ROOT = resolve(import.meta.dirname, '../..');
const VIEW = { width: 1440, height: 900 };
/** Everything from Gibraltar to Hamburg. */
const CAMERA = { center: [4.4, 48], zoom: 4.6 };

interface Opened {
  paintedMs: number;
  megabytes: number;
}

async function open(browser: Browser, proxy: FaultyProxy, path: string): Promise<Opened> {
  let bytes = 0;
  proxy.alter = (chunk) => {
    bytes += chunk.length;
    return chunk;
  };
  const context = await browser.newContext({ viewport: VIEW });
  try {
    const paintedMs = await paintedIn(context, proxy.baseUrl + path);
    return { paintedMs, megabytes: bytes / 1e6 };
  } finally {
    await context.close();
    proxy.cut();
  }
}

/**
 * Ours says with which state the map was last drawn, and the numbers beside it how many records that is. As text: what
 * compiles this file would give a function names that the page does not know.
 */
const WATCH = `requestAnimationFrame(function look() {
  const drawn = document.querySelector('.hw-map')?.dataset.drawnSeq ?? '0';
  const total = document.querySelector('#records strong')?.textContent ?? '';
  if (drawn === '0' || !/[1-9]/.test(total)) requestAnimationFrame(look);
  else requestAnimationFrame(() => window.tellPainted(performance.now()));
});`;

async function paintedIn(context: BrowserContext, address: string): Promise<number> {
  const page = await context.newPage();
  await page.addInitScript({ content: WATCH });
  // A page whose policy forbids eval can still call what it is given.
  const painted = new Promise<number>((settle, reject) => {
    const end = () => reject(new Error(`${address}: nothing was drawn in ${PATIENCE_MS} ms`));
    setTimeout(end, PATIENCE_MS).unref();
    page.exposeFunction('tellPainted', settle).then(() => page.goto(address), reject);
  });
  return painted;
}

const PEER_PAGE = `<!doctype html><meta charset="utf-8"><title>peer</title>
<link rel="stylesheet" href="/maplibre-gl.css"><div id="map" style="position:fixed;inset:0"></div>
<script type="module">
import { MapLibreMap, setWorkerUrl } from '/maplibre-gl.mjs';
setWorkerUrl(new URL('/maplibre-gl-worker.mjs', location.href).href);
const map = new MapLibreMap({ container: 'map', ...${JSON.stringify(CAMERA)}, style: { version: 8, layers: [
  { id: 'incidents', type: 'circle', source: 'incidents', paint: { 'circle-radius': 12 } }],
  sources: { incidents: { type: 'geojson', data: '/incidents.geojson', cluster: true, clusterRadius: 60 } } } });
map.on('render', () => {
  if (map.queryRenderedFeatures({ layers: ['incidents'] }).length === 0) return;
  requestAnimationFrame(() => window.tellPainted(performance.now()));
});
</script>`;

/** The same incidents as a file, as a site would publish it: five decimals and the class. */
async function geoJsonOf(baseUrl: string): Promise<{ text: string; dataMegabytes: number }> {
  const { manifest, partitions } = await fetchSnapshot(baseUrl);
  const features = partitions.flatMap((bytes) => {
    const { arrays, size } = decodePartition(bytes);
    return Array.from({ length: size }, (_, row) => row)
      .filter((row) => arrays.x[row] !== NO_POINT)
      .map((row) => ({
        type: 'Feature',
        properties: { kind: arrays.incidentClass[row] },
        geometry: {
          type: 'Point',
          coordinates: [lngOfX(arrays.x[row] ?? 0), latOfY(arrays.y[row] ?? 0)].map((degrees) =>
            Number(degrees.toFixed(5)),
          ),
        },
      }));
  });
  const addresses = ['/api/v1/snapshot', ...manifest.partitions.map(({ url }) => url)];
  const sizes = await Promise.all(addresses.map((path) => compressedBytes(baseUrl + path)));
  return {
    text: JSON.stringify({ type: 'FeatureCollection', features }),
    dataMegabytes: sizes.reduce((sum, size) => sum + size, 0) / 1e6,
  };
}

/** Bytes of an answer's body as they cross the wire to a browser. */
function compressedBytes(address: string): Promise<number> {
  return new Promise((settle, reject) => {
    get(address, { headers: { 'accept-encoding': 'br' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('end', () => settle(bytes));
    }).on('error', reject);
  });
}

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.mjs': 'text/javascript',
  '.geojson': 'application/geo+json',
  '': 'text/html',
};

/** The peer's page, library and incidents, all compressed once. */
async function startPeer(geoJson: string): Promise<{ server: Server; baseUrl: string }> {
  const library = join(ROOT, 'node_modules/maplibre-gl/dist');
  const names = ['maplibre-gl.css', 'maplibre-gl.mjs', 'maplibre-gl-worker.mjs'];
  const shared = 'maplibre-gl-shared.mjs';
  const files = new Map<string, Buffer>(
    [...names, shared].map((name) => [`/${name}`, packed(readFileSync(join(library, name)))]),
  );
  files.set('/', packed(PEER_PAGE));
  files.set('/incidents.geojson', packed(geoJson));
  const server = createServer((request, answer) => {
    const path = request.url ?? '/';
    const body = files.get(path);
    if (!body) return answer.writeHead(404).end();
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    return answer.writeHead(200, { 'content-type': type, 'content-encoding': 'br' }).end(body);
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return { server, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function packed(content: string | Buffer): Buffer {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
}

async function mediansOf(browser: Browser, baseUrl: string, path: string): Promise<Opened> {
  const proxy = await FaultyProxy.to(baseUrl);
  const opened: Opened[] = [];
  for (let run = -WARM_UP_RUNS; run < RUNS; run += 1) {
    const one = await open(browser, proxy, path);
    if (run >= 0) opened.push(one);
  }
  await proxy.close();
  const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[RUNS >> 1] ?? 0;
  return {
    paintedMs: middle(opened.map(({ paintedMs }) => paintedMs)),
    megabytes: middle(opened.map(({ megabytes }) => megabytes)),
  };
}

/** Needs the production build and a browser; the machine has no GPU as a rule, so both draw in software. */
export async function benchPage(): Promise<Record<string, Measured>> {
  const ours = await spawnServer({
    pages: true,
    mode: 'demo',
    arguments: ['--incidents', String(INCIDENTS), '--still', '--seed', '7'],
    patienceMs: START_PATIENCE_MS,
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'],
  });
  try {
    const { text, dataMegabytes } = await geoJsonOf(ours.baseUrl);
    const peer = await startPeer(text);
    const { center, zoom } = CAMERA;
    const first = await mediansOf(browser, ours.baseUrl, `/en?c=${center.join(',')},${zoom}`);
    const second = await mediansOf(browser, peer.baseUrl, '/');
    peer.server.close();
    return {
      ...(await benchVitals(browser, `${ours.baseUrl}/en`)),
      ...(await benchBrush(browser, `${ours.baseUrl}/en`)),
      'cold page 100 k': beside(first.paintedMs, second.paintedMs),
      'cold page 100 k, all bytes (MB)': beside(first.megabytes, second.megabytes),
      'cold page 100 k, data (MB)': beside(dataMegabytes, packed(text).length / 1e6),
    };
  } finally {
    await browser.close();
    await ours.stop();
  }
}
