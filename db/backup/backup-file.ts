import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { fsyncPath } from '../embedded/fsync-tree';
import {
  BACKUP_FORMAT,
  type BackupControl,
  type BackupEnd,
  type BackupHeader,
  BackupRefused,
  type BackupSection,
  backupControlSchema,
} from './backup-format';

const LINE_FEED = 10;
const PIECE_BYTES = 256 * 1024;

/** A backup that was read to its end and is whole. */
export interface WholeBackup {
  header: BackupHeader;
  end: BackupEnd;
}

export interface BackupVisitor {
  /** While it comes, before it is checked. */
  received?: (bytes: number) => void;
  /** After every piece, for a progress display. */
  progress?: (rows: number, header: BackupHeader) => void;
  /** Rows of one section as lines of JSON; sections come in the file's order. */
  rows?: (lines: string[], section: BackupSection) => Promise<void>;
}

/**
 * Stores a stream under a path so that the file is there whole or not at all: a draft beside it (mode 0600) is written,
 * read again, put on disk and renamed. A file that had this name stays until then, and stays if anything fails.
 * @throws BackupRefused if what came is not a whole backup; the stream's or the disk's own fault else
 */
export async function writeBackupFile(
  source: Readable,
  path: string,
  visitor: Pick<BackupVisitor, 'received' | 'progress'> = {},
): Promise<WholeBackup> {
  const draft = `${path}.${process.pid}.partial`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      let bytes = 0;
      for await (const chunk of source as AsyncIterable<Buffer>) {
        await file.writeFile(chunk);
        bytes += chunk.length;
        visitor.received?.(bytes);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    const whole = await readBackupFile(draft, visitor);
    await rename(draft, path);
    fsyncPath(dirname(path));
    return whole;
  } catch (fault) {
    source.destroy();
    await rm(draft, { force: true });
    throw fault;
  }
}

/**
 * Reads a backup to its end.
 * @throws BackupRefused if it is no backup, of an unknown format, cut off or altered
 */
export async function readBackupFile(
  path: string,
  visitor: BackupVisitor = {},
): Promise<WholeBackup> {
  const reading = new BackupReading(path, visitor);
  const raw = createReadStream(path);
  const text = createGunzip({ chunkSize: PIECE_BYTES });
  raw.on('error', (fault) => text.destroy(fault));
  raw.pipe(text);
  try {
    for await (const piece of text as AsyncIterable<Buffer>) await reading.take(piece);
  } catch (fault) {
    if (fault instanceof BackupRefused) throw fault;
    throw reading.explain(fault);
  } finally {
    raw.destroy();
  }
  return reading.finish();
}

/** Takes a backup's text apart, holds it against its own hash and counts, and passes rows on. */
class BackupReading {
  private readonly path: string;
  private readonly visitor: BackupVisitor;
  private readonly hash = createHash('sha256');
  private rest: Buffer = Buffer.alloc(0);
  private header: BackupHeader | null = null;
  private section: BackupSection | null = null;
  private end: BackupEnd | null = null;
  private rows = 0;

  constructor(path: string, visitor: BackupVisitor) {
    this.path = path;
    this.visitor = visitor;
  }

  async take(piece: Buffer): Promise<void> {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, piece]) : piece;
    let lines: string[] = [];
    let start = 0;
    for (let feed = bytes.indexOf(LINE_FEED); feed >= 0; feed = bytes.indexOf(LINE_FEED, start)) {
      const line = bytes.subarray(start, feed + 1);
      start = feed + 1;
      if (this.end) throw this.refusal('something follows its end');
      if (line[0] === '{'.charCodeAt(0)) {
        this.hash.update(line);
        lines.push(line.toString('utf8', 0, line.length - 1));
        continue;
      }
      await this.passOn(lines);
      lines = [];
      this.takeControl(line);
    }
    this.rest = bytes.subarray(start);
    await this.passOn(lines);
    if (this.header) this.visitor.progress?.(this.rows, this.header);
  }

  finish(): WholeBackup {
    const { header, end } = this;
    if (!header) throw this.refusal('it is empty');
    if (!end || this.rest.length > 0) throw this.refusal('it is cut off');
    if (end.sha256 !== this.hash.digest('hex')) throw this.refusal('its content was altered');
    if (end.rows !== this.rows) {
      throw this.refusal(`it holds ${this.rows} rows where its end says ${end.rows}`);
    }
    return { header, end };
  }

  explain(fault: unknown): Error {
    const code = (fault as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT') return new BackupRefused(`There is no file ${this.path}.`);
    if (code === 'EISDIR') return new BackupRefused(`${this.path} is a folder: name a file.`);
    if (code === 'Z_BUF_ERROR') return this.refusal('it is cut off');
    if (code.startsWith('Z_')) return this.refusal('it is not gzip, or was altered');
    return fault instanceof Error ? fault : new Error(String(fault));
  }

  private async passOn(lines: string[]): Promise<void> {
    if (lines.length === 0) return;
    if (!this.section) throw this.refusal('rows come before any table');
    this.rows += lines.length;
    await this.visitor.rows?.(lines, this.section);
  }

  private takeControl(line: Buffer): void {
    const [kind, content] = this.parseControl(line);
    if ((this.header === null) !== (kind === 'havenwacht backup')) {
      throw this.refusal('it does not begin with a header');
    }
    if (kind === 'end') {
      this.end = content;
      return;
    }
    this.hash.update(line);
    if (kind === 'section') this.section = content;
    else this.header = content;
  }

  private parseControl(line: Buffer): BackupControl {
    let parsed: unknown;
    try {
      parsed = JSON.parse(line.toString('utf8'));
    } catch {
      throw this.refusal('a line of it is not JSON');
    }
    const format = (parsed as [string, { format?: unknown }] | null)?.[1]?.format;
    if (this.header === null && typeof format === 'number' && format > BACKUP_FORMAT) {
      throw new BackupRefused(
        `${this.path} is a backup of format ${format}, and this version reads up to ${BACKUP_FORMAT}: update Havenwacht first.`,
      );
    }
    const control = backupControlSchema.safeParse(parsed);
    if (!control.success) throw this.refusal('a line of it is not known');
    return control.data;
  }

  private refusal(what: string): BackupRefused {
    return new BackupRefused(
      `${this.path} is no whole Havenwacht backup (${what}): take another file; nothing was touched.`,
    );
  }
}
