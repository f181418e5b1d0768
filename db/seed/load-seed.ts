import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { FigureInput } from '../../lib/domain/figure';
import { figureInputSchema } from '../../lib/domain/figure-schema';
import { type IncidentInput, incidentInputSchema } from '../../lib/domain/incident';
import { faultsOf } from '../../lib/domain/problem';

/**
 * A record of the sourced seed. `importKey` is its stable name: where its line has changed, the next start corrects the
 * record, unless an editor changed it.
 */
export interface SourcedIncident {
  importKey: string;
  /** SHA-256 of the line's content, in hexadecimal digits. */
  hash: string;
  incident: IncidentInput;
}

const SEED_FOLDER = ['db', 'seed'] as const;
const INCIDENTS_FILE = 'sourced-incidents.ndjson';
const FIGURES_FILE = 'sourced-figures.ndjson';

const keySchema = z.object({ importKey: z.string().min(1).max(200) });

/**
 * The product's first real records, oldest first.
 *
 * @throws where a line is no JSON, breaks the record's rules or repeats a key; the message names file, line and field
 */
export function readSourcedIncidents(projectRoot: string): SourcedIncident[] {
  const records = readLines(projectRoot, INCIDENTS_FILE, (value) => {
    const { importKey } = keySchema.parse(value);
    const { importKey: _key, ...body } = value as Record<string, unknown>;
    const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    return { importKey, hash, incident: incidentInputSchema.parse(body) };
  });
  refuseRepeats(
    INCIDENTS_FILE,
    records.map(({ importKey }) => importKey),
  );
  return records;
}

/**
 * The published numbers that the product starts from, by key.
 *
 * @throws as {@link readSourcedIncidents}
 */
export function readSourcedFigures(projectRoot: string): FigureInput[] {
  const figures = readLines(projectRoot, FIGURES_FILE, (value) => figureInputSchema.parse(value));
  refuseRepeats(
    FIGURES_FILE,
    figures.map(({ key }) => key),
  );
  return figures;
}

function readLines<Value>(
  projectRoot: string,
  file: string,
  parse: (value: unknown) => Value,
): Value[] {
  const text = readFileSync(join(projectRoot, ...SEED_FOLDER, file), 'utf8');
  return parseSeedLines(text, file, parse);
}

/** Each line of a seed file through `parse`; the first bad line ends it with a message that names line and field. */
export function parseSeedLines<Value>(
  text: string,
  file: string,
  parse: (value: unknown) => Value,
): Value[] {
  return text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => parseLine(line, `${file} line ${number}`, parse));
}

function parseLine<Value>(line: string, where: string, parse: (value: unknown) => Value): Value {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new Error(
      `${where}: is not JSON (${error instanceof Error ? error.message : String(error)})`,
    );
  }
  try {
    return parse(value);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const faults = faultsOf(error).map(({ field, message }) => `${field} ${message}`);
    throw new Error(`${where}: ${faults.join('; ')}`, { cause: error });
  }
}

function refuseRepeats(file: string, keys: readonly string[]): void {
  const seen = new Map<string, number>();
  keys.forEach((key, index) => {
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      throw new Error(
        `${file} line ${index + 1}: key "${key}" is already used in line ${earlier + 1} (give it another)`,
      );
    }
    seen.set(key, index);
  });
}
