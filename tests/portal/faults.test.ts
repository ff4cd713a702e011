import type { Faults } from '#portal-emulator/emulator-options.ts';
import { hostPortalEmulator } from '#portal-emulator/host-portal-emulator.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { listenForEvents, type EventListener } from './event-listener.ts';
import { findFreePorts } from '#support/free-ports.ts';
import { admin, fieldOf, openInstalledPortal, type PortalUnderTest } from './portal-under-test.ts';

let listener: EventListener | null = null;

afterEach(async () => {
  await listener?.close();
  listener = null;
});

function open(faults: Omit<Faults, 'seed'>, seed = 7): PortalUnderTest {
  return openInstalledPortal({ faults: { seed, ...faults } });
}

/** Status and body as they come, or `reset`. */
async function ask(portal: PortalUnderTest, method: string, parameters: object = {}): Promise<{ status: number | 'reset'; text: string }> {
  const { fields } = portal.emulator.openFrame({ userId: admin, placement: 'DEFAULT' });
  const body = JSON.stringify({ ...parameters, auth: fieldOf(fields, 'AUTH_ID') });
  const request = new Request(`${portal.options.portalOrigin}/rest/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  try {
    const response = await portal.emulator.handle(request);
    return { status: response.status, text: await response.text() };
  } catch (error) {
    expect(String(error)).toContain('the connection was reset');
    return { status: 'reset', text: '' };
  }
}

async function titleOf(portal: PortalUnderTest): Promise<string> {
  const state = await portal.page(admin, 'GET', 'deals/3');
  return (state.body as { deal: { title: string } }).deal.title;
}

const rename = { id: 3, fields: { TITLE: 'Новое имя' } };

describe('a fault of a request', () => {
  it('refuses with a page of HTML and does nothing', async () => {
    const portal = open({ refusedRequests: 1 });
    const { status, text } = await ask(portal, 'crm.deal.update', rename);
    expect([status, text]).toEqual([502, expect.stringContaining('<h1>502 Bad Gateway</h1>')]);
    expect(await titleOf(portal)).not.toBe('Новое имя');
  });

  it('does the work and loses the answer', async () => {
    const portal = open({ unheardAnswers: 1 });
    expect((await ask(portal, 'crm.deal.update', rename)).status).toBe(504);
    expect(await titleOf(portal)).toBe('Новое имя');
  });

  it('ends the JSON in the middle', async () => {
    const { status, text } = await ask(open({ truncatedAnswers: 1 }), 'crm.deal.list');
    expect([status, text.slice(0, 11)]).toEqual([200, '{"result":[']);
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  });

  it('breaks the connection before the work or after it, both in turn', async () => {
    const done = new Set<boolean>();
    for (let seed = 0; seed < 12; seed += 1) {
      const portal = open({ resets: 1 }, seed);
      expect((await ask(portal, 'crm.deal.update', rename)).status).toBe('reset');
      done.add((await titleOf(portal)) === 'Новое имя');
    }
    expect(done).toEqual(new Set([true, false]));
  });

  it('breaks the socket of a hosted portal', async () => {
    const [portalPort, oauthPort] = await findFreePorts(2);
    const origins = { portalOrigin: `http://localhost:${portalPort}`, oauthOrigin: `http://localhost:${oauthPort}` };
    const { emulator } = openInstalledPortal({ ...origins, faults: { seed: 1, resets: 1 } });
    const host = await hostPortalEmulator(emulator, origins);
    try {
      const cause = await fetch(`${origins.portalOrigin}/rest/profile`).then(String, (error: Error) => error.cause);
      expect(cause).toMatchObject({ code: 'ECONNRESET' });
    } finally {
      await host.close();
    }
  });

  it('says of a live token that it has expired', async () => {
    const { status, text } = await ask(open({ expiredTokens: 1 }), 'profile');
    expect([status, JSON.parse(text)]).toMatchObject([401, { error: 'expired_token' }]);
  });

  it('makes some wait', async () => {
    const startMs = performance.now();
    expect((await ask(open({ slow: { share: 1, ms: 60 } }), 'profile')).status).toBe(200);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(59);
  });

  it('comes again at the same place for the same seed, as often as it was told', async () => {
    const play = async (seed: number): Promise<(number | 'reset')[]> => {
      const portal = open({ refusedRequests: 0.2, resets: 0.2, expiredTokens: 0.1 }, seed);
      const seen: (number | 'reset')[] = [];
      for (let index = 0; index < 100; index += 1) seen.push((await ask(portal, 'profile')).status);
      return seen;
    };
    const first = await play(3);
    expect(await play(3)).toEqual(first);
    expect(await play(4)).not.toEqual(first);
    const whole = first.filter((status) => status === 200).length;
    expect(whole).toBeGreaterThan(35);
    expect(whole).toBeLessThan(65);
  });

  it('sets the portal ahead of its callers', async () => {
    const { text } = await ask(open({ clockSkewMs: 90_000 }), 'profile');
    const { time } = JSON.parse(text) as { time: { start: number; operating_reset_at: number } };
    expect(time.start - Date.now() / 1000).toBeGreaterThan(80);
    expect(time.operating_reset_at - time.start).toBeGreaterThan(500);
  });

  it('spares the pages of the portal', async () => {
    expect((await open({ refusedRequests: 1 }).page(admin, 'GET', 'state')).status).toBe(200);
  });
});

describe('a fault of an event', () => {
  async function deliverAll(faults: Omit<Faults, 'seed'>, count = 12): Promise<Readonly<Record<string, string>>[]> {
    const portal = open(faults);
    listener = await listenForEvents();
    await portal.call(admin, 'event.bind', { event: 'ONCRMDEALUPDATE', handler: listener.handler });
    for (let dealId = 1; dealId <= count; dealId += 1) {
      portal.emulator.updateDeal(admin, dealId, { amount: '1.00' });
      // One after another, so that the order of arrival is the order of sending.
      if (faults.reorderedEvents === undefined) await portal.emulator.settle();
      else await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await portal.emulator.settle();
    return [...listener.received];
  }
  const idsOf = (received: readonly Readonly<Record<string, string>>[]): number[] =>
    received.map((event) => Number(event['data[FIELDS][ID]']));

  it('loses some', async () => {
    expect(await deliverAll({ lostEvents: 1 })).toEqual([]);
    const some = idsOf(await deliverAll({ lostEvents: 0.5 }));
    expect(some.length).toBeGreaterThan(1);
    expect(some.length).toBeLessThan(11);
  });

  it('repeats some', async () => {
    expect(idsOf(await deliverAll({ repeatedEvents: 1 }, 3))).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it('delivers some after what happened later, and none is lost', async () => {
    const ids = idsOf(await deliverAll({ reorderedEvents: 0.4 }));
    expect(ids.toSorted((left, right) => left - right)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(ids).not.toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('leaves the tokens out, not the token of the application', async () => {
    const [event] = await deliverAll({ tokenlessEvents: 1 }, 1);
    expect(Object.keys(event ?? {}).filter((key) => key.startsWith('auth['))).toEqual([
      'auth[domain]',
      'auth[server_endpoint]',
      'auth[client_endpoint]',
      'auth[member_id]',
      'auth[application_token]',
    ]);
  });
});
