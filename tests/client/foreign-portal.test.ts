import axios from 'axios';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { callOnce } from '#api/call-endpoint.ts';
import { getSyncStatus } from '#contract/sync-status.ts';
import { loadCardTexts } from '#locales/card-texts.ts';
import { startPage } from '../../client/start-page.ts';
import { usePortal } from '#stores/portal.ts';
import { useSession } from '#stores/session.ts';
import { buildBoot } from './sample-data.ts';
import { startStores } from './mount-view.ts';

const around = { memberId: '' };
vi.mock('@bitrix24/b24jssdk', () => ({
  initializeB24Frame: () =>
    Promise.resolve({
      auth: { getAuthData: () => ({ access_token: 'known', member_id: around.memberId, expires: Date.now() / 1000 + 3600 }) },
      placement: { options: {} },
    }),
}));

const ownPortal = 'a'.repeat(32);
const boot = buildBoot({
  session: { token: 'token-of-the-sender', expiresAt: '2026-11-16T08:00:00.000Z' },
  portal: { memberId: ownPortal, origin: 'https://sender.bitrix24.ru', timeZone: 'Europe/Moscow', currency: 'RUB' },
});

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

describe('T14: a page of another portal than the one around it', () => {
  it('shows nothing of its session and forgets the token', async () => {
    startStores(boot);
    around.memberId = 'b'.repeat(32);
    await expect(usePortal().frame()).rejects.toMatchObject({ reason: 'other-portal' });
    const session = useSession();
    expect(session.view).toBe('notice');
    expect(session.boot).toMatchObject({ session: null, viewer: null, portal: null, deal: null, notice: { reason: 'open-from-portal' } });
    const send = vi.spyOn(axios, 'request').mockRejectedValue(new Error('nobody listens'));
    await expect(callOnce(getSyncStatus, {})).rejects.toThrow('nobody listens');
    expect(JSON.stringify(send.mock.calls)).not.toContain('token-of-the-sender');
  });

  it('is the page of its portal otherwise', async () => {
    startStores(boot);
    around.memberId = ownPortal;
    await usePortal().frame();
    expect(useSession().view).toBe(boot.view);
    expect(useSession().boot?.session?.token).toBe('token-of-the-sender');
  });

  it('shows nothing in a window without a portal around it', async () => {
    const script = document.createElement('script');
    script.id = 'boot';
    script.type = 'application/json';
    script.textContent = JSON.stringify(boot);
    document.body.append(script);
    const { plugins } = await startPage(loadCardTexts);
    expect(useSession(plugins[0]).view).toBe('notice');
    expect(useSession(plugins[0]).boot).toMatchObject({ session: null, viewer: null });
  });
});
