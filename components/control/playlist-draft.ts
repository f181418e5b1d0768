import type { Kind, Verification } from '@/lib/domain/vocabulary';
import {
  type Layout,
  USUAL_PAUSE_SECONDS,
  USUAL_RULE,
  USUAL_RULES,
  type WallLanguage,
} from '@/lib/wall/playlist';
import type { BreakingRule, Hours, Playlist, Scene } from '@/lib/wall/playlist-schema';

/** Numbers are as they were written, which may be no numbers yet; both ends empty are no hours. */
export interface SceneDraft {
  /** Of the row while it is edited; not told to anyone. */
  key: string;
  id: string;
  name: string;
  view: string;
  layout: Layout;
  seconds: string;
  /** None are every day. */
  weekdays: readonly number[];
  hours: Hours;
}

export interface RuleDraft {
  key: string;
  /** None are all; so are no regions and no verifications. */
  kinds: readonly Kind[];
  regions: readonly string[];
  severity: BreakingRule['severity'];
  /** Empty for any amount. */
  leastKg: string;
  verifications: readonly Verification[];
  seconds: string;
  hasSound: boolean;
}

/** A playlist while it is edited. */
export interface PlaylistDraft {
  name: string;
  language: WallLanguage;
  scenes: readonly SceneDraft[];
  breaking: readonly RuleDraft[];
  pauseSeconds: string;
  quietHours: Hours;
  nightHours: Hours;
}

const NO_HOURS: Hours = { from: '', to: '' };
const LONGEST_ID = 40;

/** A playlist begins with the usual rules, where an editor sees them and can take them away. */
export const EMPTY_DRAFT: PlaylistDraft = {
  name: '',
  language: 'nl',
  scenes: [],
  breaking: USUAL_RULES.map(ruleDraftOf),
  pauseSeconds: String(USUAL_PAUSE_SECONDS),
  quietHours: NO_HOURS,
  nightHours: NO_HOURS,
};

export function draftOf(playlist: Playlist): PlaylistDraft {
  const { name, language, scenes, breaking, pauseSeconds, quietHours, nightHours } = playlist;
  return {
    name,
    language,
    scenes: scenes.map((scene) => ({
      key: scene.id,
      id: scene.id,
      name: scene.name,
      view: scene.view,
      layout: scene.layout,
      seconds: String(scene.seconds),
      weekdays: scene.weekdays ?? [],
      hours: scene.hours ?? NO_HOURS,
    })),
    breaking: breaking.map(ruleDraftOf),
    // A stored playlist may be older than pauses are.
    pauseSeconds: String(pauseSeconds ?? USUAL_PAUSE_SECONDS),
    quietHours: quietHours ?? NO_HOURS,
    nightHours: nightHours ?? NO_HOURS,
  };
}

function ruleDraftOf(rule: BreakingRule, index: number): RuleDraft {
  return {
    key: `rule-${index}`,
    kinds: rule.kinds ?? [],
    regions: rule.regions ?? [],
    severity: rule.severity,
    leastKg: rule.leastKg === undefined ? '' : String(rule.leastKg),
    verifications: rule.verifications ?? [],
    seconds: String(rule.seconds),
    hasSound: rule.hasSound,
  };
}

/** What is sent: as it was written, right or not, since the API names what is wrong. */
export function playlistOfDraft(draft: PlaylistDraft) {
  return {
    name: draft.name,
    language: draft.language,
    scenes: draft.scenes.map(sceneOf),
    breaking: draft.breaking.map((rule) => ({
      ...listOrNone('kinds', rule.kinds),
      ...listOrNone('regions', rule.regions),
      severity: rule.severity,
      ...(rule.leastKg.trim() === '' ? {} : { leastKg: numberOf(rule.leastKg) }),
      ...listOrNone('verifications', rule.verifications),
      seconds: numberOf(rule.seconds),
      hasSound: rule.hasSound,
    })),
    pauseSeconds: numberOf(draft.pauseSeconds),
    ...hoursOrNone('quietHours', draft.quietHours),
    ...hoursOrNone('nightHours', draft.nightHours),
  };
}

function sceneOf(scene: SceneDraft) {
  return {
    id: scene.id,
    name: scene.name,
    view: scene.view,
    layout: scene.layout,
    seconds: numberOf(scene.seconds),
    ...listOrNone('weekdays', scene.weekdays),
    ...hoursOrNone('hours', scene.hours),
  };
}

/** What is no number is sent as it was written: `seconds` is then said to be wrong, not taken for 0. */
function numberOf(text: string): number | string {
  return /^\s*\d+\s*$/.test(text) ? Number(text) : text;
}

function listOrNone<Key extends string, Item>(key: Key, list: readonly Item[]) {
  return list.length === 0 ? {} : { [key]: [...list] };
}

function hoursOrNone<Key extends string>(key: Key, { from, to }: Hours) {
  return from === '' && to === '' ? {} : { [key]: { from, to } };
}

/** A scene with an id that no other has, made of its name. */
export function newScene(
  given: Pick<Scene, 'name' | 'view' | 'layout' | 'seconds'>,
  others: readonly SceneDraft[],
): SceneDraft {
  const id = freeId(given.name, others);
  return {
    ...given,
    key: id,
    id,
    seconds: String(given.seconds),
    weekdays: [],
    hours: NO_HOURS,
  };
}

export function newRule(others: readonly RuleDraft[]): RuleDraft {
  const taken = new Set(others.map(({ key }) => key));
  let number = others.length;
  while (taken.has(`rule-${number}`)) number += 1;
  return {
    key: `rule-${number}`,
    kinds: [],
    regions: [],
    severity: USUAL_RULE.severity,
    leastKg: '',
    verifications: [],
    seconds: String(USUAL_RULE.seconds),
    hasSound: USUAL_RULE.hasSound,
  };
}

function freeId(name: string, others: readonly SceneDraft[]): string {
  const plain = name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_ID - 4)
    .replaceAll(/^-+|-+$/g, '');
  const base = plain || 'scene';
  const taken = new Set(others.flatMap(({ id, key }) => [id, key]));
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  return id;
}

/** The list with one item moved by so many places; as it was where there is no such place. */
export function moved<Item>(list: readonly Item[], index: number, by: number): readonly Item[] {
  const item = list[index];
  const to = index + by;
  if (item === undefined || to < 0 || to >= list.length) return list;
  return list.toSpliced(index, 1).toSpliced(to, 0, item);
}
