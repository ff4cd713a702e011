import type { B24Frame } from '@bitrix24/b24jssdk';
import { describe, expect, it, vi } from 'vitest';
import { loadRecordTitles } from '#portal/record-titles.ts';
import { connectPortal, PortalRefusal } from '#portal/portal-frame.ts';

const farFuture = Date.now() / 1000 + 3600;

function frameOf(memberId: string, expires = farFuture): B24Frame {
  return {
    auth: {
      getAuthData: () => ({ access_token: 'known', member_id: memberId, expires }),
      refreshAuth: () => Promise.resolve({ access_token: 'fresh' }),
    },
    placement: { options: { view: 'my-plan', month: '2026-12' } },
  } as unknown as B24Frame;
}

describe('connectPortal', () => {
  it('accepts the portal the page was made for', async () => {
    const frame = await connectPortal({ memberId: 'm1', initialize: () => Promise.resolve(frameOf('m1')) });
    expect(frame.placementOptions).toEqual({ view: 'my-plan', month: '2026-12' });
    expect(await frame.getAccessToken()).toBe('known');
  });

  it('T14: refuses a frame of another portal', async () => {
    const connecting = connectPortal({ memberId: 'm1', initialize: () => Promise.resolve(frameOf('m2')) });
    await expect(connecting).rejects.toMatchObject({ reason: 'other-portal' });
  });

  it('does not wait for ever for a silent portal', async () => {
    vi.useFakeTimers();
    const connecting = connectPortal({ memberId: 'm1', initialize: () => new Promise(() => undefined) });
    const refusal = connecting.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await refusal).toMatchObject({ reason: 'silent-portal' });
    vi.useRealTimers();
  });

  it('says that it stands outside a portal', async () => {
    const connecting = connectPortal({ memberId: 'm1', initialize: () => Promise.reject(new Error('no parent')) });
    await expect(connecting).rejects.toBeInstanceOf(PortalRefusal);
    await expect(connecting).rejects.toMatchObject({ reason: 'outside-portal' });
  });

  it('asks the portal for a fresh token when the known one is about to end', async () => {
    const frame = await connectPortal({ memberId: 'm1', initialize: () => Promise.resolve(frameOf('m1', Date.now() / 1000 + 30)) });
    expect(await frame.getAccessToken()).toBe('fresh');
  });
});

describe('loadRecordTitles', () => {
  it('asks for fifty deals at a time and leaves out what may not be seen', async () => {
    const asked: number[] = [];
    const ids = Array.from({ length: 120 }, (_, index) => String(index + 1));
    const titles = await loadRecordTitles(
      (method, params) => {
        expect(method).toBe('crm.item.list');
        const batch = (params['filter'] as Record<string, number[]>)['@id'] ?? [];
        asked.push(batch.length);
        return Promise.resolve({ items: batch.filter((id) => id !== 7).map((id) => ({ id, title: `Сделка ${id}` })) });
      },
      'deal',
      [...ids, '1'],
    );
    expect(asked).toEqual([50, 50, 20]);
    expect(titles.size).toBe(119);
    expect(titles.get('120')).toBe('Сделка 120');
    expect(titles.has('7')).toBe(false);
  });

  it('refuses an answer of another shape', async () => {
    await expect(loadRecordTitles(() => Promise.resolve({ deals: [] }), 'company', ['1'])).rejects.toThrow('items');
  });
});
