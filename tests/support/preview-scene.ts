import type { PreviewScene } from '@/lib/publish/preview/preview-scene';

/** A picture's scene with something of everything: a ring, a symbol with a disc, a plate and bars. */
export function previewScene(part: Partial<PreviewScene> = {}): PreviewScene {
  const counted = { killed: 0, injured: 0, grams: 0, retracted: false, spot: null };
  return {
    locale: 'en',
    title: 'Shootings, Brussels (Region), 1 January 2025 – 30 June 2025',
    note: null,
    count: { number: '41', noun: 'records' },
    kinds: [
      { kind: 'shooting', word: 'Shootings', count: '38' },
      { kind: 'seizure', word: 'Seizures', count: '3' },
    ],
    bars: {
      entries: [
        { counts: { shooting: 4, seizure: 1, incident: 0 } },
        { counts: { shooting: 0, seizure: 0, incident: 0 } },
        { counts: { shooting: 9, seizure: 2, incident: 1 } },
      ],
      caption: 'Records per month',
      first: '1 Jan 2025',
      last: '30 Jun 2025',
      remainder: null,
    },
    map: {
      camera: { center: [4.36, 50.85], zoom: 10 },
      zoom: 10,
      clusters: {
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            geometry: { type: 'Point', coordinates: [4.36, 50.85] },
            properties: {
              ...counted,
              cluster: 1,
              count: 35,
              shooting: 32,
              seizure: 3,
              incident: 0,
              radiusPx: 23,
              rid: null,
              kind: null,
              uncertaintyMetres: null,
            },
          },
          {
            type: 'Feature',
            geometry: { type: 'Point', coordinates: [4.5, 50.9] },
            properties: {
              ...counted,
              cluster: 2,
              count: 1,
              shooting: 1,
              seizure: 0,
              incident: 0,
              radiusPx: 7,
              rid: 5,
              kind: 'shooting',
              uncertaintyMetres: 750,
            },
          },
        ],
      },
      areas: [{ code: 'BE-BRU', count: 5, shooting: 5, seizure: 0, incident: 0 }],
      empty: null,
    },
    legend: {
      several: 'Ring: several records',
      area: 'Plate: somewhere in this area',
      discs: 'Disc: somewhere inside',
    },
    asOf: 'As of 26 Nov 2026, 10:46 (Brussels time)',
    source: 'De Havenkrant',
    precision: 'places shown no more precisely than known',
    attribution: 'Natural Earth · GeoNames (CC BY 4.0)',
    simulated: null,
    ...part,
  };
}
