import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createOperatingTime } from '#portal-emulator/operating-time.ts';
import { admin, openInstalledPortal, type PortalUnderTest } from './portal-under-test.ts';
import { randomPortal } from './property/random-portal.ts';

const settings = { seed: Number(process.env['PROPERTY_SEED'] ?? 20_261_116), numRuns: Number(process.env['PROPERTY_RUNS'] ?? 25) };

afterEach(() => {
  vi.useRealTimers();
});

interface Listing {
  readonly method: 'crm.deal.list' | 'crm.lead.list';
  readonly start: number;
  readonly above: number;
}

const listing = fc.record<Listing>({
  method: fc.constantFrom('crm.deal.list', 'crm.lead.list'),
  start: fc.constantFrom(-1, 0, 50, 100, 1000),
  above: fc.nat(150),
});
const rows = fc.nat(130);

/** 30 ms, 0.3 ms a row, 20 ms for counting, 0.002 ms for a row that is skipped. */
function millisecondsOf({ start, above }: Listing, total: number): number {
  const matching = Math.max(0, total - above);
  const skipped = Math.min(Math.max(0, start), matching);
  const shown = Math.min(50, matching - skipped);
  return 30 + shown * 0.3 + (start < 0 ? 0 : 20) + skipped * 0.002;
}

const command = ({ method, start, above }: Listing): string => `${method}?start=${start}&filter[>ID]=${above}`;

/** Ids without gaps, so that `>ID` tells how many there are. */
function open(total: number, pace?: { latencyMs: number; timeScale: number }): PortalUnderTest {
  const data = randomPortal({ seed: 1, rows: total, timeZone: 'Europe/Moscow' });
  const numbered = <Row extends { id: number }>(list: readonly Row[]): Row[] => list.map((row, index) => ({ ...row, id: index + 1 }));
  return openInstalledPortal({ data: { ...data, deals: numbered(data.deals), leads: numbered(data.leads) }, ...(pace ? { pace } : {}) });
}

describe('what a list costs', () => {
  it('is the sum of call, rows, counting and skipped rows, for each method by itself', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.array(listing, { minLength: 1, maxLength: 8 }), async (total, asked) => {
        const { call } = open(total);
        const spent = { 'crm.deal.list': 0, 'crm.lead.list': 0 };
        for (const one of asked) {
          const { body } = await call(admin, one.method, { start: one.start, filter: { '>ID': one.above } });
          spent[one.method] += millisecondsOf(one, total);
          expect((body['time'] as { operating: number }).operating * 1000).toBeCloseTo(spent[one.method], 6);
        }
      }),
      settings,
    );
  });
});

describe('the pace of a portal', () => {
  it('keeps its ratios at every time scale: a batch lasts as long as its calls, requests beside each other as long as the longest', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout'] });
    const scale = fc.constantFrom(0.5, 1, 7, 60);
    await fc.assert(
      fc.asyncProperty(rows, fc.array(listing, { minLength: 1, maxLength: 6 }), scale, async (total, asked, timeScale) => {
        const { call } = open(total, { latencyMs: 0, timeScale });
        const costs = asked.map((one) => millisecondsOf(one, total));
        const inRow = await elapsed(1, () => call(admin, 'batch', { cmd: asked.map(command) }));
        expectNear(inRow, costs.reduce((sum, cost) => sum + cost, 0) / timeScale);
        const beside = await elapsed(asked.length, () =>
          Promise.all(asked.map((one) => call(admin, one.method, { start: one.start, filter: { '>ID': one.above } }))),
        );
        expectNear(beside, Math.max(...costs) / timeScale);
      }),
      settings,
    );
  });
});

/** Timers know whole milliseconds only. */
function expectNear(measuredMs: number, wantedMs: number): void {
  expect(Math.abs(measuredMs - wantedMs)).toBeLessThanOrEqual(1.5);
}

/** The clock stands still until each of the requests waits for its answer. */
async function elapsed(requests: number, work: () => Promise<unknown>): Promise<number> {
  const startedMs = Date.now();
  let finishedMs = 0;
  const done = work().then(() => (finishedMs = Date.now()));
  while (vi.getTimerCount() < requests) await new Promise((resolve) => setImmediate(resolve));
  while (finishedMs === 0) await vi.advanceTimersByTimeAsync(1);
  await done;
  return finishedMs - startedMs;
}

describe('the ten minutes of operating time', () => {
  const call = fc.record({ afterSeconds: fc.integer({ min: 0, max: 200 }), seconds: fc.integer({ min: 1, max: 120 }) });

  it('end for every minute ten minutes after its first call, and block above 480 seconds, at every time scale', () => {
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 40 }), fc.constantFrom(1, 10, 60), (calls, timeScale) => {
        let now = 1_778_747_192;
        const operating = createOperatingTime({ limits: 'cloud', timeScale, nowMs: () => (now * 1000) / timeScale });
        let baskets: { minute: number; first: number; seconds: number }[] = [];
        for (const { afterSeconds, seconds } of calls) {
          now += afterSeconds;
          baskets = baskets.filter(({ first }) => now < first + 600);
          const before = baskets.reduce((sum, basket) => sum + basket.seconds, 0);
          if (before > 480) expect(() => operating.admit('app', 'crm.item.list')).toThrow('Method is blocked');
          else operating.admit('app', 'crm.item.list');
          const minute = Math.floor(now / 60);
          const basket = baskets.find((one) => one.minute === minute);
          if (basket) basket.seconds += seconds;
          else baskets.push({ minute, first: now, seconds });
          const wanted = Math.floor(((baskets[0]?.first ?? now) + 600) / timeScale);
          expect(operating.add('app', 'crm.item.list', seconds)).toEqual({ operating: before + seconds, operatingResetAt: wanted });
        }
      }),
      settings,
    );
  });

  it('are those of the documented example: 500 seconds block, 460 do not', () => {
    let nowMs = Date.parse('2026-05-14T10:05:20Z');
    const operating = createOperatingTime({ limits: 'cloud', timeScale: 1, nowMs: () => nowMs });
    expect(operating.add('app', 'crm.item.list', 40).operatingResetAt).toBe(Date.parse('2026-05-14T10:15:20Z') / 1000);
    nowMs += 60_000;
    operating.add('app', 'crm.item.list', 460);
    expect(() => operating.admit('app', 'crm.item.list')).toThrow('Method is blocked');
    nowMs = Date.parse('2026-05-14T10:15:20Z');
    expect(() => operating.admit('app', 'crm.item.list')).not.toThrow();
  });
});
