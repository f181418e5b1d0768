import { beforeEach, expect, it, vi } from 'vitest';

/** As a page has them that has just begun. */
async function freshRegions() {
  vi.resetModules();
  return import('@/lib/regions/known-regions');
}
type Regions = Awaited<ReturnType<typeof freshRegions>>;

let regions: Regions;
beforeEach(async () => {
  regions = await freshRegions();
});

async function handOver(codes: readonly string[]): Promise<void> {
  const server =
    await vi.importActual<typeof import('@/lib/regions/gazetteer')>('@/lib/regions/gazetteer');
  vi.resetModules();
  regions = await freshRegions();
  regions.knowRegions(Object.fromEntries(codes.map((code) => [code, server.regionByCode(code)])));
}

it('a page that knows no region yet neither names one nor says that there is none', () => {
  expect(regions.regionByCode('21001')).toBeNull();
  expect(regions.isRegionPending('21001')).toBe(true);
  expect(regions.allRegions()).toEqual([]);
});

it('what the server looked up is known at once, and that a code names nothing too', async () => {
  await handOver(['21001', 'XX-NOPE']);
  expect(regions.regionByCode('21001')?.names.en).toBe('Anderlecht');
  expect(regions.isRegionPending('21001')).toBe(false);
  expect(regions.regionByCode('XX-NOPE')).toBeNull();
  expect(regions.isRegionPending('XX-NOPE')).toBe(false);
  expect(regions.isRegionPending('BEANR')).toBe(true);
});

it('with the gazetteer everything is known, and what is handed over later changes nothing', async () => {
  await handOver(['21001']);
  const { REGIONS } = await import('@/lib/regions/gazetteer');
  expect(regions.allRegions()).toBe(REGIONS);
  expect(regions.isRegionPending('XX-NOPE')).toBe(false);
  regions.knowRegions({ '21001': null });
  expect(regions.regionByCode('21001')?.names.en).toBe('Anderlecht');
});
