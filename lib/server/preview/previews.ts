import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { readPublicIncident } from '@/db/read-incidents';
import { readHead } from '@/db/read-log';
import type { Locale } from '@/lib/domain/vocabulary';
import type { PreviewScene } from '@/lib/publish/preview/preview-scene';
import { READER_WORDS } from '../reader-words';
import type { Services } from '../services';
import type { AskedPicture } from './asked-preview';
import { PictureDesk } from './picture-desk';
import { PicturePress, startPictureThread } from './picture-press';
import { recordScene } from './record-scene';
import { readStateName, readViewFigures, type StateName } from './view-figures';
import { viewScene } from './view-scene';

/** Two make a storm twice as short, and leave the feed a core of its own only where there are three. */
const MOST_THREADS = 2;
/** As many as are drawn in a few seconds: whoever fetches pictures for chats waits no longer. */
const MOST_WAITING = 24;
const MOST_KEPT = 300;
const MOST_KEPT_BYTES = 32 * 1024 * 1024;

/** A caller has had too many new pictures drawn. */
export class TooManyPictures extends Error {
  override readonly name = 'TooManyPictures';

  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(`too many new pictures, again in ${retryAfterSeconds} s`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Who asks for a picture, and what they have. */
export interface PictureAsker {
  /** Network address, for limits. */
  caller: string;
  /** The ETag of the copy that whoever asks has, or null. */
  known: string | null;
}

export interface Picture {
  etag: string;
  /** Null where whoever asks has it already. */
  png: Uint8Array<ArrayBuffer> | null;
}

/**
 * Pictures of views and records for whoever shows a link to them. All of what a picture shows is read when it is asked for,
 * by the rules of the API; it is kept by the name of that state, so what is hidden leaves with the next question.
 */
export class Previews {
  readonly #press: PicturePress;
  readonly #desk: PictureDesk<Uint8Array<ArrayBuffer>>;

  constructor({ basemapFolder }: { basemapFolder: string }) {
    const threads = Math.max(1, Math.min(MOST_THREADS, availableParallelism() - 1));
    this.#press = new PicturePress(threads, () => startPictureThread({ basemapFolder }));
    this.#desk = new PictureDesk({
      atOnce: threads,
      waiting: MOST_WAITING,
      keptEntries: MOST_KEPT,
      keptBytes: MOST_KEPT_BYTES,
    });
  }

  /** @throws DeskFull, TooManyPictures; a problem where the state cannot be had */
  async ofView(services: Services, asked: AskedPicture, asker: PictureAsker): Promise<Picture> {
    const keyOf = ({ epoch, seq, hiding }: StateName) =>
      JSON.stringify([
        asked.filter,
        asked.camera,
        asked.locale,
        epoch,
        seq,
        hiding,
        madeBy(services),
      ]);
    const key = keyOf(await readStateName(services, asked.asOf));
    return this.#picture(services, key, asker, async () => {
      const figures = await readViewFigures(services, asked);
      const words = READER_WORDS[asked.locale];
      const scene = viewScene(asked, figures, words, services.settings);
      return { key: keyOf(figures.state), scene };
    });
  }

  /** `gone` once nothing of the record may be shown, null where there never was one. @throws DeskFull, TooManyPictures */
  async ofRecord(
    services: Services,
    id: string,
    locale: Locale,
    asker: PictureAsker,
  ): Promise<Picture | 'gone' | null> {
    const { database, settings } = services;
    const { committedAt } = await readHead(database);
    const found = await readPublicIncident(database, id);
    if (found === null || found === 'gone') return found;
    const key = JSON.stringify([id, locale, committedAt, found.fromSeq, madeBy(services)]);
    return this.#picture(services, key, asker, async () => {
      const words = READER_WORDS[locale];
      const scene = recordScene(found.record, committedAt, locale, words, settings);
      return { key, scene };
    });
  }

  close(): Promise<void> {
    return this.#press.close();
  }

  async #picture(
    { limits }: Services,
    key: string,
    { caller, known }: PictureAsker,
    describe: () => Promise<{ key: string; scene: PreviewScene }>,
  ): Promise<Picture> {
    if (known === etagOf(key)) return { etag: known, png: null };
    const make = async () => {
      const { key: own, scene } = await describe();
      return { key: own, bytes: await this.#press.draw(scene) };
    };
    const made = await this.#desk.get(key, make, async () => {
      const allowance = await limits.newPicture(caller);
      if (!allowance.allowed) throw new TooManyPictures(allowance.retryAfterSeconds);
    });
    return { etag: etagOf(made.key), png: made.bytes };
  }
}

/** What else a picture is made of: an older one must not stay after an upgrade, or with another publisher's name. */
function madeBy({ build, settings }: Services) {
  return [build, settings.PUBLISHER, settings.PUBLIC_URL];
}

function etagOf(key: string): string {
  return `"${createHash('sha256').update(key).digest('base64url').slice(0, 22)}"`;
}
