import { seededRandom } from './incident-inputs';

const TYPES = ['shooting', 'explosion', 'arrest', 'cocaine', 'kidnapping'];
const PLACES = [
  'Schaerbeek',
  'Anderlecht',
  'Antwerpen',
  'Molenbeek',
  'Gent',
  'Charleroi',
  'Mechelen',
];
const WORDS =
  'police report street evening harbour container quay witness search quarter night found'.split(
    ' ',
  );
const FIRST_DAY_MS = Date.UTC(2021, 0, 1);

/** An invented file of that many different rows over five years, the same for the same number. */
export function exampleCsv(rows: number): string {
  const random = seededRandom(rows);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  const lines = [
    'date,time,type,municipality,lat,lng,place precision,title,summary,verification,source,link',
  ];
  for (let row = 0; row < rows; row += 1) {
    const moment = new Date(
      FIRST_DAY_MS + Math.floor(random() * 5 * 365 * 24 * 60) * 60_000,
    ).toISOString();
    const hasPoint = random() < 0.6;
    const point = hasPoint
      ? `${(50.8 + random() * 0.1).toFixed(5)},${(4.3 + random() * 0.1).toFixed(5)},locality`
      : ',,';
    const summary = Array.from({ length: 12 }, () => pick(WORDS)).join(' ');
    lines.push(
      `${moment.slice(0, 10)},${moment.slice(11, 16)},${pick(TYPES)},${hasPoint ? 'Schaerbeek' : pick(PLACES)},${point},Example ${row}: ${pick(WORDS)} ${pick(WORDS)},${summary},official,Example Gazette,https://example.org/${row}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
