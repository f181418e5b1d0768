import { textOfPastName } from '@/lib/domain/past-name';
import { recordPath } from '@/lib/url/page-paths';
import type { SelectedBatches, SelectedRecord, SelectionLabel } from './selection-label';

/**
 * A selection as one FeatureCollection (RFC 7946), a feature a line. A record without a public point has geometry null; the
 * box comes last, and only where every record has a point: else it would tell where they lie, and not where all do.
 */
export async function* writeGeoJson(
  batches: SelectedBatches,
  label: SelectionLabel,
): AsyncGenerator<string> {
  const head = JSON.stringify({ type: 'FeatureCollection', ...headOf(label) });
  yield `${head.slice(0, -1)},"features":[\n`;
  const bounds = new Bounds();
  let count = 0;
  for await (const batch of batches) {
    const lines = batch.map((selected) => {
      bounds.add(selected.record.point);
      return JSON.stringify(featureOf(selected, label));
    });
    if (lines.length > 0) yield `${count > 0 ? ',\n' : ''}${lines.join(',\n')}`;
    count += lines.length;
  }
  const { bbox } = bounds;
  yield `\n],"numberReturned":${count}${bbox ? `,"bbox":${JSON.stringify(bbox)}` : ''}}\n`;
}

function headOf(label: SelectionLabel): object {
  return {
    name: label.title,
    description: label.words,
    language: label.locale,
    imprint: {
      publisher: label.publisher,
      responsibleEditor: label.responsibleEditor,
      contact: label.contact,
      dataLicence: label.licence,
      simulated: label.simulated,
    },
    asOf: textOfPastName(label),
    epoch: label.epoch,
    seq: label.seq,
    committedAt: label.committedAt,
    parameters: label.parameters,
    isTextCut: label.isTextCut,
  };
}

/** As `GET /api/v1/incidents` has it, with the record's page. */
function featureOf({ record, fromSeq, committedAt }: SelectedRecord, label: SelectionLabel) {
  const { point, ...properties } = record;
  return {
    type: 'Feature',
    id: record.id,
    geometry: point ? { type: 'Point', coordinates: point } : null,
    properties: {
      ...properties,
      seq: fromSeq,
      updatedAt: committedAt,
      url: `${label.publicUrl}/${label.locale}${recordPath(record.id)}`,
    },
  };
}

class Bounds {
  #box: [number, number, number, number] | null = null;
  #isWhole = true;

  add(point: readonly [number, number] | null): void {
    if (!point) {
      this.#isWhole = false;
      return;
    }
    const [lng, lat] = point;
    const [west, south, east, north] = this.#box ?? [lng, lat, lng, lat];
    this.#box = [
      Math.min(west, lng),
      Math.min(south, lat),
      Math.max(east, lng),
      Math.max(north, lat),
    ];
  }

  get bbox(): readonly number[] | null {
    return this.#isWhole ? this.#box : null;
  }
}
