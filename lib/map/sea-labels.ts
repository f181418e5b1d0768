/** Names of seas, `[nl, fr, en, rank, lng, lat]`; their points are set by eye in open water. */
export const SEA_LABELS: readonly (readonly [string, string, string, number, number, number])[] = [
  ['Noordzee', 'Mer du Nord', 'North Sea', 1, 3.1, 55.9],
  ['Het Kanaal', 'La Manche', 'English Channel', 2, -2.6, 49.95],
  ['Atlantische Oceaan', 'Océan Atlantique', 'Atlantic Ocean', 1, -17.2, 45.8],
  ['Golf van Biskaje', 'Golfe de Gascogne', 'Bay of Biscay', 2, -4.9, 45.3],
  ['Keltische Zee', 'Mer Celtique', 'Celtic Sea', 3, -8.4, 49.9],
  ['Ierse Zee', "Mer d'Irlande", 'Irish Sea', 3, -4.9, 53.75],
  ['Oostzee', 'Mer Baltique', 'Baltic Sea', 2, 18.9, 56.2],
  ['Middellandse Zee', 'Mer Méditerranée', 'Mediterranean Sea', 1, 5.6, 38.7],
  ['Tyrreense Zee', 'Mer Tyrrhénienne', 'Tyrrhenian Sea', 3, 12.1, 40.0],
  ['Adriatische Zee', 'Mer Adriatique', 'Adriatic Sea', 3, 15.6, 43.05],
  ['Ionische Zee', 'Mer Ionienne', 'Ionian Sea', 3, 18.4, 37.7],
  ['Egeïsche Zee', 'Mer Égée', 'Aegean Sea', 3, 25.0, 38.5],
  ['Zwarte Zee', 'Mer Noire', 'Black Sea', 2, 33.6, 43.3],
  ['Noorse Zee', 'Mer de Norvège', 'Norwegian Sea', 2, 2.5, 65.6],
  ['Skagerrak', 'Skagerrak', 'Skagerrak', 3, 8.9, 57.95],
  ['Balearenzee', 'Mer des Baléares', 'Balearic Sea', 3, 2.4, 40.35],
];
