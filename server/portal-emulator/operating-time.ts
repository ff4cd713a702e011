import { RestError } from './rest-error.ts';

/** Execution seconds per method and application over ten one-minute baskets, as the `time` block reports them. */
export interface OperatingTime {
  /** Refuses a method whose baskets are full. */
  admit(caller: string, method: string): void;
  add(caller: string, method: string, seconds: number): { operating: number; operatingResetAt: number };
}

interface OperatingOptions {
  readonly limits: 'cloud' | 'enterprise' | 'off';
  /** Minutes pass this many times faster. */
  readonly timeScale: number;
  readonly nowMs: () => number;
}

const basketCount = 10;
const limitSeconds = 480;

export function createOperatingTime({ limits, timeScale, nowMs }: OperatingOptions): OperatingTime {
  const basketMs = 60_000 / timeScale;
  const basketsOf = new Map<string, Map<number, number>>();

  const open = (key: string): Map<number, number> => {
    const baskets = basketsOf.get(key) ?? new Map<number, number>();
    basketsOf.set(key, baskets);
    const oldest = Math.floor(nowMs() / basketMs) - basketCount + 1;
    for (const basket of baskets.keys()) if (basket < oldest) baskets.delete(basket);
    return baskets;
  };

  return {
    admit(caller, method) {
      if (limits === 'off' || sum(open(`${caller} ${method}`)) < limitSeconds) return;
      throw new RestError('OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.', 429);
    },
    add(caller, method, seconds) {
      const baskets = open(`${caller} ${method}`);
      const current = Math.floor(nowMs() / basketMs);
      baskets.set(current, (baskets.get(current) ?? 0) + seconds);
      const oldest = Math.min(...baskets.keys());
      return { operating: sum(baskets), operatingResetAt: Math.ceil(((oldest + basketCount) * basketMs) / 1000) };
    },
  };
}

function sum(baskets: ReadonlyMap<number, number>): number {
  return [...baskets.values()].reduce((total, seconds) => total + seconds, 0);
}
