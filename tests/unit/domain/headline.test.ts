import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeTitle, type HeadlineParts, LONGEST_HEADLINE } from '@/lib/domain/headline';
import type { HeadlinePlace } from '@/lib/domain/headline-phrases';
import { INCIDENT_CLASSES, LOCALES, QUANTITY_UNITS } from '@/lib/domain/vocabulary';

const place = (type: HeadlinePlace['type'], nl: string, fr = nl, en = nl): HeadlinePlace => ({
  type,
  names: { nl, fr, en },
});
const antwerpPort = place('port', 'Antwerpen (haven)', 'Anvers (port)', 'Antwerp (port)');
const anderlecht = place('municipality', 'Anderlecht');

/** French groups thousands with a narrow no-break space. */
const withPlainSpaces = (text: string) => text.replace(/\s/gu, ' ');

function titlesOf(parts: Partial<HeadlineParts>) {
  const titles = composeTitle({ kind: 'incident', subtype: null, place: null, ...parts });
  return LOCALES.map((locale) => withPlainSpaces(titles[locale]));
}

describe('a title of a seizure', () => {
  const seizure = { kind: 'seizure', subtype: 'cocaine' } as const;

  it('gives kilograms under a tonne, in the words of each language', () => {
    const durres = place('port', 'Durrës (haven)', 'Durrës (port)', 'Durrës (port)');
    expect(titlesOf({ ...seizure, quantity: { best: 613, unit: 'kg' }, place: durres })).toEqual([
      '613 kg cocaïne in beslag genomen in de haven van Durrës',
      '613 kg de cocaïne saisis au port de Durrës',
      '613 kg of cocaine seized at the port of Durrës',
    ]);
  });

  it('gives tonnes from a thousand kilograms, with the decimal sign of each language', () => {
    const quantity = { best: 2276, unit: 'kg' } as const;
    expect(titlesOf({ ...seizure, quantity, place: antwerpPort })).toEqual([
      '2,28 ton cocaïne in beslag genomen in de haven van Antwerpen',
      '2,28 tonnes de cocaïne saisies au port d’Anvers',
      '2.28 tonnes of cocaine seized at the port of Antwerp',
    ]);
  });

  it('keeps French singular below two and says "one tonne" in English', () => {
    const [, french] = titlesOf({
      ...seizure,
      quantity: { best: 1500, unit: 'kg' },
      place: antwerpPort,
    });
    expect(french).toBe('1,5 tonne de cocaïne saisie au port d’Anvers');
    const [, , english] = titlesOf({ ...seizure, quantity: { best: 1000, unit: 'kg' } });
    expect(english).toBe('1 tonne of cocaine seized');
  });

  it('says that a weight is a lower bound or rounded', () => {
    const lower = titlesOf({ ...seizure, quantity: { best: 2000, unit: 'kg', bound: 'over' } });
    expect(lower).toEqual([
      'Meer dan 2 ton cocaïne in beslag genomen',
      'Plus de 2 tonnes de cocaïne saisies',
      'More than 2 tonnes of cocaine seized',
    ]);
    const [dutch] = titlesOf({ ...seizure, quantity: { best: 500, unit: 'kg', bound: 'about' } });
    expect(dutch).toBe('Ongeveer 500 kg cocaïne in beslag genomen');
  });

  it('elides before a vowel and a mute h', () => {
    const quantity = { best: 300, unit: 'kg' } as const;
    const koper = place('port', 'Koper');
    expect(titlesOf({ ...seizure, subtype: 'heroin', quantity, place: koper })[1]).toBe(
      '300 kg d’héroïne saisis au port de Koper',
    );
    expect(titlesOf({ ...seizure, subtype: 'amphetamine', quantity })[1]).toBe(
      '300 kg d’amphétamine saisis',
    );
  });

  it('contracts the French article of a port', () => {
    const quantity = { best: 752, unit: 'kg' } as const;
    const leHavre = place('port', 'Le Havre (haven)', 'Le Havre (port)', 'Le Havre (port)');
    const piraeus = place('port', 'Piraeus', 'Le Pirée', 'Piraeus');
    expect(titlesOf({ ...seizure, quantity, place: leHavre })[1]).toMatch(/au port du Havre$/u);
    expect(titlesOf({ ...seizure, quantity, place: piraeus })[1]).toMatch(/au port du Pirée$/u);
    const hamburg = place('port', 'Hamburg', 'Hambourg', 'Hamburg');
    expect(titlesOf({ ...seizure, quantity, place: hamburg })[1]).toMatch(/au port de Hambourg$/u);
  });

  it('counts tablets, plants, weapons and money', () => {
    const tablets = { best: 12_000, unit: 'tablets' } as const;
    expect(titlesOf({ ...seizure, subtype: 'mdma', quantity: tablets })).toEqual([
      '12.000 tabletten mdma in beslag genomen',
      '12 000 comprimés de MDMA saisis',
      '12,000 tablets of MDMA seized',
    ]);
    const plants = { best: 300, unit: 'plants' } as const;
    expect(titlesOf({ ...seizure, subtype: 'cannabis', quantity: plants })[1]).toBe(
      '300 plants de cannabis saisis',
    );
    const weapons = { best: 12, unit: 'pieces' } as const;
    expect(titlesOf({ ...seizure, subtype: 'weapons', quantity: weapons })).toEqual([
      '12 wapens in beslag genomen',
      '12 armes saisies',
      '12 weapons seized',
    ]);
    const euro = { best: 250_000, unit: 'euro' } as const;
    expect(titlesOf({ ...seizure, subtype: 'cash', quantity: euro })).toEqual([
      '250.000 euro cash in beslag genomen',
      '250 000 euros en liquide saisis',
      '€250,000 in cash seized',
    ]);
  });

  it('names the goods alone where nobody said how much, and nothing where nobody said what', () => {
    expect(titlesOf({ ...seizure, place: antwerpPort })).toEqual([
      'Cocaïne in beslag genomen in de haven van Antwerpen',
      'Cocaïne saisie au port d’Anvers',
      'Cocaine seized at the port of Antwerp',
    ]);
    expect(titlesOf({ kind: 'seizure' })).toEqual(['Inbeslagname', 'Saisie', 'Seizure']);
  });

  it('takes a place at sea as it is written', () => {
    const sea = place(
      'sea',
      'op zee bij de Azoren',
      'en mer au large des Açores',
      'at sea off the Azores',
    );
    expect(titlesOf({ ...seizure, quantity: { best: 6500, unit: 'kg' }, place: sea })).toEqual([
      '6,5 ton cocaïne in beslag genomen op zee bij de Azoren',
      '6,5 tonnes de cocaïne saisies en mer au large des Açores',
      '6.5 tonnes of cocaine seized at sea off the Azores',
    ]);
  });
});

