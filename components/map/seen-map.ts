import type { SeenMap } from '@/lib/map/seen-map';
import { enlargementOf } from './enlargement';

/** Of a map that nobody moves: its own controls, and whatever of the page says that it lies over the map. */
const COVERS = '.maplibregl-ctrl, [data-covers-map]';

interface Looking {
  getCenter: () => { lng: number; lat: number };
  getZoom: () => number;
}

/** What is seen of a map now. What lies over it counts where nobody moves it: to ask costs a layout of the page. */
export function seenMap(map: Looking, container: HTMLElement, isFixed: boolean): SeenMap {
  const { lng, lat } = map.getCenter();
  const { clientWidth: width, clientHeight: height } = container;
  const covered = isFixed ? coversOf(container) : [];
  return { center: [lng, lat], zoom: map.getZoom(), width, height, isFixed, covered };
}

/** In the map's own pixels, which a wall enlarges. */
function coversOf(container: HTMLElement): SeenMap['covered'] {
  const own = container.getBoundingClientRect();
  const scale = enlargementOf(container);
  return [...document.querySelectorAll(COVERS)]
    .map((element) => element.getBoundingClientRect())
    .filter((rect) => rect.width > 0 && rect.height > 0)
    .map((rect) => ({
      x: (rect.left + rect.width / 2 - own.left) / scale,
      y: (rect.top + rect.height / 2 - own.top) / scale,
      width: rect.width / scale,
      height: rect.height / scale,
    }));
}
