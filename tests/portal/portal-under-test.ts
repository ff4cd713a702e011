import { smallPortal, smallPortalNow } from '#support/small-portal.ts';
import { createPortalEmulator } from '#portal-emulator/create-portal-emulator.ts';
import type { ApplicationRegistration, PortalEmulator, PortalEmulatorOptions } from '#portal-emulator/emulator-options.ts';

export const registration: ApplicationRegistration = {
  clientId: 'local.5f1c0d2e.11223344',
  clientSecret: 'the-secret-of-the-application',
  code: 'kurs',
  version: 1,
  title: { ru: 'Курс', en: 'Kurs' },
  handlerUrl: 'http://127.0.0.1:4110/portal/placement',
  installerUrl: 'http://127.0.0.1:4110/portal/install',
  scopes: ['crm', 'user_brief', 'department', 'placement', 'im', 'telephony', 'calendar'],
};

export const portalOrigin = 'http://localhost:4105';
export const oauthOrigin = 'http://localhost:4106';

export interface Answer {
  readonly status: number;
  // The shape of an answer is what the tests look at.
  readonly body: Record<string, unknown>;
}

export interface PortalUnderTest {
  readonly emulator: PortalEmulator;
  readonly options: PortalEmulatorOptions;
  /** Calls REST with a fresh token of this person. */
  call(userId: number, method: string, parameters?: Readonly<Record<string, unknown>>): Promise<Answer>;
  callWith(token: string, method: string, parameters?: Readonly<Record<string, unknown>>): Promise<Answer>;
  oauth(parameters: Readonly<Record<string, string>>): Promise<Answer>;
  /** Asks the portal's own API in the name of this person. */
  page(userId: number, method: string, path: string, body?: unknown): Promise<Answer>;
}

export const admin = 1;

export function openPortal(changes: Partial<PortalEmulatorOptions> = {}): PortalUnderTest {
  const options: PortalEmulatorOptions = {
    data: smallPortal(),
    application: registration,
    portalOrigin,
    oauthOrigin,
    businessClock: () => smallPortalNow,
    memberId: '0123456789abcdef0123456789abcdef',
    limits: 'off',
    stateFile: null,
    ...changes,
  };
  const emulator = createPortalEmulator(options);
  const tokens = new Map<number, string>();
  const send = async (address: string, init: RequestInit): Promise<Answer> => {
    const response = await emulator.handle(new Request(address, init));
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const callWith: PortalUnderTest['callWith'] = (token, method, parameters = {}) =>
    send(`${options.portalOrigin}/rest/${method}`, json('POST', { ...parameters, auth: token }));
  return {
    emulator,
    options,
    callWith,
    call(userId, method, parameters) {
      const token = tokens.get(userId) ?? tokenOf(emulator, userId);
      tokens.set(userId, token);
      return callWith(token, method, parameters);
    },
    oauth: (parameters) => send(`${options.oauthOrigin}/oauth/token/`, { method: 'POST', body: new URLSearchParams(parameters) }),
    page: (userId, method, path, body) =>
      send(`${options.portalOrigin}/portal-api/${path}`, json(method, body, { cookie: `portal_user=${userId}` })),
  };
}

/** An installed portal: what most checks start from. */
export function openInstalledPortal(changes: Partial<PortalEmulatorOptions> = {}): PortalUnderTest {
  const portal = openPortal(changes);
  if (!portal.emulator.isInstalled) portal.emulator.finishInstall(admin);
  return portal;
}

/** Access token of a person; before the installation only an administrator can have one. */
function tokenOf(emulator: PortalEmulator, userId: number): string {
  return fieldOf(emulator.openFrame({ userId, placement: 'DEFAULT' }).fields, 'AUTH_ID');
}

export function fieldOf(fields: Readonly<Record<string, string>>, name: string): string {
  const value = fields[name];
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
}

/** The list an answer carries, for `result` and for `result.items`. */
export function rowsOf({ body }: Answer): Record<string, unknown>[] {
  const result = body['result'];
  const rows = Array.isArray(result) ? result : (result as { items?: unknown }).items;
  if (!Array.isArray(rows)) throw new Error(`no list in ${JSON.stringify(body)}`);
  return rows as Record<string, unknown>[];
}

function json(method: string, body: unknown, headers: Record<string, string> = {}): RequestInit {
  if (body === undefined) return { method, headers };
  return { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
