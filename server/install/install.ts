import { readCurrencies } from '#bitrix/crm/currencies.ts';
import type { OAuth, OAuthTokens } from '#bitrix/oauth.ts';
import type { PortalClient } from '#bitrix/portal-client.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import { toScopes, type PortalRequest } from '#bitrix/portal-request.ts';
import type { Store } from '#store/open-store.ts';
import { noteConnected, noteExchange } from '#store/portal-lifecycle.ts';
import { saveNewToken } from '#store/portal-tokens.ts';
import { findPortal, savePortal, type NewPortal } from '#store/portals.ts';
import { saveLicenseFamily } from '#store/request-budget.ts';
import type { SecretText } from '#store/secret-text.ts';
import { fingerprintOf } from './application-token.ts';
import { bindEverything } from './bind-everything.ts';
import type { InstallStep, StepName } from './install-step.ts';
import type { UnprovenExchange, UnprovenOutcome } from './unproven-exchange.ts';
import { verifyAccess, type AccessRefusal, type VerifiedPerson, type VerifyDeps } from './verify-access.ts';

export interface InstallDeps extends VerifyDeps {
  readonly store: Store;
  /** For tokens that we keep. */
  readonly oauth: OAuth;
  /** For tokens that a request brings. */
  readonly unproven: UnprovenExchange;
  readonly secretText: SecretText;
  /** Key of application token fingerprints. */
  readonly fingerprintKey: Buffer;
  /** Public address of the application, without a slash at the end. */
  readonly appUrl: string;
  readonly systemClock: () => Date;
  /** Time of the portal's calendar: the day of installation. */
  readonly businessClock: () => Date;
}

export type { InstallStep, StepName } from './install-step.ts';

export type InstallRefusal =
  | 'no-tokens'
  | 'foreign-authorization-server'
  | 'proof-refused'
  | 'portal-mismatch'
  | 'portal-not-reachable'
  | 'payment-required'
  | 'not-an-administrator'
  | 'busy'
  | AccessRefusal;

export type InstallResult =
  | {
      readonly kind: 'installed';
      readonly portalId: bigint;
      readonly memberId: string;
      readonly origin: string;
      readonly person: VerifiedPerson;
      readonly steps: readonly InstallStep[];
      /** Every placement and event is bound, so the page may tell the portal to finish. */
      readonly isComplete: boolean;
    }
  | {
      readonly kind: 'refused';
      readonly reason: InstallRefusal;
      readonly steps: readonly InstallStep[];
      /** Origin of the portal once the authorization server has named it: only it may show why. */
      readonly origin: string | null;
      /** How long to wait before it makes sense to ask again; null when it makes none. */
      readonly retryAfterMs: number | null;
    };

type RefusedInstall = Extract<InstallResult, { kind: 'refused' }>;

/**
 * Connects a portal. Nothing in the request is believed before the authorization server has exchanged its refresh token;
 * a refusal at any step leaves what was stored untouched.
 */
export async function installPortal(deps: InstallDeps, request: PortalRequest): Promise<InstallResult> {
  if (request.refreshToken === null || request.serverEndpoint === null) return refused('no-tokens');
  const outcome = await deps.unproven.exchange(request.serverEndpoint, request.refreshToken);
  if (outcome.kind !== 'refreshed')
    return { ...refused(toRefusal(outcome)), retryAfterMs: outcome.kind === 'busy' ? outcome.retryAfterMs : null };
  const { tokens } = outcome;
  if (tokens.memberId !== request.memberId) return refused('portal-mismatch');
  const endpoint = deps.clients.egress.check(tokens.clientEndpoint);
  if (endpoint.kind === 'refused') return refused('portal-not-reachable');
  const proof: InstallStep = { name: 'proof', outcome: 'done', missing: [] };

  const verdict = await verifyAccess(deps, tokens, tokens.accessToken);
  if (verdict.kind === 'refused') return refused(verdict.reason, [proof], endpoint.endpoint.origin);
  const { person } = verdict;
  if (!person.isAdmin || (tokens.userId !== null && tokens.userId !== person.userId))
    return refused('not-an-administrator', [proof], endpoint.endpoint.origin);

  const client = openClient(deps, tokens);
  const portal = await describePortal(deps, { request, tokens, person, origin: endpoint.endpoint.origin, client });
  const portalId = await saveInstallation(deps, portal, tokens, person);
  const steps = [proof, step('rights'), step('saved'), ...(await bindEverything(deps, { portalId, client, scopes: portal.scopes }))];
  deps.log.info({ portalId: String(portalId), origin: portal.origin, steps }, 'a portal is connected');
  const isComplete = steps.every(({ outcome }) => outcome !== 'failed');
  return { kind: 'installed', portalId, memberId: portal.memberId, origin: portal.origin, person, steps, isComplete };
}