describe('a title of a shooting', () => {
  const forest = place('municipality', 'Vorst', 'Forest', 'Forest');

  it('counts the dead and the wounded in words', () => {
    const shooting = { kind: 'shooting', subtype: 'person hit', place: anderlecht } as const;
    expect(titlesOf({ ...shooting, killed: 1 })).toEqual([
      'Eén dode bij schietpartij in Anderlecht',
      'Un mort dans une fusillade à Anderlecht',
      'One dead in shooting, Anderlecht',
    ]);
    expect(titlesOf({ ...shooting, injured: 1, place: forest })).toEqual([
      'Eén gewonde bij schietpartij in Vorst',
      'Un blessé par balle à Forest',
      'One person wounded by gunfire, Forest',
    ]);
    expect(titlesOf({ ...shooting, killed: 2, injured: 3 })).toEqual([
      'Twee doden en drie gewonden bij schietpartij in Anderlecht',
      'Deux morts et trois blessés dans une fusillade à Anderlecht',
      'Two dead, three wounded in shooting, Anderlecht',
    ]);
    expect(titlesOf({ ...shooting, injured: 12 })[2]).toBe(
      '12 people wounded by gunfire, Anderlecht',
    );
  });

  it('does not say that gunfire hurt someone where shots were only fired', () => {
    const shots = { kind: 'shooting', subtype: 'shots fired', place: anderlecht } as const;
    expect(titlesOf(shots)).toEqual([
      'Schoten gelost in Anderlecht',
      'Coups de feu à Anderlecht',
      'Shots fired, Anderlecht',
    ]);
    expect(titlesOf({ ...shots, injured: 1 })[2]).toBe('Shots fired, one hurt, Anderlecht');
  });

  it('names what was shot at', () => {
    const shots = { kind: 'shooting', subtype: 'shots at building', place: anderlecht } as const;
    expect(titlesOf({ ...shots, target: 'house' })).toEqual([
      'Woning beschoten in Anderlecht',
      'Tirs sur une habitation à Anderlecht',
      'House hit by shots, Anderlecht',
    ]);
    const merksem = place('district', 'Merksem');
    expect(titlesOf({ ...shots, target: 'house', killed: 1, injured: 2, place: merksem })).toEqual([
      'Eén dode en twee gewonden bij beschieting van woning in Merksem',
      'Un mort et deux blessés par des tirs sur une habitation à Merksem',
      'One dead, two wounded as house is hit by shots, Merksem',
    ]);
  });

  it('says when the police fired', () => {
    expect(
      titlesOf({ kind: 'shooting', subtype: 'police firearm', killed: 1, place: anderlecht }),
    ).toEqual([
      'Eén dode door politiekogel in Anderlecht',
      'Un mort par un tir de police à Anderlecht',
      'One killed by police gunfire, Anderlecht',
    ]);
  });
});

