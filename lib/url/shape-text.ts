import { isShape, type MaybeShape, roundShape, type Shape } from '@/lib/domain/shape';
import { UnreadableParameter } from './unreadable';

/** `[lng, lat]` in hundred-thousandths of a degree, about a metre. */
const STEPS_PER_DEGREE = 1e5;
/** Needs no escaping in an address. */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** A digit has five bits of a number, and a sixth that says that more follow. */
const DIGIT_VALUES = 32;
/** Twice the way around the world, and its sign, take 27 bits. */
const MOST_DIGITS = 6;

/**
 * `circle,4.35,50.85,2000`: longitude, latitude, radius in metres. `polygon,…`: each vertex as the way from the one before,
 * which takes about six characters a vertex in a town.
 */
export function textOfShape(shape: Shape): string {
  if (shape.type === 'circle') return ['circle', ...shape.center, shape.radiusMetres].join(',');
  let [x, y] = [0, 0];
  const ways = shape.ring.flatMap(([lng, lat]) => {
    const [toX, toY] = [Math.round(lng * STEPS_PER_DEGREE), Math.round(lat * STEPS_PER_DEGREE)];
    const way = [toX - x, toY - y];
    [x, y] = [toX, toY];
    return way;
  });
  return `polygon,${ways.map(digitsOf).join('')}`;
}

/** @throws UnreadableParameter */
export function shapeOfText(text: string): Shape {
  const [type, ...parts] = text.split(',');
  const shape = type === 'circle' ? circleOf(parts) : polygonOf(type, parts);
  if (!shape || !isShape(shape)) throw new UnreadableParameter();
  return roundShape(shape);
}

function circleOf(parts: readonly string[]): MaybeShape | null {
  const numbers = parts.map((part) => (/^-?\d+(\.\d+)?$/.test(part) ? Number(part) : Number.NaN));
  const [lng, lat, radiusMetres, ...more] = numbers;
  if (lng === undefined || lat === undefined || radiusMetres === undefined || more.length > 0)
    return null;
  return { type: 'circle', center: [lng, lat], radiusMetres };
}

function polygonOf(type: string | undefined, [digits = '', ...more]: string[]): MaybeShape | null {
  return type === 'polygon' && more.length === 0 ? { type, ring: ringOf(digits) } : null;
}

function ringOf(digits: string): [number, number][] {
  const ways = numbersOf(digits);
  const ring: [number, number][] = [];
  let [x, y] = [0, 0];
  for (let index = 0; index + 1 < ways.length; index += 2) {
    x += ways[index] as number;
    y += ways[index + 1] as number;
    ring.push([x / STEPS_PER_DEGREE, y / STEPS_PER_DEGREE]);
  }
  if (ways.length % 2 !== 0) throw new UnreadableParameter();
  return ring;
}

/** Least digits first; the sign is the lowest bit. */
function digitsOf(value: number): string {
  let left = value < 0 ? -2 * value - 1 : 2 * value;
  let digits = '';
  do {
    const digit = left % DIGIT_VALUES;
    left = (left - digit) / DIGIT_VALUES;
    digits += DIGITS[left > 0 ? digit + DIGIT_VALUES : digit];
  } while (left > 0);
  return digits;
}

function numbersOf(digits: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let place = 0;
  for (const character of digits) {
    const digit = DIGITS.indexOf(character);
    if (digit < 0 || place === MOST_DIGITS) throw new UnreadableParameter();
    value += (digit % DIGIT_VALUES) * DIGIT_VALUES ** place;
    place += 1;
    if (digit >= DIGIT_VALUES) continue;
    numbers.push(value % 2 === 1 ? -(value + 1) / 2 : value / 2);
    value = 0;
    place = 0;
  }
  if (place > 0) throw new UnreadableParameter();
  return numbers;
}
