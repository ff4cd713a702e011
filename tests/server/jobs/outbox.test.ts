import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signSheet, type Receipt } from '#contract/acknowledgement.ts';
import { publishPlan, saveDraft } from '#contract/plan.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { until } from '#support/until.ts';
import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { openAndRead } from '#support/sheet-acts.ts';

const { head, anna } = smallPortalPeople;
const month = '2026-12';
let service: TestService;

beforeAll(async () => {
  service = await startTestService({ portals: 8 });
});
afterAll(() => service.stop());

async function sendPlan(portal: InstalledPortal, baseVersion = 0): Promise<void> {
  const author = await portal.open(head);
  await author.call(saveDraft, { month, lines: [{ metric: 'revenue', scope: `person:${anna}`, value: `${baseVersion + 1}000.00` }] });
  await author.call(publishPlan, { month, baseVersion, reason: baseVersion === 0 ? '' : 'Пересчёт' });
}

function messages(portal: InstalledPortal) {
  return portal.transaction((tx) => tx.db.selectFrom('outbox').selectAll().orderBy('created_at').execute());
}

const isNotice = (path: string): boolean => path.includes('im.notify.system.add');

async function allIn(portal: InstalledPortal, state: string): Promise<void> {
  await until(async () => {
    const found = await messages(portal);
    return found.length > 0 && found.every((message) => message.state === state);
  }, `every message to be ${state}`);
}

describe('a notice', () => {
  it('about a plan reaches its person once, soon after the plan was published', async () => {
    const portal = await service.installPortal();
    await sendPlan(portal);
    await allIn(portal, 'sent');
    expect(await portal.notices(anna)).toEqual([expect.stringMatching(/^План на декабрь 2026.*версия 1.*Отправитель: Игорь Рощин\./)]);
    expect(portal.requests.filter(isNotice)).toHaveLength(1);
    expect(await portal.notices(head)).toEqual([]);
  });

  it('about a receipt is written once with the signature and reaches the portal once', async () => {
    const portal = await service.installPortal();
    await sendPlan(portal);
    const person = await portal.open(anna);
    const sheet = { month, version: 1, userId: String(anna) };
    const { challengeId, planHash } = await openAndRead(person, sheet);
    const request = { ...sheet, challengeId, planHash, decision: 'signed' as const };
    const receipts: Receipt[] = await Promise.all([1, 2, 3].map(() => person.call(signSheet, request)));
    const [receipt] = receipts;
    await allIn(portal, 'sent');
    const keys = (await messages(portal)).map((message) => message.dedupe_key.split(' ')[0]);
    expect(keys).toEqual(['plan-sent', 'receipt']);
    const code = receipt?.entryHash.slice(0, 16) ?? '';
    expect((await portal.notices(anna)).filter((text) => text.includes(code))).toEqual([
      expect.stringContaining(`Подтверждение: план на декабрь 2026, версия 1. Запись в журнале № ${receipt?.sequence}, код ${code}.`),
    ]);
    expect(portal.requests.filter(isNotice)).toHaveLength(2);
  });

  it('of a newer version takes the place of the older one', async () => {
    const portal = await service.installPortal();
    await sendPlan(portal);
    await allIn(portal, 'sent');
    await sendPlan(portal, 1);
    await until(async () => (await messages(portal)).filter((message) => message.state === 'sent').length === 2, 'both messages');
    expect(await portal.notices(anna)).toEqual([expect.stringContaining('версия 2')]);
  });

  it('T16: leaves BB codes in names as plain characters, and its only link leads to us', async () => {
    const data = smallPortal();
    const users = data.users.map((user) =>
      user.id === head ? { ...user, name: '[url=https://evil.example]Игорь[/url]', lastName: '[b]Рощин[/b]' } : user,
    );
    const portal = await service.installPortal({ ...data, users });
    await sendPlan(portal);
    await allIn(portal, 'sent');
    const [notice] = await portal.notices(anna);
    expect(notice).toContain('Отправитель: ［url=https://evil.example］Игорь［/url］ ［b］Рощин［/b］.');
    // Our own link at the end is the only code there is.
    const [text, ...links] = (notice ?? '').split(' [URL=');
    expect(text).not.toMatch(/[[\]]/);
    expect(links).toEqual([expect.stringMatching(/^http:\/\/localhost:\d+\/marketplace\/view\/kurs\/\?[\w%&=-]+\]Открыть план\[\/URL\]$/)]);
  });

  it('whose answer was lost is never sent again by itself', async () => {
    const portal = await service.installPortal();
    portal.intercept(async (request) => {
      if (!isNotice(request.url)) return undefined;
      await portal.emulator.handle(request);
      return new Response('<html>Bad gateway</html>', { status: 502 });
    });
    await sendPlan(portal);
    await allIn(portal, 'unknown');
    portal.intercept(null);
    await service.store.announce(portal.portalId);
    await sendPlan(portal, 1);
    await until(async () => (await messages(portal)).some((message) => message.state === 'sent'), 'the next message');
    expect((await messages(portal)).map((message) => message.state)).toEqual(['unknown', 'sent']);
    expect(portal.requests.filter(isNotice)).toHaveLength(2);
  });

  it('that the portal refuses for good is given up, and the next one goes out', async () => {
    const portal = await service.installPortal();
    portal.intercept(async (request) =>
      isNotice(request.url) ? Response.json({ error: 'USER_ID_EMPTY', error_description: 'refused' }, { status: 400 }) : undefined,
    );
    await sendPlan(portal);
    await allIn(portal, 'dead');
    portal.intercept(null);
    await sendPlan(portal, 1);
    await until(async () => (await messages(portal)).some((message) => message.state === 'sent'), 'the next message');
    expect((await messages(portal)).map((message) => message.state)).toEqual(['dead', 'sent']);
  });

  // Two portals are installed here; as long as the call hangs, whoever waited for it would wait for ever.
  it('of one portal does not wait for another portal that hangs', { timeout: 180_000 }, async () => {
    const [hanging, quick] = [await service.installPortal(), await service.installPortal()];
    let letGo = (): void => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    hanging.intercept(async (request) => {
      if (isNotice(request.url)) await gate;
      return undefined;
    });
    try {
      await sendPlan(hanging);
      await until(async () => hanging.requests.some(isNotice), 'the hanging call');
      await sendPlan(quick);
      await until(async () => (await quick.notices(anna)).length > 0, 'the notice of the other portal', 20_000);
      expect(await quick.notices(anna)).toHaveLength(1);
      expect(await hanging.notices(anna)).toEqual([]);
    } finally {
      letGo();
    }
    await allIn(hanging, 'sent');
  });
});
