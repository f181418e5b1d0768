import { type Source, serveSource } from './serve-source';

const BARE = {
  version: 8,
  sources: {},
  layers: [{ id: 'ground', type: 'background', paint: { 'background-color': '#dfe5ea' } }],
};
let source: Promise<Source> | undefined;

/**
 * The setting of a server whose maps lie on an empty style: nothing to cut into tiles and no place names to set, a fifth of what
 * an opening costs. For tests that are about what lies upon the ground; its own are in `basemap.spec.ts`.
 */
export async function bareGround(): Promise<{ BASEMAP: string }> {
  source ??= serveSource(() => ({ type: 'application/json', body: JSON.stringify(BARE) }));
  return { BASEMAP: `${(await source).origin}/style.json` };
}
