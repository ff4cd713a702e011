import { describe, expect, it } from 'vitest';
import { createRateLimits } from '#bitrix/rate-limit.ts';
import { createLocalLeases } from '#bitrix/request-leases.ts';
import { createVirtualTime } from '#support/virtual-time.ts';

/** A clock that only sleeping moves. */
function createLimits(options = { perSecond: 2, burst: 20, overdraft: 20 }) {
  let nowMs = 0;
  const limits = createRateLimits({
    ...options,
    systemClock: () => new Date(nowMs),
    sleep: async (ms) => {
      nowMs += ms;
    },
  });
  return { limits, elapsedMs: () => nowMs };
}

async function take(
  budget: ReturnType<ReturnType<typeof createLimits>['limits']['forPortal']>,
  times: number,
  priority: 'background' | 'interactive',
) {
  for (let index = 0; index < times; index += 1) await budget.take(priority);
}

describe('the budget of a portal', () => {
  it('gives twenty requests at once and two a second after them', async () => {
    const { limits, elapsedMs } = createLimits();
    const budget = limits.forPortal('a');
    await take(budget, 20, 'background');
    expect(elapsedMs()).toBe(0);
    await take(budget, 100, 'background');
    expect(elapsedMs()).toBe(50_000);
  });

  it('is one for all clients of the portal and another for each portal', async () => {
    const { limits, elapsedMs } = createLimits();
    await take(limits.forPortal('a'), 20, 'background');
    await take(limits.forPortal('b'), 20, 'background');
    expect(elapsedMs()).toBe(0);
    await take(limits.forPortal('a'), 1, 'background');
    expect(elapsedMs()).toBe(500);
  });

  it('lets a person pass while a load waits, but never more than the portal takes', async () => {
    const { limits, elapsedMs } = createLimits();
    const budget = limits.forPortal('a');
    await take(budget, 20, 'background');
    await take(budget, 20, 'interactive');
    expect(elapsedMs()).toBe(0);
    await take(budget, 1, 'interactive');
    expect(elapsedMs()).toBe(500);
  });
});

describe('processes that share the budget of a portal', () => {
  const allowance = { perSecond: 2, burst: 20 };
  const sliceLifeMs = 2000;
  const seconds = 300;
  const all = allowance.burst + allowance.perSecond * seconds;

  /** Loops that send for five minutes, each after its request has taken its time. */
  async function load(processes: readonly { loops: number; requestMs: number }[]) {
    const time = createVirtualTime();
    const kept = createLocalLeases(allowance, time.clock);
    const sentMs: number[] = [];
    let leases = 0;
    const work = processes.flatMap(({ loops, requestMs }) => {
      const budget = createRateLimits({
        ...allowance,
        overdraft: 0,
        systemClock: time.clock,
        sleep: time.sleep,
        shared: {
          leases: { lease: async (member, wanted) => ((leases += 1), kept.lease(member, wanted)) },
          slice: 10,
          sliceLifeMs,
          gatherMs: 1500,
        },
      }).forPortal('a');
      const send = async (): Promise<void> => {
        while (time.nowMs() < seconds * 1000) {
          await budget.take('background');
          sentMs.push(time.nowMs());
          await time.sleep(requestMs);
        }
      };
      return Array.from({ length: loops }, send);
    });
    await time.run(work);
    return { sentMs, leases };
  }

  it('use it up between them and never exceed it', async () => {
    const { sentMs } = await load([
      { loops: 3, requestMs: 10 },
      { loops: 3, requestMs: 10 },
    ]);
    let most = -Infinity;
    for (const [first, fromMs] of sentMs.entries())
      for (const [index, untilMs] of sentMs.slice(first).entries())
        most = Math.max(most, index + 1 - (allowance.perSecond * (untilMs - fromMs)) / 1000);
    // A slice may be sent as late as its life ends, while the bucket behind it has refilled.
    expect(most).toBeLessThanOrEqual(allowance.burst + (allowance.perSecond * sliceLifeMs) / 1000);
    expect(sentMs.length).toBeGreaterThan(0.9 * all);
  });

  it('lease far more seldom than they send', async () => {
    const { sentMs, leases } = await load([{ loops: 3, requestMs: 10 }]);
    expect(sentMs.length).toBeGreaterThan(0.9 * all);
    expect(leases).toBeLessThan(sentMs.length / 2);
  });

  it('do not slow down whoever sends slowly: no slice is taken that is lost', async () => {
    for (const requestMs of [600, 1500, 5000]) {
      const { sentMs } = await load([{ loops: 1, requestMs }]);
      expect([requestMs, sentMs.length]).toEqual([requestMs, expect.closeTo((seconds * 1000) / requestMs, -1)]);
      expect(sentMs.length).toBeGreaterThan((0.9 * seconds * 1000) / requestMs);
    }
  });
});
