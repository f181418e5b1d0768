/** What a published figure counts. */
export const MEASURES = [
  'cocaine seized',
  'heroin seized',
  'cannabis seized',
  'amphetamine seized',
  'drugs seized',
  'seizures',
  'shootings',
  'people killed in shootings',
  'people injured in shootings',
  'gun incidents',
  'drug-linked attacks',
  'explosions',
  'share of seizures',
  'share seized of circulating',
  'street price',
  'population',
] as const;
export const FIGURE_UNITS = ['kg', 'count', 'percent', 'euro per gram'] as const;
