import type { Camera, Filter } from '@/lib/domain/filter';
import type { PastName } from '@/lib/domain/past-name';
import type { FieldFault } from '@/lib/domain/problem';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import { regionByCode } from '@/lib/regions/gazetteer';
import { mayRepeat, type Notice, parseView } from '@/lib/url/parse-view';
import { viewDefaultsOf } from '@/lib/url/presets';
import { problem } from './http/answers';
import type { Settings } from './settings';

/** What an explorer's address selects. */
export interface AskedView {
  filter: Filter;
  camera: Camera;
  /** The past state that is asked about, or null for the current one. */
  asOf: PastName | null;
  /** The parameters that the caller has beside the explorer's, as texts; an empty one counts as left out. */
  own: Readonly<Record<string, string>>;
}

/**
 * Reads an address with the explorer's own parameters. Those of how a view looks (camera, theme, layers) are read and select
 * nothing.
 * @param nowMs the instant at which a rolling period becomes days
 * @param own names of parameters that the caller reads itself
 * @throws a 400 problem that names every parameter which the explorer would leave out: it shows a notice then, but a program
 * would take a wider selection for the one that it asked for
 */
export function readAskedView(
  settings: Pick<Settings, 'mode'>,
  query: URLSearchParams,
  nowMs: number,
  own: readonly string[] = [],
): AskedView {
  const rest = new URLSearchParams();
  const mine: Record<string, string> = {};
  const seen = new Set<string>();
  for (const [key, text] of query) {
    if (seen.has(key) && !mayRepeat(key))
      throw wrong([{ field: shortened(key), message: 'give it once' }]);
    seen.add(key);
    if (!own.includes(key)) rest.append(key, text);
    else if (text !== '') mine[key] = text;
  }
  const { state, notices } = parseView(rest.toString(), viewDefaultsOf(settings.mode), nowMs);
  const faults = [...notices.map(faultOf), ...unknownRegions(state.filter)];
  if (faults.length > 0) throw wrong(faults);
  return { filter: state.filter, camera: state.camera, asOf: state.asOf, own: mine };
}

/** The language that `lang` names; English where it is left out. @throws a 400 problem */
export function readAskedLocale(text: string | undefined): Locale {
  const found = text === undefined ? 'en' : LOCALES.find((locale) => locale === text);
  if (found) return found;
  throw wrong([{ field: 'lang', message: `write one of ${LOCALES.join(', ')}` }]);
}

const LONGEST_NAME = 100;

function shortened(name: string): string {
  return name.slice(0, LONGEST_NAME) || 'query';
}

function faultOf({ key, text, problem: what }: Notice): FieldFault {
  const field = shortened(key);
  if (what === 'unknown') return { field, message: 'is no parameter of this address' };
  if (what === 'contradiction') return { field, message: `${text} lies before the first day` };
  if (what === 'fixed') return { field, message: 'the days of from and to stand still: give one' };
  if (what === 'past') return { field, message: 'a past state stands still: give from and to' };
  return { field, message: `"${text}" is not what this parameter takes` };
}

/** The explorer shows nothing of such a region; a file with no rows would not say why. */
function unknownRegions({ regions }: Filter): FieldFault[] {
  return regions
    .filter((code) => !regionByCode(code))
    .map((code) => ({
      field: 'r',
      message: `no region has the code ${code}; see /api/v1/regions`,
    }));
}

function wrong(errors: FieldFault[]) {
  return problem(400, 'query', 'A parameter is wrong', { errors });
}
