import { readBoundaryFacts, readBoundaryTopology, type StoredBoundaries } from '@/db/boundaries';
import type { Database } from '@/db/database';
import type { BoundaryTopology } from '@/lib/protocol/boundaries';
import { boundaryFeatures } from '@/lib/regions/boundaries/boundary-features';
import {
  type BoundaryLocator,
  createBoundaryLocator,
} from '@/lib/regions/boundaries/boundary-locator';
import { compress, type Encoding } from './http/node-adapter';

/** Compressed once and sent often. */
const PACK_QUALITY = 9;

interface Loaded {
  sha256: string;
  bytes: Uint8Array<ArrayBuffer>;
  packed: Map<Encoding, Promise<Buffer<ArrayBuffer>>>;
  locator: BoundaryLocator;
}

/**
 * The imported boundaries as this process has them. Every question asks the database first which are in force, so that
 * all processes of a deployment say the same; polygons are read only where they are others than before.
 */
export class BoundaryKeeper {
  private readonly database: Pick<Database, 'orm'>;
  private loaded: Loaded | null = null;
  private loading: Promise<void> | null = null;

  constructor(database: Pick<Database, 'orm'>) {
    this.database = database;
  }

  /** What is in force now, or null. */
  facts(): Promise<StoredBoundaries | null> {
    return readBoundaryFacts(this.database);
  }

  /** The polygons of {@link refresh}'s moment, or null where there were none. */
  locator(): BoundaryLocator | null {
    return this.loaded?.locator ?? null;
  }

  /** Looks which boundaries are in force, and loads them where they are others. Call it before {@link locator}. */
  async refresh(): Promise<StoredBoundaries | null> {
    const facts = await this.facts();
    if (facts === null) this.loaded = null;
    else if (!this.has(facts)) {
      await this.load();
      // It may have been under way for another caller, who asked before these were imported.
      if (!this.has(facts)) await this.load();
    }
    return facts;
  }

  /** The file with this hash; null where it is not the one in force. */
  async file(sha256: string, encoding: Encoding | null): Promise<Uint8Array<ArrayBuffer> | null> {
    await this.refresh();
    const { loaded } = this;
    if (loaded?.sha256 !== sha256) return null;
    if (!encoding) return loaded.bytes;
    const known = loaded.packed.get(encoding);
    if (known) return known;
    const packed = compress(loaded.bytes, encoding, PACK_QUALITY);
    loaded.packed.set(encoding, packed);
    try {
      return await packed;
    } catch (error) {
      // The next one who asks has it tried again.
      loaded.packed.delete(encoding);
      throw error;
    }
  }

  private has({ sha256 }: StoredBoundaries): boolean {
    return this.loaded?.sha256 === sha256;
  }

  private async load(): Promise<void> {
    this.loading ??= this.read().finally(() => {
      this.loading = null;
    });
    await this.loading;
  }

  private async read(): Promise<void> {
    const stored = await readBoundaryTopology(this.database);
    if (!stored) {
      this.loaded = null;
      return;
    }
    // It was checked when it was stored.
    const topology = JSON.parse(stored.topology) as BoundaryTopology;
    this.loaded = {
      sha256: stored.sha256,
      bytes: new TextEncoder().encode(stored.topology),
      packed: new Map(),
      locator: createBoundaryLocator(boundaryFeatures(topology), stored.facts.toleranceMetres),
    };
  }
}
