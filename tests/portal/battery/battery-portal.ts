import { setTimeout as wait } from 'node:timers/promises';
import { everyScope } from '#portal-emulator/rest/scope-catalogue.ts';
import { admin, openInstalledPortal, registration, type Answer } from '../portal-under-test.ts';
import { batteryData } from './battery-data.ts';

export type Params = Readonly<Record<string, unknown>>;

/** The portal that the battery asks: the emulator, or a live one whose incoming webhook stands in `PORTAL_WEBHOOK`. */
export interface BatteryPortal {
  /** By an incoming webhook of an administrator. */
  call(method: string, params?: Params): Promise<Answer>;
  /** With the token of an application; a live portal gives one only to whoever brings it. */
  callAsApplication(method: string, params?: Params): Promise<Answer>;
  /** By a webhook whose secret is wrong: a refusal every method documents. */
  callAsStranger(method: string, params?: Params): Promise<Answer>;
  /** REST 3.0 by the same webhook: `/rest/api/<user>/<token>/<method>`. */
  callThird(method: string, params?: Params | readonly unknown[]): Promise<Answer>;
}

const liveWebhook = process.env['PORTAL_WEBHOOK'] ?? '';
export const isLive = liveWebhook !== '';
/** Of an application with every permission, in the name of an administrator; lives for an hour. */
const liveToken = process.env['PORTAL_APPLICATION_TOKEN'] ?? '';
export const hasApplication = !isLive || liveToken !== '';
/** A live portal is read only, unless its owner says otherwise. */
export const mayWrite = !isLive || process.env['PORTAL_MAY_WRITE'] === '1';

export function openBatteryPortal(): BatteryPortal {
  return isLive ? openLivePortal(liveWebhook) : openEmulatedPortal();
}

function openLivePortal(webhook: string): BatteryPortal {
  const base = webhook.replace(/\/*$/, '/');
  return {
    call: (method, params = {}) => ask(fetchPatiently, `${base}${method}`, params),
    callAsApplication: (method, params = {}) =>
      ask(fetchPatiently, `${new URL('/rest/', base).href}${method}`, { ...params, auth: liveToken }),
    callAsStranger: (method, params = {}) => ask(fetchPatiently, strangerAddress(base, method), params),
    callThird: (method, params = {}) => ask(fetchPatiently, `${base.replace('/rest/', '/rest/api/')}${method}`, params),
  };
}

/** A portal in the cloud takes two requests a second. */
async function fetchPatiently(address: string, init: RequestInit): Promise<Response> {
  for (;;) {
    const response = await fetch(address, init);
    if (response.status !== 503) return response;
    await response.body?.cancel();
    await wait(500);
  }
}

function openEmulatedPortal(): BatteryPortal {
  const { emulator, call } = openInstalledPortal({ data: batteryData(), application: { ...registration, scopes: everyScope } });
  const webhook = emulator.makeWebhook(admin);
  const send = (address: string, init: RequestInit): Promise<Response> => emulator.handle(new Request(address, init));
  return {
    call: (method, params = {}) => ask(send, `${webhook}${method}`, params),
    callAsApplication: (method, params) => call(admin, method, params),
    callAsStranger: (method, params = {}) => ask(send, strangerAddress(webhook, method), params),
    callThird: (method, params = {}) => ask(send, `${webhook.replace('/rest/', '/rest/api/')}${method}`, params),
  };
}

/** `/rest/1/<secret>/`, and `/rest/api/1/<secret>/` for methods of REST 3.0, which are written with `api/`. */
function strangerAddress(webhook: string, method: string): string {
  const wrong = webhook.replace(/[^/]+\/$/, 'wrongsecret/');
  return method.startsWith('api/') ? `${wrong.replace('/rest/', '/rest/api/')}${method.slice('api/'.length)}` : `${wrong}${method}`;
}

async function ask(
  send: (address: string, init: RequestInit) => Promise<Response>,
  address: string,
  params: Params | readonly unknown[],
): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const response = await send(address, { method: 'POST', headers, body: JSON.stringify(params) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
