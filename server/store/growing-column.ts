import type { Changes } from '#domain/forecast/deal-history.ts';

/** Numbers of unknown count, kept without an object each. */
export interface GrowingColumn {
  readonly size: () => number;
  readonly push: (value: number) => void;
  readonly finish: () => Float64Array<ArrayBuffer>;
}

export function createGrowingColumn(): GrowingColumn {
  let values = new Float64Array(1024);
  let size = 0;
  return {
    size: () => size,
    push: (value) => {
      if (size === values.length) {
        const larger = new Float64Array(Math.ceil(size * 1.5));
        larger.set(values);
        values = larger;
      }
      values[size] = value;
      size += 1;
    },
    finish: () => values.slice(0, size),
  };
}

/** Changes of one deal after the other. */
export interface GrowingChanges {
  readonly begin: () => void;
  /** Values equal to the one before are left out. */
  readonly add: (at: number, value: number) => void;
  readonly finish: () => Changes;
}

export function createGrowingChanges({ keepsEqual = false } = {}): GrowingChanges {
  const [start, at, value] = [createGrowingColumn(), createGrowingColumn(), createGrowingColumn()];
  let last: number | null = null;
  return {
    begin: () => {
      start.push(at.size());
      last = null;
    },
    add: (moment, own) => {
      if (!keepsEqual && last !== null && Object.is(last, own)) return;
      at.push(moment);
      value.push(own);
      last = own;
    },
    finish: () => {
      start.push(at.size());
      return { start: Int32Array.from(start.finish()), at: at.finish(), value: value.finish() };
    },
  };
}
