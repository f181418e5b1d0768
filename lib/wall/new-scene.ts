import type { z } from 'zod';
import { type Playlist, type Scene, sceneSchema } from './playlist-schema';

/** What is asked for to put a view into a playlist. */
export const newSceneSchema = sceneSchema.pick({ name: true, view: true }).extend({
  layout: sceneSchema.shape.layout.default('map and ticker'),
  seconds: sceneSchema.shape.seconds.default(30),
});
export type NewScene = z.infer<typeof newSceneSchema>;

const LONGEST_STEM = 34;

/** The playlist with one more scene at its end, whose id is made of its name. */
export function withScene(playlist: Playlist, scene: NewScene): Playlist {
  const taken = new Set(playlist.scenes.map(({ id }) => id));
  const added: Scene = { id: freeId(scene.name, taken), ...scene };
  return { ...playlist, scenes: [...playlist.scenes, added] };
}

function freeId(name: string, taken: ReadonlySet<string>): string {
  const stem =
    name
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, LONGEST_STEM) || 'scene';
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? stem : `${stem}-${number}`;
    if (!taken.has(id)) return id;
  }
}
