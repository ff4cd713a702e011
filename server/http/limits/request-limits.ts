import { AppError } from '#kernel/errors.ts';
import { createTokenBuckets, type Rate } from './token-buckets.ts';

export type LimitName =
  | 'page'
  | 'stranger'
  | 'renewal'
  | 'install'
  | 'unproven'
  | 'person'
  | 'portal'
  | 'event'
  | 'unknown-event'
  | 'renewed-token'
  | 'update';
export type Rates = Readonly<Record<LimitName, Rate>>;

const perMinute = (count: number): number => count / 60;

/** What may be asked of us. Bursts are those of real people: a whole office opens its pages at nine, from one address. */
export const productionRates: Rates = {
  /** Pages of one portal from one address. */
  page: { perSecond: perMinute(30), burst: 120 },
  /** Pages of portals that this process has not met, from one address. */
  stranger: { perSecond: perMinute(30), burst: 30 },
  /** Every open frame renews its session each eight minutes. */
  renewal: { perSecond: 2, burst: 120 },
  install: { perSecond: perMinute(5), burst: 5 },
  /** Exchanges of tokens that somebody brings, of all senders together: the authorization server blocks who asks too much. */
  unproven: { perSecond: 1, burst: 10 },
  /** The workspace asks ten endpoints at once. */
  person: { perSecond: 20, burst: 60 },
  portal: { perSecond: 100, burst: 300 },
  /** A robot touches some hundred deals in a row. */
  event: { perSecond: 50, burst: 500 },
  /** Events of all senders that are not known together. */
  'unknown-event': { perSecond: 200, burst: 200 },
  /** How often a wrong token of a known portal makes us look whether there is a new one. */
  'renewed-token': { perSecond: 1, burst: 1 },
  /** Updates of the application that one address says have happened in one portal. */
  update: { perSecond: perMinute(1), burst: 3 },
};

/** Every limit of requests there is, each of them a bucket a key. */
export interface RequestLimits {
  /** Milliseconds until it may be; 0 when it may be now, which it then is. */
  take(name: LimitName, key: string): number;
  /** Ends the request with 429. */
  demand(name: LimitName, key: string): void;
  /** Buckets in memory. */
  readonly size: number;
}

export function createRequestLimits(rates: Rates, systemClock: () => Date): RequestLimits {
  const buckets = new Map(Object.entries(rates).map(([name, rate]) => [name, createTokenBuckets(rate, systemClock)]));
  const take = (name: LimitName, key: string): number => buckets.get(name)?.take(key) ?? 0;
  return {
    take,
    demand: (name, key) => {
      const waitMs = take(name, key);
      if (waitMs > 0) throw new AppError('too-many-requests', `Too often: ${name}`, { details: { retryAfterMs: waitMs } });
    },
    get size() {
      return [...buckets.values()].reduce((total, { size }) => total + size, 0);
    },
  };
}

/** For whoever is alone with the server: the demo that lives through its past in seconds, and tests. */
export const roomyRates: Rates = Object.fromEntries(
  Object.keys(productionRates).map((name) => [name, { perSecond: 1e6, burst: 1e6 }]),
) as Rates;
