import { describe, expect, it } from 'vitest';
import { areaKey } from '@/lib/domain/region';
import { regionByCode } from '@/lib/regions/gazetteer';
import { isNamedBy, resolveArea, resolveRegion } from '@/lib/regions/resolve-area';
import { normalisePlaceName, resolvePlace } from '@/lib/regions/resolve-place';

const firstCode = (...args: Parameters<typeof resolvePlace>) => resolvePlace(...args)[0]?.code;

describe('resolvePlace', () => {
  it.each([
    ['Brussels', 'BE-BRU'],
    ['City of Brussels', '21004'],
    ['brussel-stad', '21004'],
    ['Antwerpen', '11002'],
    ['ANVERS', '11002'],
    ['Antwerp (port)', 'BEANR'],
    ['Luik', '62063'],
    ['liege', '62063'],
    ['Mont-de-l’Enclus', '57095'],
    ['St-Gilles', '21013'],
    ['Deurne', '11002-deurne'],
    ['Laken', '21004-laeken'],
    ['Molenbeek', '21012'],
    ['La Louviere', '58001'],
    ['55022', '58001'],
    ['Lokeren', '46029'],
    ['Zwijndrecht', '46030'],
    ['Luxembourg', 'LU'],
    ['Turkey', 'TR'],
    ['Gdansk', 'PLGDN'],
    ['Göteborg', 'SEGOT'],
    ['nlrtm', 'NLRTM'],
    ['Le Pirée', 'GRPIR'],
  ])('reads "%s" as %s', (name, code) => {
    expect(firstCode(name)).toBe(code);
  });

  it('offers every meaning of a shared name, best first', () => {
    expect(resolvePlace('Antwerp').map(({ code }) => code)).toEqual(['11002', 'BE-VAN', 'BEANR']);
    expect(resolvePlace('Limburg').map(({ code }) => code)).toEqual(['BE-VLI', 'NL-LI', '63046']);
    expect(firstCode('Limburg', { country: 'NL' })).toBe('NL-LI');
  });

  it('takes the municipality that existed on the date', () => {
    expect(firstCode('Lokeren', { date: '2024-12-31' })).toBe('46014');
    expect(firstCode('Lokeren', { date: '2025' })).toBe('46029');
    expect(firstCode('Borsbeek', { date: '2023-05' })).toBe('11007');
    expect(firstCode('Borsbeek', { date: '2025-01-01' })).toBe('11002-borsbeek');
  });

  it('completes a beginning only where no whole name fits, and guesses nothing', () => {
    expect(resolvePlace('Schaar').map(({ code }) => code)).toContain('21015');
    expect(resolvePlace('Sc')).toEqual([]);
    expect(resolvePlace('Atlantis')).toEqual([]);
    expect(resolvePlace(' ?! ')).toEqual([]);
  });

  it('normalises letters that do not decompose', () => {
    expect(normalisePlaceName('Gdańsk–Świnoujście, Łódź; Sjursøya')).toBe(
      'gdansk swinoujscie lodz sjursoya',
    );
  });
});

