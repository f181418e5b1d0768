import { readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';
import type { FeatureCollection, Geometry } from 'geojson';
import { BASEMAP_MANIFEST_FILE, basemapManifestSchema } from '@/lib/map/basemap-manifest';
import { pictureFamily } from '@/lib/map/picture-fonts';
import { drawPreview } from '@/lib/publish/preview/draw-preview';
import { type GroundShape, type LineRole, prepareGround } from '@/lib/publish/preview/ground';
import { type NameCollection, prepareNames } from '@/lib/publish/preview/place-names';
import type { PreviewScene } from '@/lib/publish/preview/preview-scene';
import { REGIONS } from '@/lib/regions/gazetteer';

/** To the thread: one picture at a time. */
export interface ToPictureWorker {
  id: number;
  scene: PreviewScene;
}

export type FromPictureWorker =
  | { id: number; png: Uint8Array<ArrayBuffer> }
  | { id: number; failure: string };

export interface PictureWorkerData {
  /** Where the built basemap lies, with the fonts. */
  basemapFolder: string;
}

/** From here on the fine land is drawn over the coarse, as on the page. */
const DETAIL_FROM_ZOOM = 5.5;

/** Below whatever else the process does. */
const NICENESS = 10;
// On Linux this is the calling thread alone; elsewhere it would be the whole process.
if (process.platform === 'linux') setPriority(0, NICENESS);

const port = threadPort();
const { basemapFolder } = workerData as PictureWorkerData;
const manifest = basemapManifestSchema.parse(read(BASEMAP_MANIFEST_FILE));
const fontFiles = readdirSync(basemapFolder)
  .filter((name) => name.endsWith('.ttf'))
  .map((name) => join(basemapFolder, name));
const { files } = manifest;
const names = prepareNames({
  countryLabels: read(files.countryLabels.file),
  provinceLabels: read(files.provinceLabels.file),
  placesMajor: read(files.placesMajor.file),
  placesMinor: read(files.placesMinor.file),
  placesLocal: read(files.placesLocal.file),
  municipalities: read(files.municipalities.file),
});
const provinces = prepareGround(readGround(files.provinceLines.file), 'province');
const world = prepareGround(readGround(files.world.file));
const regions = new Map(REGIONS.map((region) => [region.code, region]));
let detail: GroundShape[] | null = null;

function threadPort(): MessagePort {
  if (!parentPort) throw new Error('picture-worker runs as a worker thread only');
  return parentPort;
}

function read<T = NameCollection>(file: string): T {
  return JSON.parse(readFileSync(join(basemapFolder, file), 'utf8')) as T;
}

function readGround(file: string) {
  return read<FeatureCollection<Geometry, { role?: LineRole } | null>>(file);
}

/** Read with the first picture that needs it. */
function detailedLand(): GroundShape[] {
  detail ??= manifest.detail.flatMap(({ file }) => prepareGround(readGround(file)));
  return detail;
}

function draw(scene: PreviewScene): Uint8Array<ArrayBuffer> {
  const land = scene.map.camera.zoom < DETAIL_FROM_ZOOM ? world : detailedLand();
  const svg = drawPreview(scene, { shapes: [...land, ...provinces], names, regions });
  const image = new Resvg(svg, {
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: pictureFamily('latin') },
  }).render();
  // A copy of its own, which can be moved.
  return new Uint8Array(image.asPng());
}

port.on('message', ({ id, scene }: ToPictureWorker) => {
  let message: FromPictureWorker;
  try {
    message = { id, png: draw(scene) };
  } catch (fault) {
    message = { id, failure: fault instanceof Error ? fault.message : String(fault) };
  }
  port.postMessage(message, 'png' in message ? [message.png.buffer] : []);
});
