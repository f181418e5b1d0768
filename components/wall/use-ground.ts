import { useMemo } from 'react';
import { isGroundShaded } from '@/components/boundaries/is-ground-shaded';
import { useShading } from '@/components/boundaries/use-shading';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import { useStill } from '@/components/ui/use-still';
import type { ViewRequest, ViewResponse } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import type { ViewState } from '@/lib/url/view-state';

interface Asked {
  client: EngineClient | null;
  revision: number;
  view: ViewState;
  /** Null until the map's size is known. */
  request: ViewRequest | null;
  answer: ViewResponse | null;
  /** Whether the map has only some of the selection's records, of which no sum may lie under them. */
  isPart: boolean;
}

/** What lies on the ground under a wall's records: shaded areas, or the grid of counts; tones of two kinds never mix. */
export function useGround({ client, revision, view, request, answer, isPart }: Asked) {
  const { filter, camera, hidden, shown, gridSideKm } = view;
  const marks = answer?.marks ?? view.marks;
  const shading = useShading({
    client,
    revision,
    filter,
    zoom: (request?.camera ?? camera).zoom,
    isShaded: !isPart && isGroundShaded({ shown, marks }),
  });
  const isShaded = shading.legend?.shading != null;
  const hasTexture = !isPart && !hidden.includes('grid') && marks !== 'heat' && !isShaded;
  const gridRequest = useMemo(
    () => (request && hasTexture ? { ...request, sideKm: gridSideKm } : null),
    [request, hasTexture, gridSideKm],
  );
  const counted = useEngineAnswer(client, 'grid', useStill(gridRequest), revision);
  return { boundaries: shading.scene, isShaded, texture: (hasTexture && counted?.cells) || null };
}
