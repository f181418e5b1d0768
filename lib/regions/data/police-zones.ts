import type { PoliceZoneRow } from './rows';

/** Columns: number, province, nl, fr, en, aliases, municipalities. */
// biome-ignore format: a table, one row per line
export const policeZones: readonly PoliceZoneRow[] = [
  ["5339","BE-BRU","Politiezone Brussel-Hoofdstad/Elsene","Zone de police Bruxelles-Capitale/Ixelles","Police zone Brussels-Capital/Ixelles",["zone Capital/Ixelles","Polbru","Brussels-Capital/Ixelles","Bruxelles-Capitale-Ixelles"],["21004","21009"]],
  ["5340","BE-BRU","Politiezone Brussel-West","Zone de police Bruxelles-Ouest","Police zone Brussels-West",["Brussels-West","Bruxelles-Ouest","Brussel-West"],["21003","21008","21010","21011","21012"]],
  ["5341","BE-BRU","Politiezone Zuid","Zone de police Midi","Police zone South (Midi)",["Brussels-South","Bruxelles-Midi","Brussel-Zuid"],["21001","21007","21013"]],
  ["5342","BE-BRU","Politiezone Ukkel/Watermaal-Bosvoorde/Oudergem","Zone de police Uccle/Watermael-Boitsfort/Auderghem","Police zone Uccle/Watermael-Boitsfort/Auderghem",["Marlow"],["21002","21016","21017"]],
  ["5343","BE-BRU","Politiezone Montgomery","Zone de police Montgomery","Police zone Montgomery",["Montgomery"],["21005","21018","21019"]],
  ["5344","BE-BRU","Politiezone Brussel-Noord","Zone de police Bruxelles-Nord","Police zone Brussels-North",["Polbruno","Brussels-North","Bruxelles-Nord","Brussel-Noord"],["21006","21014","21015"]],
  ["5345","BE-VAN","Politiezone Antwerpen","Zone de police Anvers","Police zone Antwerp",["Antwerp police zone"],["11002"]],
];
