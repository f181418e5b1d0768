import type { Kind } from '@/lib/domain/vocabulary';

export const THEMES = ['dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** Every colour of the map, as `#rrggbb`; opacity belongs to the layers. */
export interface Palette {
  sea: string;
  /** A second tone along the coast. */
  shallows: string;
  graticule: string;
  land: string;
  coast: string;
  border: string;
  province: string;
  grid: string;
  /** Text on the map, from the strongest to the faintest. */
  ink: string;
  inkSoft: string;
  inkFaint: string;
  seaInk: string;
  /** Around text and symbols. */
  halo: string;
  /** Ground of count badges. */
  surface: string;
  surfaceEdge: string;
  /** Published figures: rings in a colour that no kind of incident has. */
  figure: string;
  retracted: string;
  /** Tone of the hexagons' counts, laid thinly over land and sea. */
  texture: string;
  /** Areas without a record on a shaded map, and five tones from the fewest to the most for each km². */
  shadeZero: string;
  shade: readonly [string, string, string, string, string];
  /** How densely records lie, from few to the most in view. */
  heat: readonly [string, string, string];
  simulated: string;
  kind: Readonly<Record<Kind, string>>;
}

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  dark: {
    sea: '#0a121b',
    shallows: '#16283a',
    graticule: '#1b2a3a',
    land: '#1b2530',
    coast: '#49637c',
    border: '#5f7385',
    province: '#4a5d70',
    grid: '#8fa6bb',
    ink: '#f2f5f8',
    inkSoft: '#b9c6d2',
    inkFaint: '#8496a6',
    seaInk: '#7d9fbf',
    halo: '#0a121b',
    surface: '#0d1620',
    surfaceEdge: '#5a7086',
    figure: '#e9e3d3',
    retracted: '#8496a6',
    texture: '#7fa0bf',
    shadeZero: '#2a3540',
    shade: ['#3d3a63', '#57508c', '#7a6cb5', '#a291d6', '#d3c8f2'],
    heat: ['#4a3a63', '#a45cb4', '#ffd9f0'],
    simulated: '#ffffff',
    kind: { shooting: '#ff6b57', seizure: '#3fc1ee', incident: '#f4cf5d' },
  },
  light: {
    sea: '#d3dfe7',
    shallows: '#bccdd9',
    graticule: '#c3d2dc',
    land: '#f7f5f0',
    coast: '#8098a8',
    border: '#8d8a84',
    province: '#b4aea3',
    grid: '#6d7780',
    ink: '#14202b',
    inkSoft: '#3f4d59',
    inkFaint: '#6a7681',
    seaInk: '#45708d',
    halo: '#ffffff',
    surface: '#ffffff',
    surfaceEdge: '#8b98a3',
    figure: '#3a3346',
    retracted: '#6a7681',
    texture: '#7c94a6',
    shadeZero: '#e6e4df',
    shade: ['#d9d3ea', '#b6a8d6', '#9180c0', '#6c55a6', '#452c80'],
    heat: ['#d9c8e6', '#a066bd', '#43105f'],
    simulated: '#14202b',
    kind: { shooting: '#cf2a1b', seizure: '#0068ad', incident: '#2f2b26' },
  },
};
