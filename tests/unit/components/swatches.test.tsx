import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { HeatSwatch } from '@/components/legend/swatches';

describe('swatches', () => {
  it('of heat name their own tones, also where two stand in one page', () => {
    const page = renderToStaticMarkup(
      <>
        <HeatSwatch />
        <HeatSwatch />
      </>,
    );
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    const fills = [...page.matchAll(/fill="url\(#([^"]+)\)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(2);
    expect(fills).toEqual(ids);
  });
});