describe('a title of another incident', () => {
  it('names it, its target and its casualties', () => {
    const berchem = place('district', 'Berchem');
    expect(titlesOf({ subtype: 'explosion', target: 'house', place: berchem })).toEqual([
      'Explosie aan woning in Berchem',
      'Explosion visant une habitation à Berchem',
      'Explosion targets house, Berchem',
    ]);
    expect(titlesOf({ subtype: 'stabbing', injured: 1, place: anderlecht })).toEqual([
      'Eén gewonde bij steekpartij in Anderlecht',
      'Un blessé dans une agression à l’arme blanche à Anderlecht',
      'One hurt in stabbing, Anderlecht',
    ]);
    expect(titlesOf({ subtype: 'arrest', drugs: true, place: antwerpPort })).toEqual([
      'Arrestaties in drugszaak in de haven van Antwerpen',
      'Arrestations dans un dossier de drogue au port d’Anvers',
      'Arrests in drug case at the port of Antwerp',
    ]);
  });

  it('does not count a found body as a casualty of its own', () => {
    expect(titlesOf({ subtype: 'body found', killed: 1, place: anderlecht })[2]).toBe(
      'Body found, Anderlecht',
    );
  });
});

describe('the place of a title', () => {
  it.each([
    ['country', 'Pays-Bas', 'aux Pays-Bas'],
    ['country', 'Portugal', 'au Portugal'],
    ['country', 'Malte', 'à Malte'],
    ['country', 'Belgique', 'en Belgique'],
    ['province', 'Flandre-Orientale', 'en Flandre-Orientale'],
    ['province', 'Anvers', 'en province d’Anvers'],
    ['province', 'Bruxelles (Région)', 'en Région bruxelloise'],
    ['municipality', 'Le Havre', 'au Havre'],
    ['municipality', 'La Haye', 'à La Haye'],
    ['municipality', 'Ville de Bruxelles', 'à Bruxelles-Ville'],
  ] as const)('%s %s is "%s" in French', (type, name, phrase) => {
    expect(titlesOf({ subtype: 'explosion', place: place(type, name) })[1]).toBe(
      `Explosion ${phrase}`,
    );
  });

  it('takes an article in Dutch and English where usage wants one', () => {
    const uk = place('country', 'Verenigd Koninkrijk', 'Royaume-Uni', 'United Kingdom');
    const titles = titlesOf({ kind: 'seizure', subtype: 'cocaine', place: uk });
    expect(titles[0]).toBe('Cocaïne in beslag genomen in het Verenigd Koninkrijk');
    expect(titles[2]).toBe('Cocaine seized in the United Kingdom');
  });
});

describe('every title', () => {
  const name = fc.string({ minLength: 1, maxLength: 150 });
  const anyPlace = fc.record({
    type: fc.constantFrom('port', 'municipality', 'district', 'province', 'country', 'sea'),
    names: fc.record({ nl: name, fr: name, en: name }),
  });
  const anyParts = fc
    .tuple(
      fc.constantFrom(...INCIDENT_CLASSES),
      fc.record({
        killed: fc.option(fc.nat(500)),
        injured: fc.option(fc.nat(60_000)),
        quantity: fc.option(
          fc.record({
            best: fc.double({ min: 0, max: 4_000_000, noNaN: true }),
            unit: fc.constantFrom(...QUANTITY_UNITS),
            bound: fc.constantFrom('over', 'about', null),
          }),
        ),
        place: fc.option(anyPlace),
        target: fc.option(fc.constantFrom('house', 'business', 'building', 'vehicle')),
        drugs: fc.boolean(),
        simulated: fc.boolean(),
      }),
    )
    .map(([[kind, subtype], rest]): HeadlineParts => ({ kind, subtype, ...rest }) as HeadlineParts);

  it('is never empty or longer than its bound, and never shows a hole', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        const titles = composeTitle({ ...parts, place: null });
        const placed = composeTitle(parts);
        for (const locale of LOCALES) {
          expect(placed[locale].length).toBeGreaterThan(0);
          expect(placed[locale].length).toBeLessThanOrEqual(LONGEST_HEADLINE);
          expect(titles[locale]).not.toMatch(/undefined|null|NaN|\{x\}|Infinity/u);
          expect(titles[locale]).not.toMatch(/^\s|\s$|\s{2}/u);
        }
      }),
    );
  });

  it('begins with the word if it is simulated', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        const titles = composeTitle({ ...parts, simulated: true });
        expect(titles.nl.startsWith('Gesimuleerd: ')).toBe(true);
        expect(titles.fr.startsWith('Simulé : ')).toBe(true);
        expect(titles.en.startsWith('Simulated: ')).toBe(true);
      }),
    );
  });
});
