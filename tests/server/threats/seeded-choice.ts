/** Choices that a seed decides, so that what was found can be found again. */
export interface Choice {
  /** Below `limit`, whole. */
  below(limit: number): number;
  oneOf<Value>(values: readonly Value[]): Value;
  isChosen(share: number): boolean;
}

export function chooseBy(seed: number): Choice {
  // Mulberry32, whose 32 bits are plenty for choosing among inputs.
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    oneOf: (values) => {
      const value = values[below(values.length)];
      if (value === undefined) throw new Error('there is nothing to choose from');
      return value;
    },
    isChosen: (share) => next() < share,
  };
}
