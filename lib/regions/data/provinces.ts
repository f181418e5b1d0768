import type { ProvinceRow } from './rows';

/** Columns: code, country, nl, fr, en, lng, lat, aliases, source key. */
// biome-ignore format: a table, one row per line
export const provinces: readonly ProvinceRow[] = [
  ["BE-BRU","BE","Brussel (Gewest)","Bruxelles (Région)","Brussels (Region)",4.3708,50.836,["Brussels-Capital Region","Brussels Hoofdstedelijk Gewest","Région de Bruxelles-Capitale","Greater Brussels","Bruxelles-Capitale","Brussels Capital"],"provinceCentre"],
  ["BE-VAN","BE","Antwerpen (provincie)","Anvers (province)","Antwerp (province)",4.7216,51.2293,[],"provinceCentre"],
  ["BE-VBR","BE","Vlaams-Brabant","Brabant flamand","Flemish Brabant",4.78,50.93,[],"provinceByHand"],
  ["BE-VLI","BE","Limburg (België)","Limbourg (Belgique)","Limburg (Belgium)",5.4205,50.9974,[],"provinceCentre"],
  ["BE-VOV","BE","Oost-Vlaanderen","Flandre-Orientale","East Flanders",3.8185,51.0376,[],"provinceCentre"],
  ["BE-VWV","BE","West-Vlaanderen","Flandre-Occidentale","West Flanders",2.9475,51.151,[],"provinceCentre"],
  ["BE-WBR","BE","Waals-Brabant","Brabant wallon","Walloon Brabant",4.5849,50.6699,[],"provinceCentre"],
  ["BE-WHT","BE","Henegouwen","Hainaut","Hainaut",3.9765,50.4651,[],"provinceCentre"],
  ["BE-WLG","BE","Luik (provincie)","Liège (province)","Liège (province)",5.7342,50.5204,[],"provinceCentre"],
  ["BE-WLX","BE","Luxemburg (provincie)","Luxembourg (province)","Luxembourg (province)",5.5125,49.9616,[],"provinceCentre"],
  ["BE-WNA","BE","Namen (provincie)","Namur (province)","Namur (province)",4.8502,50.2548,[],"provinceCentre"],
  ["NL-DR","NL","Drenthe","Drenthe","Drenthe",6.6,52.86,[],"provinceByHand"],
  ["NL-FL","NL","Flevoland","Flevoland","Flevoland",5.6,52.53,[],"provinceByHand"],
  ["NL-FR","NL","Friesland","Frise","Friesland",5.8,53.1,["Fryslân"],"provinceByHand"],
  ["NL-GE","NL","Gelderland","Gueldre","Gelderland",5.95,52.07,[],"provinceByHand"],
  ["NL-GR","NL","Groningen (provincie)","Groningue (province)","Groningen (province)",6.75,53.25,[],"provinceByHand"],
  ["NL-LI","NL","Limburg (Nederland)","Limbourg (Pays-Bas)","Limburg (Netherlands)",5.95,51.25,[],"provinceByHand"],
  ["NL-NB","NL","Noord-Brabant","Brabant-Septentrional","North Brabant",5.2,51.56,["West-Brabant"],"provinceByHand"],
  ["NL-NH","NL","Noord-Holland","Hollande-Septentrionale","North Holland",4.85,52.62,[],"provinceByHand"],
  ["NL-OV","NL","Overijssel","Overijssel","Overijssel",6.45,52.45,[],"provinceByHand"],
  ["NL-UT","NL","Utrecht (provincie)","Utrecht (province)","Utrecht (province)",5.2,52.08,[],"provinceByHand"],
  ["NL-ZE","NL","Zeeland","Zélande","Zeeland",3.85,51.5,[],"provinceByHand"],
  ["NL-ZH","NL","Zuid-Holland","Hollande-Méridionale","South Holland",4.55,52,[],"provinceByHand"],
];
