/** A source of numbers that a seed determines wholly. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Standard normal, by Box and Muller. */
  normal(): number;
  /** Exponential with mean 1. */
  exponential(): number;
}

/** sfc32 (Chris Doty-Humphrey's small fast counter generator), seeded from one 32-bit number by splitmix32. */
export function createRandom(seed: number): Random {
  const next = sfc32(seed);
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError('cannot pick from an empty list');
      return item;
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    exponential: () => -Math.log(1 - next()),
  };
}

function sfc32(seed: number): () => number {
  const split = splitmix32(seed);
  let a = split();
  let b = split();
  let c = split();
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warmUp = 0; warmUp < 12; warmUp += 1) next();
  return next;
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
}

/** Picks by weight in constant code: cumulative weights are worked out once. */
export function weightedPicker<Item>(
  entries: readonly (readonly [item: Item, weight: number])[],
): (random: Random) => Item {
  let total = 0;
  const steps = entries.map(([item, weight]) => {
    total += weight;
    return { item, upTo: total };
  });
  const last = steps.at(-1);
  if (!last || total <= 0) throw new RangeError('weights must have a positive sum');
  return (random) => {
    const at = random.next() * total;
    return (steps.find(({ upTo }) => at < upTo) ?? last).item;
  };
}