describe('resolveArea', () => {
  it.each([
    ['Anderlecht', 'municipality', 'BE', null, 'BE|BE-BRU|21001||5341|'],
    ['Anderlecht (Peterbos)', 'district', 'BE', null, 'BE|BE-BRU|21001||5341|'],
    ['Antwerp', 'municipality', 'BE', null, 'BE|BE-VAN|11002||5345|'],
    ['Antwerp (centre)', 'municipality', 'BE', null, 'BE|BE-VAN|11002||5345|'],
    ['Antwerp (north of centre)', 'district', 'BE', null, 'BE|BE-VAN|11002||5345|'],
    ['Antwerp (Kiel)', 'district', 'BE', null, 'BE|BE-VAN|11002|11002-antwerpen|5345|'],
    [
      'Antwerp (Stuivenberg/De Coninckplein)',
      'district',
      'BE',
      null,
      'BE|BE-VAN|11002|11002-antwerpen|5345|',
    ],
    [
      'Antwerp (Park Spoor Noord area)',
      'district',
      'BE',
      null,
      'BE|BE-VAN|11002|11002-antwerpen|5345|',
    ],
    [
      'Antwerp (Central Station area)',
      'vicinity',
      'BE',
      null,
      'BE|BE-VAN|11002|11002-antwerpen|5345|',
    ],
    [
      'Zandvliet (Antwerp)',
      'district',
      'BE',
      null,
      'BE|BE-VAN|11002|11002-berendrecht-zandvliet-lillo|5345|',
    ],
    ['Antwerp (Deurne)', 'district', 'BE', null, 'BE|BE-VAN|11002|11002-deurne|5345|'],
    ['Antwerpen', 'district', 'BE', null, 'BE|BE-VAN|11002|11002-antwerpen|5345|'],
    ['Berchem', 'district', 'BE', null, 'BE|BE-VAN|11002|11002-berchem|5345|'],
    ['Deurne', 'municipality', 'BE', null, 'BE|BE-VAN|11002|11002-deurne|5345|'],
    ['Laeken (Cité Modèle)', 'district', 'BE', null, 'BE|BE-BRU|21004|21004-laeken|5339|'],
    ['Brussels City (Marolles)', 'district', 'BE', null, 'BE|BE-BRU|21004||5339|'],
    ['Brussels City', 'municipality', 'BE', null, 'BE|BE-BRU|21004||5339|'],
    ['Saint-Josse-ten-Noode (North quarter)', 'district', 'BE', null, 'BE|BE-BRU|21014||5344|'],
    ['Molenbeek-Saint-Jean', 'municipality', 'BE', null, 'BE|BE-BRU|21012||5340|'],
    ['Woluwe-Saint-Pierre', 'municipality', 'BE', null, 'BE|BE-BRU|21019||5343|'],
    ['Charleroi (Gilly)', 'district', 'BE', null, 'BE|BE-WHT|52011|||'],
    ['Marchienne-au-Pont (Charleroi)', 'district', 'BE', null, 'BE|BE-WHT|52011|||'],
    ['Liège (Guillemins)', 'district', 'BE', null, 'BE|BE-WLG|62063|||'],
    ['Ghent (Rabot)', 'district', 'BE', null, 'BE|BE-VOV|44021|||'],
    ["Brecht (Sint-Job-in-'t-Goor)", 'municipality', 'BE', null, 'BE|BE-VAN|11009|||'],
    ['Waarloos (Kontich)', 'municipality', 'BE', null, 'BE|BE-VAN|11024|||'],
    ['Putte (province of Antwerp)', 'municipality', 'BE', null, 'BE|BE-VAN|12029|||'],
    ['Maasmechelen (Eisden)', 'municipality', 'BE', null, 'BE|BE-VLI|73107|||'],
    ['Louvain-la-Neuve', 'municipality', 'BE', null, 'BE|BE-WBR|25121|||'],
    ['Ostend', 'municipality', 'BE', null, 'BE|BE-VWV|35013|||'],
    ['Leuze-en-Hainaut', 'municipality', 'BE', null, 'BE|BE-WHT|57094|||'],
    ['Antwerp (province)', 'province', 'BE', null, 'BE|BE-VAN||||'],
    ['Brussels-Capital Region', 'province', 'BE', null, 'BE|BE-BRU||||'],
    ['Limburg (Belgium)', 'province', 'BE', null, 'BE|BE-VLI||||'],
    ['Trieste', 'province', 'IT', null, 'IT|||||'],
    ['Belgium (mainly Antwerp and Limburg)', 'country', 'BE', null, 'BE|||||'],
    ['Barendrecht', 'municipality', 'NL', null, 'NL|NL-ZH||||'],
    ['The Hague', 'municipality', 'NL', null, 'NL|NL-ZH||||'],
    ['Moerdijk', 'municipality', 'NL', 'NLMOE', 'NL|NL-NB||||'],
    ['Roosendaal', 'municipality', 'NL', 'NLRTM', 'NL|NL-NB||||'],
    ['Tholen', 'municipality', 'NL', null, 'NL|NL-ZE||||'],
    ['Oslo', 'municipality', 'NO', null, 'NO|||||'],
    ['Catania', 'municipality', 'IT', null, 'IT|||||'],
    ['southern Gran Canaria', 'district', 'ES', null, 'ES|||||'],
    ['port of Antwerp', 'port', 'BE', 'BEANR', 'BE|||||BEANR'],
    ['Brussels / Port of Antwerp', 'port', 'BE', 'BEANR', 'BE|||||BEANR'],
    ['Kallo, Waasland port (port of Antwerp)', 'port', 'BE', 'BEANR', 'BE|||||BEANR'],
    ['port of Rotterdam', 'port', 'NL', null, 'NL|||||NLRTM'],
    ['Oostvoorne (port of Rotterdam)', 'vicinity', 'NL', 'NLRTM', 'NL|||||NLRTM'],
    ['Marseille-Fos', 'port', 'FR', 'FRFOS', 'FR|||||FRFOS'],
    ['Le Havre', 'vicinity', 'FR', null, 'FR|||||'],
    ['at sea off Dunkirk', 'sea', 'FR', null, 'FR|||||'],
    ['mid-Atlantic', 'sea', null, null, '|||||'],
    ['port of Gioia Tauro', null, null, null, 'IT|||||ITGIT'],
    ['port of Helsingborg (including shipments bound there)', null, null, null, 'SE|||||SEHEL'],
    ['port of Villa San Giovanni', null, null, null, 'IT|||||'],
    ['ports of Amsterdam and IJmuiden', null, null, null, 'NL|||||'],
    ['ports of Savona and Vado Ligure', null, null, null, 'IT|||||'],
    ['Dutch ports and Schiphol', null, null, null, 'NL|||||'],
    ['German North Sea and Baltic ports', null, null, null, 'DE|||||'],
    ['Netherlands (sea ports and airports)', null, null, null, 'NL|||||'],
    ['Canary Islands', null, null, null, 'ES|||||'],
    ['Calabria', null, null, null, 'IT|||||'],
    ['United Kingdom', null, null, null, 'GB|||||'],
    ['Europe (EU member states)', null, null, null, '|||||'],
  ])('reads "%s" (%s, %s, %s) as %s', (area, level, country, portLocode, expected) => {
    const found = resolveArea({ area, level, country, portLocode });
    expect(found && areaKey(found)).toBe(expected);
  });

  it('follows a merger by the date of the event', () => {
    const borsbeek = { area: 'Borsbeek', level: 'municipality', country: 'BE' };
    expect(resolveRegion({ ...borsbeek, date: '2022-07-02' })?.code).toBe('11007');
    expect(resolveRegion({ ...borsbeek, date: '2025-03-01' })?.code).toBe('11002-borsbeek');
    const zwijndrecht = { area: 'Zwijndrecht', level: 'municipality', country: 'BE' };
    expect(resolveRegion({ ...zwijndrecht, date: '2023' })?.code).toBe('11056');
    expect(resolveRegion({ ...zwijndrecht, date: '2026' })?.code).toBe('46030');
  });

  it('is null where not even the country is known', () => {
    expect(resolveArea({ area: 'somewhere' })).toBeNull();
    expect(resolveArea({ area: 'Port of Nowhere', level: 'port' })).toBeNull();
  });

  it('fills nothing in from half a word', () => {
    expect(resolveRegion({ area: 'Schaar', level: 'municipality', country: 'BE' })?.code).toBe(
      'BE',
    );
  });
});

describe('isNamedBy', () => {
  it.each([
    ['port of Antwerp', 'BEANR', true],
    ['Netherlands', 'NL', true],
    ['Europe', 'EU-ROPE', true],
    ['EU', 'EU-ROPE', false],
    ['Dutch sea ports', 'NL', false],
    ['Netherlands (sea ports and airports)', 'NL', false],
    ['ports of Zeebrugge and Ostend', 'BE', false],
    ['port of Villa San Giovanni', 'IT', false],
  ])('tells whether "%s" is %s itself: %s', (area, code, expected) => {
    const region = regionByCode(code);
    expect(region && isNamedBy(region, { area })).toBe(expected);
    expect(resolveRegion({ area })?.code).toBe(code);
  });
});
