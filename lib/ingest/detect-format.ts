import { type FormatDriver, ImportFileError } from './raw-row';
import { csvDriver } from './read-csv';
import { geojsonDriver } from './read-geojson';

const DRIVERS: readonly FormatDriver[] = [geojsonDriver, csvDriver];
const BEGINNING_CHARACTERS = 1000;
/** What people try, and what no driver reads. */
const SPREADSHEETS = /\.(xlsx?|ods|numbers)$/i;

/**
 * The driver for a file: what its content begins with decides where it contradicts the extension.
 * @throws ImportFileError for a format that no driver reads
 */
export function detectFormat(fileName: string, text: string): FormatDriver {
  if (SPREADSHEETS.test(fileName)) {
    throw new ImportFileError('a spreadsheet cannot be read (save the table as CSV in UTF-8).');
  }
  const beginning = text.slice(0, BEGINNING_CHARACTERS);
  if (/^\s*<(\?xml|!doctype|html|kml|gpx|rss)/i.test(beginning)) {
    throw new ImportFileError('the file is XML or HTML (give CSV or GeoJSON).');
  }
  const byExtension = DRIVERS.find(({ extensions }) =>
    extensions.some((extension) => fileName.toLowerCase().endsWith(extension)),
  );
  if (byExtension?.recognises(beginning)) return byExtension;
  const byContent = DRIVERS.find((driver) => driver.recognises(beginning));
  if (!byContent) throw new ImportFileError('the file is neither CSV nor GeoJSON.');
  return byContent;
}
