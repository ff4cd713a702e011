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

const basketLives = 10;
const limitSeconds = 480;

/** One minute's calls of a method; it counts for ten minutes from the first of them on. */
interface Basket {
  readonly minute: number;
  readonly openedMs: number;
  seconds: number;
}

export function createOperatingTime({ limits, timeScale, nowMs }: OperatingOptions): OperatingTime {
  const minuteMs = 60_000 / timeScale;
  const basketsOf = new Map<string, Basket[]>();

  const open = (key: string): Basket[] => {
    const alive = (basketsOf.get(key) ?? []).filter(({ openedMs }) => nowMs() < openedMs + basketLives * minuteMs);
    basketsOf.set(key, alive);
    return alive;
  };

  return {
    admit(caller, method) {
      if (limits === 'off' || sum(open(`${caller} ${method}`)) <= limitSeconds) return;
      throw new RestError('OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.', 429);
    },
    add(caller, method, seconds) {
      const baskets = open(`${caller} ${method}`);
      const atMs = nowMs();
      const minute = Math.floor(atMs / minuteMs);
      const current = baskets.find((basket) => basket.minute === minute);
      if (current) current.seconds += seconds;
      else baskets.push({ minute, openedMs: atMs, seconds });
      const resetMs = (baskets[0]?.openedMs ?? atMs) + basketLives * minuteMs;
      return { operating: sum(baskets), operatingResetAt: Math.floor(resetMs / 1000) };
    },
  };
}

function sum(baskets: readonly Basket[]): number {
  return baskets.reduce((total, { seconds }) => total + seconds, 0);
}
