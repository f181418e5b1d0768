import type { Polygon } from 'geojson';
import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import type { LngLatBox } from '@/lib/domain/fit-camera';
import type { HotspotsResponse } from '@/lib/protocol/engine-requests';
import styles from './map-legend.module.css';

const MOST_LISTED = 5;
const DAY_HOURS = 24;

interface Props {
  hotspots: HotspotsResponse;
  /** Goes to what lies in a box. */
  onShow: (box: LngLatBox) => void;
}

/**
 * The largest concentrations of records in view: where, how many, and how many more or fewer than in the window before.
 * Each leads there.
 */
export function ConcentrationList({ hotspots, onShow }: Props) {
  const t = useTranslations('legend');
  const { region, signed } = useWords();
  const { concentrations, hoursBefore } = hotspots;
  const shown = concentrations.features.slice(0, MOST_LISTED);
  return (
    <>
      <ol className={styles.concentrations}>
        {shown.map(({ geometry, properties: { rank, area, count, change } }) => (
          <li key={rank}>
            <button type="button" onClick={() => onShow(boxOf(geometry))}>
              {t('concentrationAt', {
                place: area === null ? t('concentrationUnnamed') : region(area),
                count,
              })}
              {change !== null && ` (${signed(change)})`}
            </button>
          </li>
        ))}
      </ol>
      <small className={styles.more}>
        {concentrations.features.length > MOST_LISTED &&
          `${t('concentrationMore', { count: concentrations.features.length - MOST_LISTED })} `}
        {hoursBefore !== null &&
          (hoursBefore % DAY_HOURS === 0
            ? t('concentrationChange', { days: hoursBefore / DAY_HOURS })
            : t('concentrationChangeHours', { hours: hoursBefore }))}
      </small>
    </>
  );
}

function boxOf({ coordinates }: Polygon): LngLatBox {
  const corners = coordinates.flat();
  const range = (axis: 0 | 1): [number, number] => {
    const along = corners.map((corner) => corner[axis] ?? Number.NaN);
    return [Math.min(...along), Math.max(...along)];
  };
  const [[west, east], [south, north]] = [range(0), range(1)];
  return [west, south, east, north];
}
