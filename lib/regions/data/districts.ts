import type { DistrictRow } from './rows';

/** Columns: code, municipality, nl, fr, en, lng, lat, first day, aliases, source key. */
// biome-ignore format: a table, one row per line
export const districts: readonly DistrictRow[] = [
  ["11002-antwerpen","11002","Antwerpen (district)","Anvers (district)","Antwerpen (district)",4.4,51.2065,null,["Kiel","Eilandje","Zuid","Sint-Andries","Stuivenberg","De Coninckplein","Park Spoor Noord","Den Brandt","Linkeroever","Seefhoek","Central Station","Antwerp (district)"],"districtByHand"],
  ["11002-berchem","11002","Berchem","Berchem","Berchem",4.43264,51.19021,null,[],"geonames"],
  ["11002-berendrecht-zandvliet-lillo","11002","Berendrecht-Zandvliet-Lillo","Berendrecht-Zandvliet-Lillo","Berendrecht-Zandvliet-Lillo",4.3125,51.347,null,["Berendrecht","Zandvliet","Lillo","Bezali"],"districtByHand"],
  ["11002-borgerhout","11002","Borgerhout","Borgerhout","Borgerhout",4.43539,51.20957,null,[],"geonames"],
  ["11002-borsbeek","11002","Borsbeek (district)","Borsbeek (district)","Borsbeek (district)",4.48543,51.19661,"2025-01-01",[],"geonamesMerged"],
  ["11002-deurne","11002","Deurne","Deurne","Deurne",4.46595,51.22134,null,[],"geonames"],
  ["11002-ekeren","11002","Ekeren","Ekeren","Ekeren",4.41813,51.28087,null,[],"geonames"],
  ["11002-hoboken","11002","Hoboken","Hoboken","Hoboken",4.34844,51.17611,null,[],"geonames"],
  ["11002-merksem","11002","Merksem","Merksem","Merksem",4.44903,51.24623,null,[],"geonames"],
  ["11002-wilrijk","11002","Wilrijk","Wilrijk","Wilrijk",4.39513,51.16734,null,[],"geonames"],
  ["21004-haren","21004","Haren","Haren","Haren",4.415,50.893,null,[],"districtByHand"],
  ["21004-laeken","21004","Laken","Laeken","Laeken",4.355,50.883,null,["Cité Modèle","Modelwijk"],"districtByHand"],
  ["21004-neder-over-heembeek","21004","Neder-Over-Heembeek","Neder-Over-Heembeek","Neder-Over-Heembeek",4.39,50.897,null,["Neder-over-Heembeek","NOH"],"districtByHand"],
];
