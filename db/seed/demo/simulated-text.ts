import type { Phrase } from '../../../lib/domain/headline-phrases';

const TEXTS = {
  summary: {
    nl: 'Dit is een gesimuleerd bericht: het is nooit gebeurd.',
    fr: 'Ceci est un message simulé : il ne s’est jamais produit.',
    en: 'This is a simulated record: it never happened.',
  },
  casualties: {
    nl: 'Gesimuleerde rechtzetting: het aantal gewonden is bijgewerkt.',
    fr: 'Rectification simulée : le nombre de blessés a été mis à jour.',
    en: 'Simulated correction: the number of people injured was updated.',
  },
  weight: {
    nl: 'Gesimuleerde rechtzetting: het gewicht is bijgewerkt na de weging.',
    fr: 'Rectification simulée : le poids a été mis à jour après la pesée.',
    en: 'Simulated correction: the weight was updated after weighing.',
  },
  confirmed: {
    nl: 'Gesimuleerde rechtzetting: bevestigd door een officiële bron.',
    fr: 'Rectification simulée : confirmé par une source officielle.',
    en: 'Simulated correction: confirmed by an official source.',
  },
  retracted: {
    nl: 'Gesimuleerde intrekking: het ging om hetzelfde feit als een eerder bericht.',
    fr: 'Rétractation simulée : il s’agissait du même fait qu’un message antérieur.',
    en: 'Simulated retraction: it was the same event as an earlier record.',
  },
} as const satisfies Record<string, Phrase>;

/** What the simulation says of its own records, each time as a value of its own. */
export function simulatedText(key: keyof typeof TEXTS): Phrase {
  return { ...TEXTS[key] };
}
