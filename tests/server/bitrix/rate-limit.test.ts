import { describe, expect, it } from 'vitest';
import { createRateLimits } from '#bitrix/rate-limit.ts';

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
