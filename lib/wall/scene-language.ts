import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import type { Playlist } from './playlist-schema';
import type { SceneTime } from './schedule';

/**
 * The language of a scene. An alternating wall speaks another one with each, and over three rounds every scene stands in every language
 * wherever the scenes' number would have it otherwise. A function of the schedule, so that screens agree.
 */
export function languageAt(
  { language, scenes }: Pick<Playlist, 'language' | 'scenes'>,
  { scene, startedAtMs }: Pick<SceneTime, 'scene' | 'startedAtMs'>,
): Locale {
  if (language !== 'alternating') return language;
  const roundMs = scenes.reduce((sum, { seconds }) => sum + seconds * 1_000, 0);
  const place = Math.max(
    0,
    scenes.findIndex(({ id }) => id === scene.id),
  );
  const round = Math.floor(startedAtMs / roundMs);
  const shift = scenes.length % LOCALES.length === 0 ? round : round * scenes.length;
  return LOCALES[(((place + shift) % 3) + 3) % 3] ?? LOCALES[0];
}
