import { inflateSync } from 'node:zlib';

const WOFF_SIGNATURE = 0x774f4646;
const WOFF_HEADER_BYTES = 44;
const WOFF_ENTRY_BYTES = 20;
const SFNT_HEADER_BYTES = 12;
const SFNT_ENTRY_BYTES = 16;

interface Table {
  tag: string;
  checksum: number;
  content: Buffer;
}

/**
 * A WOFF file (1.0, https://www.w3.org/TR/WOFF/) as TrueType, named as a family of its own: what draws pictures on the
 * server reads neither WOFF nor, of several files of one family, more than the first that has a weight.
 * @throws Error where the file is no WOFF
 */
export function toTrueType(woff: Buffer, family: string): Buffer {
  if (woff.readUInt32BE(0) !== WOFF_SIGNATURE) throw new Error('not a WOFF 1.0 font');
  const tables = readTables(woff).map((table) =>
    table.tag === 'name' ? { ...table, content: nameTable(family) } : table,
  );
  return writeTables(woff.readUInt32BE(4), tables);
}

function readTables(woff: Buffer): Table[] {
  return Array.from({ length: woff.readUInt16BE(12) }, (_, index) => {
    const at = WOFF_HEADER_BYTES + index * WOFF_ENTRY_BYTES;
    const offset = woff.readUInt32BE(at + 4);
    const packedBytes = woff.readUInt32BE(at + 8);
    const packed = woff.subarray(offset, offset + packedBytes);
    const isPacked = packedBytes < woff.readUInt32BE(at + 12);
    return {
      tag: woff.toString('latin1', at, at + 4),
      checksum: woff.readUInt32BE(at + 16),
      content: isPacked ? inflateSync(packed) : packed,
    };
  });
}

function writeTables(flavour: number, tables: readonly Table[]): Buffer {
  const header = Buffer.alloc(SFNT_HEADER_BYTES + tables.length * SFNT_ENTRY_BYTES);
  const power = 2 ** Math.floor(Math.log2(tables.length));
  header.writeUInt32BE(flavour, 0);
  header.writeUInt16BE(tables.length, 4);
  header.writeUInt16BE(power * SFNT_ENTRY_BYTES, 6);
  header.writeUInt16BE(Math.log2(power), 8);
  header.writeUInt16BE((tables.length - power) * SFNT_ENTRY_BYTES, 10);
  const parts = [header];
  let offset = header.length;
  tables.forEach(({ tag, checksum, content }, index) => {
    const at = SFNT_HEADER_BYTES + index * SFNT_ENTRY_BYTES;
    header.write(tag, at, 'latin1');
    header.writeUInt32BE(checksum, at + 4);
    header.writeUInt32BE(offset, at + 8);
    header.writeUInt32BE(content.length, at + 12);
    const padded = Buffer.alloc(Math.ceil(content.length / 4) * 4);
    content.copy(padded);
    parts.push(padded);
    offset += padded.length;
  });
  return Buffer.concat(parts);
}

/** Family, style, full and PostScript name, for Windows in American English: enough to be found by. */
function nameTable(family: string): Buffer {
  const records = [
    [1, family],
    [2, 'Regular'],
    [4, family],
    [6, family.replaceAll(' ', '')],
  ] as const;
  const texts = records.map(([, text]) => Buffer.from(text, 'utf16le').swap16());
  const header = Buffer.alloc(6 + records.length * 12);
  header.writeUInt16BE(records.length, 2);
  header.writeUInt16BE(header.length, 4);
  let offset = 0;
  records.forEach(([id], index) => {
    const at = 6 + index * 12;
    const bytes = texts[index]?.length ?? 0;
    [3, 1, 0x409, id, bytes, offset].forEach((value, field) => {
      header.writeUInt16BE(value, at + field * 2);
    });
    offset += bytes;
  });
  return Buffer.concat([header, ...texts]);
}
