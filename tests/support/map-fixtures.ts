import { gzipSync } from 'node:zlib';

const EXTENT = 4096;
const MOVE_TO_ONCE = 9;
const CLOSE_PATH = 15;
const LENGTH_DELIMITED = 2;
const POINT = 1;
const POLYGON = 3;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}

/** A number field of a protocol buffer. */
function number(field: number, value: number): number[] {
  return [...varint(field * 8), ...varint(value)];
}

/** A field of a protocol buffer that holds bytes: a text, a packed list, a message. */
function bytes(field: number, content: readonly number[]): number[] {
  return [...varint(field * 8 + LENGTH_DELIMITED), ...varint(content.length), ...content];
}

function text(field: number, value: string): number[] {
  return bytes(field, [...Buffer.from(value)]);
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

/** A square that covers the whole tile. */
const WHOLE_TILE = [
  MOVE_TO_ONCE,
  ...[0, 0].map(zigzag),
  (3 << 3) | 2,
  ...[EXTENT, 0, 0, EXTENT, -EXTENT, 0].map(zigzag),
  CLOSE_PATH,
];
const MIDDLE = [MOVE_TO_ONCE, ...[EXTENT / 2, EXTENT / 2].map(zigzag)];

function feature(type: number, geometry: readonly number[]): number[] {
  return bytes(2, [...bytes(2, [0, 0]), ...number(3, type), ...bytes(4, geometry.flatMap(varint))]);
}

/** One layer of a Mapbox Vector Tile, version 2: the tile as a square and a point, both with one property. */
function layer(name: string, key: string, value: string): number[] {
  return bytes(3, [
    ...number(15, 2),
    ...text(1, name),
    ...feature(POLYGON, WHOLE_TILE),
    ...feature(POINT, MIDDLE),
    ...text(3, key),
    ...bytes(4, text(1, value)),
    ...number(5, EXTENT),
  ]);
}

/** A vector tile whose one layer covers it whole; each feature has one property. */
export function vectorTile(layerName: string, key: string, value: string): Buffer {
  return Buffer.from(layer(layerName, key, value));
}

/** A range of glyphs that names its font and holds none: what a server sends for characters it does not have. */
export function emptyGlyphs(fontStack: string, range: string): Buffer {
  return Buffer.from(bytes(1, [...text(1, fontStack), ...text(2, range)]));
}

const HEADER_BYTES = 127;
const NO_COMPRESSION = 1;
const GZIP = 2;
const MVT = 1;
const DEGREES = 1e7;

/**
 * A PMTiles archive, version 3, that gives the same gzipped vector tile for every tile down to `maxZoom`.
 * Layout by github.com/protomaps/PMTiles, spec/v3/spec.md.
 */
export function pmtilesArchive(tile: Buffer, maxZoom: number): Buffer {
  const packed = gzipSync(tile);
  const tiles = (4 ** (maxZoom + 1) - 1) / 3;
  // One entry: first tile number, run length, length, offset + 1.
  const directory = Buffer.from([1, 0, tiles, packed.length, 1].flatMap(varint));
  const metadata = Buffer.from(JSON.stringify({ vector_layers: [], attribution: '' }));
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('PMTiles', 0, 'ascii');
  header.writeUInt8(3, 7);
  const metadataAt = HEADER_BYTES + directory.length;
  const tilesAt = metadataAt + metadata.length;
  const lengths = [
    HEADER_BYTES,
    directory.length,
    metadataAt,
    metadata.length,
    tilesAt,
    0,
    tilesAt,
    packed.length,
    tiles,
    1,
    1,
  ];
  lengths.forEach((value, index) => {
    header.writeBigUInt64LE(BigInt(value), 8 + 8 * index);
  });
  [1, NO_COMPRESSION, GZIP, MVT, 0, maxZoom].forEach((value, index) => {
    header.writeUInt8(value, 96 + index);
  });
  [-180, -85, 180, 85].forEach((degrees, index) => {
    header.writeInt32LE(degrees * DEGREES, 102 + 4 * index);
  });
  return Buffer.concat([header, directory, metadata, packed]);
}
