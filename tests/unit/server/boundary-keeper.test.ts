import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readBoundaryFacts, readBoundaryTopology } from '@/db/boundaries';
import type { Database } from '@/db/database';
import { buildTopology } from '@/lib/regions/boundaries/build-topology';
import { BoundaryKeeper } from '@/lib/server/boundary-keeper';
import { compress } from '@/lib/server/http/node-adapter';
import { IN_EAST, IN_WEST, twoSquares } from '../../support/boundary-files';

vi.mock('@/db/boundaries', () => ({ readBoundaryFacts: vi.fn(), readBoundaryTopology: vi.fn() }));
vi.mock('@/lib/server/http/node-adapter', () => ({ compress: vi.fn() }));

const shapes = twoSquares().features.map(({ properties, geometry }) => ({
  code: String(properties?.nis),
  polygons: [geometry.coordinates],
}));

/** The boundaries of one of the two squares, as the database has them. */
function stored(sha256: string, which: 0 | 1) {
  const { topology, byteLength } = buildTopology(shapes.slice(which, which + 1));
  const facts = {
    source: 'Example',
    licence: 'Example licence',
    toleranceMetres: 0,
    levels: { municipality: 1 },
    byteLength,
    importedAt: '2026-01-02T10:00:00.000Z',
  };
  return { sha256, facts, topology: JSON.stringify(topology) };
}

const west = stored('west', 0);
const east = stored('east', 1);
let keeper: BoundaryKeeper;
beforeEach(() => {
  vi.resetAllMocks();
  keeper = new BoundaryKeeper({} as Pick<Database, 'orm'>);
});

describe('boundaries of a process', () => {
  it('are those that are in force, though older ones were being read for another', async () => {
    let finish: (read: typeof west) => void = () => undefined;
    const reading = new Promise<typeof west>((resolve) => {
      finish = resolve;
    });
    vi.mocked(readBoundaryFacts).mockResolvedValueOnce(west).mockResolvedValue(east);
    vi.mocked(readBoundaryTopology).mockReturnValueOnce(reading).mockResolvedValue(east);
    const before = keeper.refresh();
    await vi.waitFor(() => expect(readBoundaryTopology).toHaveBeenCalled());
    const after = keeper.refresh();
    await Promise.resolve();
    finish(west);
    await Promise.all([before, after]);
    expect(keeper.locator()?.regionAt(IN_EAST)?.code).toBe('21004');
    expect(keeper.locator()?.regionAt(IN_WEST)).toBeNull();
  });

  it('are compressed once, and again where that failed', async () => {
    vi.mocked(readBoundaryFacts).mockResolvedValue(west);
    vi.mocked(readBoundaryTopology).mockResolvedValue(west);
    const packed = Buffer.from('packed');
    vi.mocked(compress).mockRejectedValueOnce(new Error('no memory')).mockResolvedValue(packed);
    await expect(keeper.file('west', 'br')).rejects.toThrow('no memory');
    expect(await keeper.file('west', 'br')).toBe(packed);
    expect(await keeper.file('west', 'br')).toBe(packed);
    expect(compress).toHaveBeenCalledTimes(2);
  });
});
