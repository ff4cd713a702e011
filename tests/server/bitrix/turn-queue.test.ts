import { describe, expect, it } from 'vitest';
import { createRateLimits, type Priority, type RequestBudget } from '#bitrix/rate-limit.ts';
import { createLocalLeases } from '#bitrix/request-leases.ts';
import type { Source } from '#bitrix/turn-queue.ts';
import { createVirtualTime, type VirtualTime } from '#support/virtual-time.ts';

const allowance = { perSecond: 2, burst: 20 };

function openBudget(time: VirtualTime): RequestBudget {
  const kept = createLocalLeases(allowance, time.clock);
  const leases = { lease: async (member: string, wanted: number) => kept.lease(member, wanted) };
  return createRateLimits({
    ...allowance,
    overdraft: 5,
    systemClock: time.clock,
    sleep: time.sleep,
    shared: { leases, slice: 10, sliceLifeMs: 2000, gatherMs: 1500 },
  }).forPortal('a');
}

interface Work {
  readonly name: string;
  readonly requests: number;
  readonly requestMs: number;
  readonly priority?: Priority;
  readonly source?: Source;
  readonly fromMs?: number;
}

const load: Work = { name: 'load', requests: 70, requestMs: 300 };
const messages = (count: number): Work[] =>
  Array.from({ length: count }, (_, index) => ({ name: `message ${index}`, requests: 1, requestMs: 100, source: 'sending' as const }));

/** When each request of each work was sent. */
async function run(...works: readonly Work[]): Promise<{ sentMs(name: string): number[]; endMs(name: string): number }> {
  const time = createVirtualTime();
  const budget = openBudget(time);
  const sent: { name: string; atMs: number }[] = [];
  const send = async ({ name, requests, requestMs, priority = 'background', source, fromMs = 0 }: Work): Promise<void> => {
    if (fromMs > 0) await time.sleep(fromMs);
    for (let request = 0; request < requests; request += 1) {
      await budget.take(priority, { source });
      sent.push({ name, atMs: time.nowMs() });
      await time.sleep(requestMs);
    }
  };
  await time.run(works.map(send));
  const sentMs = (name: string): number[] => sent.filter((request) => request.name.startsWith(name)).map(({ atMs }) => atMs);
  return { sentMs, endMs: (name) => Math.max(...sentMs(name)) };
}

describe('work in the background of one portal', () => {
  it('is a load that hardly notices sixty messages sent side by side', async () => {
    const alone = (await run(load)).endMs('load');
    const { endMs } = await run(...messages(60), load);
    expect(alone).toBeGreaterThan(20_000);
    expect(endMs('load')).toBeLessThan(alone * 1.3);
  });

  it('goes on sending messages while loads side by side leave no gap', async () => {
    const { sentMs, endMs } = await run(...Array.from({ length: 5 }, () => ({ ...load, requests: 80 })), ...messages(20));
    expect(endMs('message')).toBeLessThan(80_000);
    expect(sentMs('message').filter((atMs) => atMs < 30_000).length).toBeGreaterThanOrEqual(6);
  });

  it('sends messages as fast as the portal takes them when nothing is read', async () => {
    const { endMs } = await run(...messages(60));
    expect(endMs('message')).toBeLessThanOrEqual(((60 - allowance.burst) / allowance.perSecond) * 1000 + 1500);
  });

  it('does not make messages wait for a load whose requests take long', async () => {
    const { endMs } = await run({ ...load, requests: 10, requestMs: 10_000 }, ...messages(20));
    expect(endMs('message')).toBeLessThan(25_000);
  });

  it('earns no turns by resting: messages that come late do not overtake a load all at once', async () => {
    const late = messages(60).map((message) => ({ ...message, fromMs: 20_000 }));
    const { sentMs } = await run({ ...load, requests: 120 }, ...late);
    const inTen = (name: string): number => sentMs(name).filter((atMs) => atMs >= 20_000 && atMs < 30_000).length;
    expect(inTen('load')).toBeGreaterThan(3 * inTen('message'));
    expect(inTen('message')).toBeGreaterThan(0);
  });

  it('lets people pass at once, whatever waits', async () => {
    const person: Work = { name: 'person', requests: 3, requestMs: 1, priority: 'interactive', fromMs: 10_000 };
    const { endMs } = await run(load, ...messages(60), person);
    expect(endMs('person')).toBeLessThan(10_010);
  });
});

describe('a turn that nobody wants any more', () => {
  it('is given up at once, and the others go on', async () => {
    const time = createVirtualTime();
    const budget = openBudget(time);
    for (let request = 0; request < allowance.burst; request += 1) await budget.take('background');
    const leaving = new AbortController();
    const left = budget.take('background', { signal: leaving.signal });
    const staying = budget.take('background', { source: 'sending' });
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    await time.run([staying]);
    expect(time.nowMs()).toBeGreaterThan(0);
    await expect(budget.take('background', { signal: leaving.signal })).rejects.toThrow('left');
  });
});