function openClient(deps: InstallDeps, tokens: OAuthTokens): PortalClient {
  return deps.clients.open({
    memberId: tokens.memberId,
    clientEndpoint: tokens.clientEndpoint,
    priority: 'interactive',
    getAccessToken: async () => tokens.accessToken,
    signal: AbortSignal.timeout(60_000),
  });
}

interface Description {
  readonly request: PortalRequest;
  readonly tokens: OAuthTokens;
  readonly person: VerifiedPerson;
  readonly origin: string;
  readonly client: PortalClient;
}

async function describePortal(deps: InstallDeps, { request, tokens, person, origin, client }: Description): Promise<NewPortal> {
  const currencies = await readCurrencies(client).catch((failure: unknown) => {
    if (failure instanceof PortalError) return { base: 'RUB', all: [] };
    throw failure;
  });
  return {
    memberId: tokens.memberId,
    title: new URL(tokens.clientEndpoint).hostname,
    clientEndpoint: tokens.clientEndpoint,
    serverEndpoint: tokens.serverEndpoint,
    origin,
    applicationTokenFingerprint: request.applicationToken === null ? null : fingerprintOf(deps.fingerprintKey, request.applicationToken),
    scopes: tokens.scopes.length > 0 ? tokens.scopes : toScopes(request.scopes.join(',')),
    status: tokens.status,
    language: request.language,
    timeZone: isTimeZone(person.timeZone) ? person.timeZone : 'Europe/Moscow',
    baseCurrency: currencies.base,
    currencyDigits: currencies.all.find(({ code }) => code === currencies.base)?.digits ?? 2,
    applicationVersion: person.applicationVersion,
    installedAt: deps.businessClock(),
    installedBy: person.userId,
  };
}

async function saveInstallation(deps: InstallDeps, portal: NewPortal, tokens: OAuthTokens, person: VerifiedPerson): Promise<bigint> {
  const portalId = await deps.store.directory.savePortalId(portal.memberId);
  await deps.store.forPortal(portalId).transaction(async (tx) => {
    const known = await findPortal(tx);
    // An older core sends no application token with the installer page; the one that is known stays.
    const fingerprint = portal.applicationTokenFingerprint ?? known?.applicationTokenFingerprint ?? null;
    await savePortal(tx, { ...portal, applicationTokenFingerprint: fingerprint }, deps.systemClock());
    await saveNewToken(tx, deps.secretText, { memberId: portal.memberId, userId: person.userId }, tokens);
    await saveLicenseFamily(tx, person.licenseFamily);
    await noteConnected(tx);
    await noteExchange(tx, deps.systemClock());
  });
  return portalId;
}

const step = (name: StepName): InstallStep => ({ name, outcome: 'done', missing: [] });

const refused = (reason: InstallRefusal, steps: readonly InstallStep[] = [], origin: string | null = null): RefusedInstall => ({
  kind: 'refused',
  reason,
  steps,
  origin,
  retryAfterMs: null,
});

function toRefusal(outcome: Exclude<UnprovenOutcome, { kind: 'refreshed' }>): InstallRefusal {
  if (outcome.kind === 'busy') return 'busy';
  if (outcome.kind === 'unavailable') return 'unavailable';
  if (outcome.reason === 'host-not-allowed') return 'foreign-authorization-server';
  return outcome.reason === 'payment-required' ? 'payment-required' : 'proof-refused';
}

function isTimeZone(name: string): boolean {
  if (name === '') return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
