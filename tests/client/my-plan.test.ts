import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PlanSheet } from '#contract/acknowledgement.ts';
import { useMyPlans } from '#stores/my-plans.ts';
import { wantedSheet } from '#stores/wanted-sheet.ts';
import MyPlanView from '#views/my-plan/MyPlanView.vue';
import { mountView, readText, startStores } from './mount-view.ts';
import { buildBoot, buildReceipt, buildSheet, buildSigningPin, planHash } from './sample-data.ts';

const server = setupServer();
const challengeId = '018f6d2e-7c1a-7b3c-8d4e-5f6a7b8c9d0e';
let sheet: PlanSheet;
let opened = 0;
let read = 0;
let signRequests: Record<string, unknown>[] = [];

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  sheet = buildSheet();
  opened = 0;
  read = 0;
  signRequests = [];
  const line = { month: '2026-12', version: 3, state: 'sent', publishedAt: '2026-11-13T12:00:00.000Z', authorName: 'Марина Ковалёва' };
  server.use(
    http.get('*/api/my-plans', () => HttpResponse.json({ sheets: [{ ...line, version: 4, state: 'signed' }, line] })),
    http.get('*/api/quizzes', () => HttpResponse.json({ quizzes: [] })),
    http.get('*/api/signing-pin', () => HttpResponse.json(buildSigningPin())),
    http.get('*/api/sheets/2026-12/:version/12', () => HttpResponse.json(sheet)),
    http.post('*/api/sheets/2026-12/3/12/open', () => {
      opened += 1;
      sheet = { ...sheet, state: 'opened', openedAt: '2026-11-16T08:24:00.000Z' };
      return HttpResponse.json({ challengeId, planHash, expiresAt: '2026-11-16T09:00:00.000Z' });
    }),
    http.post('*/api/sheets/2026-12/3/12/read', () => {
      read += 1;
      sheet = { ...sheet, readAt: '2026-11-16T08:24:00.000Z' };
      return HttpResponse.json(sheet);
    }),
    http.post('*/api/sheets/2026-12/3/12/sign', async ({ request }) => {
      signRequests.push((await request.json()) as Record<string, unknown>);
      return HttpResponse.json(buildReceipt());
    }),
  );
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

describe('the plans of the viewer', () => {
  it('begin with the newest sheet that waits for an answer', async () => {
    startStores();
    const plans = useMyPlans();
    await plans.load({});
    expect(plans.sheet?.version).toBe(3);
  });

  it('begin with the sheet the slider was opened for', () => {
    expect(wantedSheet({ view: 'my-plan', month: '2026-12', version: '4' })).toEqual({ month: '2026-12', version: 4 });
    expect(wantedSheet({ month: '2026-13', version: '4' })).toBeNull();
    expect(wantedSheet({ month: '2026-12', version: '0' })).toBeNull();
    expect(wantedSheet({})).toBeNull();
  });

  it('record the opening and the reading once, and sign with a challenge of their own', async () => {
    startStores();
    const plans = useMyPlans();
    await plans.load({});
    await plans.show('2026-12', 3);
    expect(opened).toBe(1);
    await Promise.all([plans.read(), plans.read()]);
    await plans.read();
    expect(read).toBe(1);
    expect(await plans.sign('signed', '')).toBe(true);
    expect(signRequests).toEqual([{ challengeId, planHash, decision: 'signed', text: '' }]);
    expect(plans.sheet).toMatchObject({ state: 'signed', canSign: false, receipt: { sequence: 214 } });
    expect(plans.sheets?.find((line) => line.version === 3)?.state).toBe('signed');
  });

  it('repeat the same challenge after a broken connection', async () => {
    startStores();
    const plans = useMyPlans();
    await plans.load({});
    await plans.read();
    server.use(
      http.post(
        '*/api/sheets/2026-12/3/12/sign',
        async ({ request }) => {
          signRequests.push((await request.json()) as Record<string, unknown>);
          return HttpResponse.error();
        },
        { once: true },
      ),
    );
    expect(await plans.sign('signed', '')).toBe(false);
    expect(plans.signFailure?.code).toBe('no-connection');
    expect(await plans.sign('signed', '')).toBe(true);
    expect(signRequests.map((request) => request['challengeId'])).toEqual([challengeId, challengeId]);
    expect(opened).toBe(2);
  });

  it('ask for a new challenge after the old one was refused', async () => {
    startStores();
    const plans = useMyPlans();
    await plans.load({});
    await plans.read();
    const conflict = { error: { code: 'conflict', message: '', requestId: 'r1' } };
    server.use(http.post('*/api/sheets/2026-12/3/12/sign', () => HttpResponse.json(conflict, { status: 409 }), { once: true }));
    expect(await plans.sign('signed', '')).toBe(false);
    expect(await plans.sign('signed', '')).toBe(true);
    expect(opened).toBe(3);
  });
});

describe('the page of the plan', () => {
  const boot = buildBoot({ view: 'my-plan', placement: { code: 'DEFAULT', entityId: null } });

  it('shows targets with what they were, weeks that add up, and why', async () => {
    const view = mountView(MyPlanView, boot);
    await expect.poll(() => readText(view)).toContain('План на декабрь 2026');
    const text = readText(view);
    expect(text).toContain('4,60 млн ₽было 4,80');
    expect(text).toContain('20 в деньбыло 22');
    expect(text).toContain('По неделям, тыс. ₽');
    expect(text).toContain('22 раб. дня4 600');
    expect(text).toMatch(/4 800\s*4 600 тыс. ₽ выручки, −200/u);
    expect(text).toContain('Закупка ушла на январь.');
    expect(text).toContain('версия 3 от 13 ноября 2026 · отправитель: Марина Ковалёва');
    expect(text).toContain('Ждёт ответа до 20 ноября');
  });

  it('shows the receipt to the second once the plan is signed', async () => {
    sheet = buildSheet({ state: 'signed', canSign: false, openedAt: '2026-11-16T08:24:00.000Z', receipt: buildReceipt() });
    const view = mountView(MyPlanView, boot);
    await expect.poll(() => readText(view)).toContain('План подписан');
    const text = readText(view);
    expect(text).toContain('16 ноября 2026, 11:52:07, МСК');
    expect(text).toContain('Подписано без возражений');
    expect(text).toContain('вход через портал');
    expect(text).toContain('№ 214, после № 213');
    expect(text).toContain('7c1e4f0a92b6d35e');
    expect(text).toContain('Отпечаток совпадает с планом');
    expect(view.find('form').exists()).toBe(false);
  });

  it('does not claim that another fingerprint matches', async () => {
    sheet = buildSheet({ state: 'signed', canSign: false, receipt: buildReceipt({ planHash: planHash.replace('7', '8') }) });
    const view = mountView(MyPlanView, boot);
    await expect.poll(() => readText(view)).toContain('План подписан');
    expect(readText(view)).not.toContain('Отпечаток совпадает');
  });

  it('offers no decision on a superseded sheet', async () => {
    sheet = buildSheet({ state: 'superseded', canSign: false });
    const view = mountView(MyPlanView, boot);
    await expect.poll(() => readText(view)).toContain('Эта версия заменена новой');
    expect(view.find('form').exists()).toBe(false);
  });

  it('says so when nothing was sent yet', async () => {
    server.use(http.get('*/api/my-plans', () => HttpResponse.json({ sheets: [] })));
    const view = mountView(MyPlanView, boot);
    await expect.poll(() => readText(view)).toContain('Планов пока нет');
  });
});
