import { SUBTYPES, type Subtype } from './vocabulary';

/** Subtypes of seizures that are drugs or what they are made of; a mixed load is one of them, whatever is in it. */
export const DRUGS = [
  'cocaine',
  'cannabis',
  'heroin',
  'amphetamine',
  'mdma',
  'precursors',
  'mixed drugs',
] as const satisfies readonly Subtype[];
export type Drug = (typeof DRUGS)[number];

export type OtherSubtype = Exclude<Subtype, Drug>;
/** Every subtype that is no drug. */
export const OTHER_SUBTYPES = Object.values(SUBTYPES)
  .flat()
  .filter((word) => !(DRUGS as readonly Subtype[]).includes(word)) as [
  OtherSubtype,
  ...OtherSubtype[],
];
