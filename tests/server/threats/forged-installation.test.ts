import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { app as manifest } from '#manifest/app.ts';
import type { Store } from '#store/open-store.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';
import { openDoor, type Door, type DoorPortal } from './door.ts';
import { digestOfStore } from './portal-digest.ts';

const { admin, anna } = smallPortalPeople;
const rogueHost = 'localhost:4666';
let store: Store;
let door: Door;

beforeAll(async () => {
  store = await openTestStore();
  door = await openDoor(store);
  for (const { emulator } of [door.first, door.second]) {
    await door.post(manifest.installerPath, emulator.openFrame({ userId: admin, placement: 'DEFAULT' }).fields);
    emulator.finishInstall(admin);
  }
});
afterAll(async () => {
  await door?.close();
  await store?.close();
});
beforeEach(() => void (door.calls.length = 0));

const callsTo = (host: string): string[] => door.calls.filter((call) => call.host === host).map(({ text }) => text);

/** What a server sends of an installation or an update, made of one portal's name and any tokens. */
function eventOf(name: string, portal: DoorPortal, tokens: { from: DoorPortal; userId?: number; server?: string }): Record<string, string> {
  const { fields } = tokens.from.emulator.openFrame({ userId: tokens.userId ?? admin, placement: 'DEFAULT' });
  const server = tokens.server ?? tokens.from.oauthOrigin;
  return {
    event: name,
    'data[VERSION]': '2',
    'auth[member_id]': portal.memberId,
    'auth[application_token]': 'a'.repeat(32),
    'auth[access_token]': fields['AUTH_ID'] ?? '',
    'auth[refresh_token]': fields['REFRESH_ID'] ?? '',
    'auth[server_endpoint]': `${server}/rest/`,
    'auth[client_endpoint]': `http://${rogueHost}/rest/`,
    'auth[domain]': rogueHost,
  };
}

/** An update is answered before it is looked into. */
async function send(event: Record<string, string>): Promise<number> {
  const { status } = await door.post(manifest.eventPath, event);
  await door.settled();
  return status;
}

describe('T5: a forged event of an installation or an update', () => {
  it('with tokens of another authorization server changes nothing, and that server is never contacted', async () => {
    const before = await digestOfStore(store);
    for (const name of ['ONAPPINSTALL', 'ONAPPUPDATE']) {
      expect(await send(eventOf(name, door.first, { from: door.first, server: `http://${rogueHost}` }))).toBe(403);
      expect(await send(eventOf(name, { ...door.first, memberId: 'e'.repeat(32) }, { from: door.first }))).toBe(404);
    }
    expect(callsTo(rogueHost)).toEqual([]);
    expect(await digestOfStore(store)).toEqual(before);
  });

  it('with tokens of the own portal of the sender changes nothing in the portal that it names', async () => {
    const before = await digestOfStore(store);
    expect(await send(eventOf('ONAPPUPDATE', door.first, { from: door.second }))).toBe(200);
    expect(door.calls).toHaveLength(1);
    expect(callsTo(new URL(door.first.origin).host)).toEqual([]);
    expect(await digestOfStore(store)).toEqual(before);
  });

  it('with the tokens of somebody who is no administrator changes nothing', async () => {
    const before = await digestOfStore(store);
    expect(await send(eventOf('ONAPPUPDATE', door.first, { from: door.first, userId: anna }))).toBe(200);
    expect(door.calls).toHaveLength(2);
    expect(await digestOfStore(store)).toEqual(before);
  });

  it('never carries our secret anywhere but to the authorization servers we know', async () => {
    await send(eventOf('ONAPPUPDATE', door.first, { from: door.first, server: `http://${rogueHost}` }));
    await door.post(manifest.installerPath, {
      ...door.first.emulator.openFrame({ userId: admin, placement: 'DEFAULT' }).fields,
      SERVER_ENDPOINT: `http://${rogueHost}/rest/`,
    });
    await send(eventOf('ONAPPUPDATE', door.second, { from: door.second }));
    const told = door.calls.filter(({ text }) => text.includes('client_secret')).map(({ host }) => host);
    expect(new Set(told)).toEqual(new Set([new URL(door.second.oauthOrigin).host]));
  });
});

describe('T6: a removal that is told with a wrong application token', () => {
  it('is refused and is not even looked into', async () => {
    const before = await digestOfStore(store);
    for (const { memberId } of [door.first, door.second]) {
      for (const token of ['c'.repeat(32), otherTokenOf(memberId), `${otherTokenOf(memberId)} `]) {
        const fields = { event: 'ONAPPUNINSTALL', 'data[CLEAN]': '1', 'auth[member_id]': memberId, 'auth[application_token]': token };
        expect((await door.post(manifest.eventPath, fields)).status).toBe(403);
      }
    }
    expect(door.calls).toEqual([]);
    expect(await digestOfStore(store)).toEqual(before);
  });

  /** A right one, of the other portal. */
  function otherTokenOf(memberId: string): string {
    const other = memberId === door.first.memberId ? door.second : door.first;
    return other.emulator.openFrame({ userId: admin, placement: 'DEFAULT' }).fields['APPLICATION_TOKEN'] ?? '';
  }
});
