import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What stands in the tables of all portals together. */
export interface PortalTotals {
  readonly portals: number;
  readonly dirty: number;
  readonly oldestDirtySeconds: number;
  readonly worstLagSeconds: number;
  readonly medianLagSeconds: number;
  readonly outbox: Readonly<Record<'pending' | 'unknown' | 'dead', number>>;
}

/**
 * What the operator watches. Labels are words of ours, never an address, a person or a portal:
 * their number is bounded, and nobody learns from them whose data this is.
 */
export interface Metrics {
  restCall(call: { family: string; kind: string; outcome: string; seconds: number; operatingShare: number | null }): void;
  limiterWait(priority: string, seconds: number): void;
  oauthRefresh(outcome: string): void;
  authRejected(reason: string): void;
  eventRejected(reason: string): void;
  acknowledged(decision: string): void;
  storeWait(seconds: number): void;
  request(request: { route: string; status: number; seconds: number }): void;
  text(): Promise<{ contentType: string; body: string }>;
}

const latency = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** `readTotals` is asked at each look. */
export function createMetrics(readTotals: () => Promise<PortalTotals>): Metrics {
  const registry = new Registry();
  // The delay of the event loop is among them.
  collectDefaultMetrics({ register: registry, prefix: 'kurs_' });
  const make = counters(registry);
  const rest = make.counter('rest_calls_total', 'Requests to portals', ['family', 'kind', 'outcome']);
  const restSeconds = make.histogram('rest_seconds', 'How long a portal took to answer', ['family'], latency);
  const shares = [0.1, 0.3, 0.6, 0.85, 1];
  const operating = make.histogram('rest_operating_share', 'Share of the operating limit that an answer tells', ['family'], shares);
  const limiter = make.histogram('limiter_wait_seconds', 'Waiting for the right to ask a portal', ['priority'], latency);
  const refreshes = make.counter('oauth_refresh_total', 'Exchanges of tokens', ['outcome']);
  const auth = make.counter('auth_rejections_total', 'People and sessions that were turned away', ['reason']);
  const events = make.counter('event_rejections_total', 'Events that were turned away', ['reason']);
  const decisions = make.counter('acknowledgements_total', 'Answers to sheets', ['decision']);
  const store = make.histogram('store_wait_seconds', 'Waiting for the beginning of a transaction', [], latency);
  const http = make.histogram('http_request_seconds', 'Requests by route of the contract', ['route', 'status'], latency);
  const showTotals = totalsGauges(registry);
  return {
    restCall: ({ family, kind, outcome, seconds, operatingShare }) => {
      rest.inc({ family, kind, outcome });
      restSeconds.observe({ family }, seconds);
      if (operatingShare !== null) operating.observe({ family }, operatingShare);
    },
    limiterWait: (priority, seconds) => limiter.observe({ priority }, seconds),
    oauthRefresh: (outcome) => refreshes.inc({ outcome }),
    authRejected: (reason) => auth.inc({ reason }),
    eventRejected: (reason) => events.inc({ reason }),
    acknowledged: (decision) => decisions.inc({ decision }),
    storeWait: (seconds) => store.observe(seconds),
    request: ({ route, status, seconds }) => http.observe({ route, status: String(status) }, seconds),
    text: async () => {
      showTotals(await readTotals());
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}

function counters(registry: Registry) {
  const registers = [registry];
  return {
    counter: (name: string, help: string, labelNames: string[]) => new Counter({ name: `kurs_${name}`, help, labelNames, registers }),
    histogram: (name: string, help: string, labelNames: string[], buckets: number[]) =>
      new Histogram({ name: `kurs_${name}`, help, labelNames, buckets, registers }),
  };
}

function totalsGauges(registry: Registry): (totals: PortalTotals) => void {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `kurs_${name}`, help, labelNames, registers: [registry] });
  const portals = gauge('portals', 'Portals that are read');
  const dirty = gauge('dirty_records', 'Records that wait to be read again');
  const oldest = gauge('dirty_oldest_seconds', 'How long the oldest of them has been waiting');
  const lag = gauge('sync_lag_seconds', 'Since a portal was last looked through for changes', ['rank']);
  const outbox = gauge('outbox_messages', 'Messages that were not sent, by state', ['state']);
  return (totals) => {
    portals.set(totals.portals);
    dirty.set(totals.dirty);
    oldest.set(totals.oldestDirtySeconds);
    lag.set({ rank: 'worst' }, totals.worstLagSeconds);
    lag.set({ rank: 'median' }, totals.medianLagSeconds);
    for (const [state, count] of Object.entries(totals.outbox)) outbox.set({ state }, count);
  };
}
