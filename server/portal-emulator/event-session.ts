/** Generations of events that may follow one another by calls with the tokens of events. */
const eventSessionTtl = 3;

interface SessionNow {
  readonly connector: string;
  readonly isNobodys: boolean;
  /** Counts requests; work outside of any is a hit of its own each time. */
  readonly hit: number;
  /** What the tokens of events sent now are given. */
  readonly ttl: number;
  /** Calls with tokens of events have followed one another for too long: nothing is sent any more. */
  readonly isExhausted: boolean;
}

/** Under whose name and in which chain of events the work is done that is going on now; work is never interrupted. */
export interface EventSession {
  /** Runs work whose events do not come back to the offline source of this name. */
  fromConnector<T>(connector: string, work: () => T): T;
  /** Runs work of a call whose token came with an event, with what was left to it; undefined is any other token. */
  withinSession<T>(ttl: number | undefined, work: () => T): T;
  /** Runs the work of one request. */
  withinHit<T>(work: () => T): T;
  /** Runs work that is done on nobody's behalf, as robots do. */
  byNobody<T>(work: () => T): T;
  current(): SessionNow;
}

export function createEventSession(): EventSession {
  let connector = '';
  let left: number | undefined;
  let isNobodys = false;
  let hits = 0;
  let isWithinHit = false;

  return {
    fromConnector: (name, work) => {
      connector = name;
      return ending(work, () => (connector = ''));
    },
    withinSession: (ttl, work) => {
      left = ttl;
      return ending(work, () => (left = undefined));
    },
    withinHit: (work) => {
      hits += 1;
      isWithinHit = true;
      return ending(work, () => (isWithinHit = false));
    },
    byNobody: (work) => {
      isNobodys = true;
      return ending(work, () => (isNobodys = false));
    },
    current() {
      if (!isWithinHit) hits += 1;
      return { connector, isNobodys, hit: hits, ttl: left === undefined ? eventSessionTtl : left - 1, isExhausted: left === 0 };
    },
  };
}

function ending<T>(work: () => T, end: () => unknown): T {
  try {
    return work();
  } finally {
    end();
  }
}
