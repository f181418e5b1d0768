import type { FeatureCollection } from 'geojson';
import { HEAT_MAX_ZOOM, type Marks, MOST_POINTS } from '@/lib/domain/marks';
import type { ViewResponse } from '@/lib/protocol/engine-requests';
import { clusterCells } from './cluster-cells';
import { toClusterFeatures } from './cluster-features';
import { fanOut } from './fan-out';
import { heatCells } from './heat-cells';
import type { IncidentColumns } from './incident-columns';
import type { Selection } from './select-rows';
import { spotClusters, spotsBox } from './spot-clusters';
import type { ViewFrame } from './view-frame';
import { countSelectedPoints } from './walk-selection';

const NOTHING: FeatureCollection<never, never> = { type: 'FeatureCollection', features: [] };

/**
 * What stands for the selected points of a view, in the way that the reader wants where that is honest: points up to
 * {@link MOST_POINTS} in and around the view, heat up to {@link HEAT_MAX_ZOOM}, and clusters otherwise, which is said.
 */
export function viewMarks(
  columns: IncidentColumns,
  selection: Selection,
  frame: ViewFrame,
  wanted: Marks,
): Pick<ViewResponse, 'marks' | 'clusters' | 'heat' | 'nearView'> {
  if (wanted === 'heat' && frame.zoom < HEAT_MAX_ZOOM) {
    const heat = heatCells(columns, selection, frame);
    return { marks: 'heat', clusters: NOTHING, heat, nearView: null };
  }
  const nearView =
    wanted === 'points' ? countSelectedPoints(columns, selection, spotsBox(frame)) : null;
  const isPoints = nearView !== null && nearView <= MOST_POINTS;
  const clusters = isPoints
    ? spotClusters(columns, selection, frame)
    : fanOut(clusterCells(columns, selection, frame), columns, selection, frame);
  return {
    marks: isPoints ? 'points' : 'clusters',
    clusters: toClusterFeatures(clusters, columns),
    heat: null,
    nearView,
  };
}
