/** Narrower than this, whole sources would cover the map. */
const NARROW_PX = 480;

/** As much of MapLibre's map as tells when something has been shown, and when its size changed. */
interface ShownMap {
  on(type: 'idle' | 'resize', listener: () => void): unknown;
  off(type: 'idle', listener: () => void): unknown;
}

/**
 * Folds up the sources of a narrow map, as a phone's or one in an article, once they have been shown: at its beginning, and
 * each time that it becomes narrow, since MapLibre unfolds them on a map that was wide.
 */
export function foldSources(
  map: ShownMap,
  container: Pick<HTMLElement, 'clientWidth' | 'querySelector'>,
): void {
  const isNarrow = () => container.clientWidth < NARROW_PX;
  const fold = () => {
    const sources = container.querySelector('details.maplibregl-compact');
    // A map begins without any source to name.
    if (!sources) return;
    map.off('idle', fold);
    if (!isNarrow()) return;
    sources.removeAttribute('open');
    sources.classList.remove('maplibregl-compact-show');
  };
  let wasNarrow = isNarrow();
  map.on('idle', fold);
  map.on('resize', () => {
    if (isNarrow() === wasNarrow) return;
    wasNarrow = !wasNarrow;
    if (wasNarrow) map.on('idle', fold);
  });
}
