/** Random numbers that a seed decides: the same seed gives the same forecast. */
export interface Random {
  /** Evenly between 0 and 1, 0 excluded. */
  readonly uniform: () => number;
  readonly normal: () => number;
  /** Gamma with mean 1 and a coefficient of variation; 1 when that is 0. */
  readonly gamma: (variation: number) => number;
  readonly poisson: (mean: number) => number;
}

/** Mulberry32 (Tommy Ettinger, public domain) under Box–Muller, Marsaglia–Tsang (2000) and Knuth's Poisson. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4_294_967_296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const gamma = (variation: number): number => (variation <= 0 ? 1 : gammaOf(1 / variation ** 2, uniform, normal) * variation ** 2);
  const poisson = (mean: number): number => (mean > 50 ? Math.max(0, Math.round(mean + Math.sqrt(mean) * normal())) : knuth(mean, uniform));
  return { uniform, normal, gamma, poisson };
}

function gammaOf(shape: number, uniform: () => number, normal: () => number): number {
  if (shape < 1) return gammaOf(shape + 1, uniform, normal) * uniform() ** (1 / shape);
  const scaled = shape - 1 / 3;
  const factor = 1 / Math.sqrt(9 * scaled);
  for (;;) {
    const x = normal();
    const cube = (1 + factor * x) ** 3;
    if (cube > 0 && Math.log(uniform()) < 0.5 * x * x + scaled * (1 - cube + Math.log(cube))) return scaled * cube;
  }
}

function knuth(mean: number, uniform: () => number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count += 1;
  return count;
}

/** Thirty-two bits of a whole number, well mixed (murmur3's last step): picks deals without looking at them. */
export function mixBits(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
