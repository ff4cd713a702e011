import type { ChoiceQuery, CrmChoice, DealChange, DealDetails, DealList, LeadChange, LeadDetails, LeadList, ListQuery } from './records.ts';
import type { FrameRequest, PortalState } from './portal-state.ts';

/** What the portal's server refused, with its status; the page says it in its own words. */
class PortalApiError extends Error {
  readonly status: number;
  constructor(status: number, path: string) {
    super(`${path} answered ${status}`);
    this.status = status;
  }
}

interface FrameWish {
  readonly placement: string;
  readonly handler?: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface PortalApi {
  loadState(): Promise<PortalState>;
  signIn(userId: number): Promise<void>;
  listDeals(query: ListQuery): Promise<DealList>;
  loadDeal(id: number): Promise<DealDetails>;
  changeDeal(id: number, change: DealChange): Promise<DealDetails>;
  listLeads(query: ListQuery): Promise<LeadList>;
  loadLead(id: number): Promise<LeadDetails>;
  changeLead(id: number, change: LeadChange): Promise<LeadDetails>;
  listChoices(query: ChoiceQuery): Promise<{ readonly choices: readonly CrmChoice[] }>;
  openFrame(wish: FrameWish): Promise<FrameRequest>;
  /** The reply for the frame; undefined where Bitrix24 stays silent. */
  runCommand(name: string, appSid: string, params: unknown): Promise<unknown>;
  startOver(): Promise<void>;
}

export function createPortalApi(language: string): PortalApi {
  const call = createCaller(language);
  return {
    loadState: () => call('GET', '/portal-api/state'),
    signIn: (userId) => call('POST', '/portal-api/sign-in', { userId }),
    listDeals: (query) => call('GET', `/portal-api/deals?${toSearch(query)}`),
    loadDeal: (id) => call('GET', `/portal-api/deals/${id}`),
    changeDeal: (id, change) => call('PATCH', `/portal-api/deals/${id}`, change),
    listLeads: (query) => call('GET', `/portal-api/leads?${toSearch(query)}`),
    loadLead: (id) => call('GET', `/portal-api/leads/${id}`),
    changeLead: (id, change) => call('PATCH', `/portal-api/leads/${id}`, change),
    listChoices: (query) => call('GET', `/portal-api/choices?${toSearch(query)}`),
    openFrame: ({ placement, handler, options }) => call('POST', '/portal-api/frames', { placement, handler, options }),
    runCommand: async (name, appSid, params) => {
      const answer = await call<{ reply?: unknown } | undefined>('POST', `/portal-api/commands/${name}`, { appSid, params: params ?? {} });
      return answer?.reply ?? undefined;
    },
    startOver: () => call('POST', '/portal-api/start-over', {}),
  };
}

function createCaller(language: string) {
  return async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(path, {
      method,
      headers: { 'accept-language': language, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new PortalApiError(response.status, path);
    const text = await response.text();
    // The page and its server are one program of one version, so the shape is a promise between them.
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  };
}

function toSearch(query: ListQuery | ChoiceQuery): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== '' && value !== undefined) search.set(name, String(value));
  }
  return search.toString();
}
