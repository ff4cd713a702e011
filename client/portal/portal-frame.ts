import type { B24Frame } from '@bitrix24/b24jssdk';
import { createCalendar, type PortalCalendar } from './calendar-entries.ts';
import { findPhone } from './client-phone.ts';
import { loadCompanyFields, type CompanyField } from './company-fields.ts';
import { loadDealFields, type DealField } from './deal-fields.ts';
import { loadRecordTitles, loadTaskTitles, type TitledRecord } from './record-titles.ts';

/** What the page asks of the portal around it. */
export interface PortalFrame {
  readonly placementOptions: Readonly<Record<string, unknown>>;
  fitHeight: (height: number) => Promise<void>;
  openDeal: (dealId: string) => Promise<void>;
  /** Rings the client of a deal by the portal's telephony; false where the viewer sees no number. */
  callClientOf: (dealId: string) => Promise<boolean>;
  /** Opens the card of a lead, a contact or a company. */
  openCard: (kind: Exclude<TitledRecord, 'deal'>, id: string) => Promise<void>;
  /** Opens the application's own page in a slider with these placement options. */
  openApplication: (options: Record<string, string>) => Promise<void>;
  installFinish: () => Promise<void>;
  /** Reloads the page around the frame: the frame itself was opened by POST and must not be sent again. */
  reload: () => Promise<void>;
  /** A fresh access token of the person who looks at the page. */
  getAccessToken: () => Promise<string>;
  /** Titles by the viewer's own rights; what may not be seen is absent. */
  loadTitles: (kind: TitledRecord, ids: readonly string[]) => Promise<Map<string, string>>;
  loadTaskTitles: (ids: readonly string[]) => Promise<Map<string, string>>;
  /** Opens a task as the viewer sees it. */
  openTask: (viewerId: string, taskId: string) => Promise<void>;
  /** List fields of companies, with names in a language. */
  loadCompanyFields: (language: string) => Promise<CompanyField[]>;
  /** Fields of deals that say one thing, as a list or a text, with names in a language. */
  loadDealFields: (language: string) => Promise<DealField[]>;
  readonly calendar: PortalCalendar;
  /** Opens an entry in somebody's calendar. */
  openCalendar: (ownerId: string, eventId: string) => Promise<void>;
}

export class PortalRefusal extends Error {
  readonly reason: 'outside-portal' | 'silent-portal' | 'other-portal';

  constructor(reason: PortalRefusal['reason'], options?: ErrorOptions) {
    super(`The portal frame is not available: ${reason}`, options);
    this.name = 'PortalRefusal';
    this.reason = reason;
  }
}

export interface ConnectOptions {
  /** The portal this page was made for; a frame of another one is refused. Null when the page has no session. */
  memberId: string | null;
  timeoutMs?: number;
  initialize?: () => Promise<B24Frame>;
}

/** Shakes hands with the portal; the SDK itself waits for ever for a silent parent, hence the time-out. */
export async function connectPortal(options: ConnectOptions): Promise<PortalFrame> {
  const frame = await withTimeout((options.initialize ?? initialize)(), options.timeoutMs ?? 10_000);
  const auth = frame.auth.getAuthData();
  if (options.memberId !== null && (auth === false || auth.member_id !== options.memberId)) throw new PortalRefusal('other-portal');
  return toPortalFrame(frame);
}

async function initialize(): Promise<B24Frame> {
  const { initializeB24Frame } = await import('@bitrix24/b24jssdk');
  return initializeB24Frame();
}

function withTimeout(frame: Promise<B24Frame>, timeoutMs: number): Promise<B24Frame> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new PortalRefusal('silent-portal')), timeoutMs);
    frame.then(resolve, (cause: unknown) => reject(new PortalRefusal('outside-portal', { cause }))).finally(() => clearTimeout(timer));
  });
}

function toPortalFrame(frame: B24Frame): PortalFrame {
  const options: unknown = frame.placement.options;
  return {
    placementOptions: typeof options === 'object' && options !== null ? { ...options } : {},
    fitHeight: async (height) => {
      // A card tab applies the height only; the width is required by the SDK and ignored by the portal.
      await frame.parent.resizeWindow(Math.max(1, document.documentElement.clientWidth), height);
    },
    openDeal: async (dealId) => {
      await frame.slider.openPath(frame.slider.getUrl(`/crm/deal/details/${dealId}/`), 1640);
    },
    callClientOf: async (dealId) => {
      const phone = await findPhone((method, params) => callMethod(frame, method, params), dealId);
      // The portal answers this command with nothing.
      if (phone !== null) void frame.parent.imPhoneTo(phone).catch(() => undefined);
      return phone !== null;
    },
    openCard: async (kind, id) => {
      await frame.slider.openPath(frame.slider.getUrl(`/crm/${kind}/details/${id}/`), 1640);
    },
    openApplication: async (params) => {
      await frame.slider.openSliderAppPage(params);
    },
    installFinish: async () => {
      await frame.installFinish();
    },
    reload: async () => {
      await frame.parent.reloadWindow();
    },
    getAccessToken: () => accessToken(frame),
    calendar: createCalendar((method, params) => callMethod(frame, method, params)),
    openCalendar: async (ownerId, eventId) => {
      await frame.slider.openPath(frame.slider.getUrl(`/company/personal/user/${ownerId}/calendar/?EVENT_ID=${eventId}`), 1640);
    },
    loadTaskTitles: (ids) => loadTaskTitles((method, params) => callMethod(frame, method, params), ids),
    loadCompanyFields: (language) => loadCompanyFields((method, params) => callMethod(frame, method, params), language),
    loadDealFields: (language) => loadDealFields((method, params) => callMethod(frame, method, params), language),
    openTask: async (viewerId, taskId) => {
      await frame.slider.openPath(frame.slider.getUrl(`/company/personal/user/${viewerId}/tasks/task/view/${taskId}/`), 1640);
    },
    loadTitles: (kind, ids) => loadRecordTitles((method, params) => callMethod(frame, method, params), kind, ids),
  };
}

async function accessToken(frame: B24Frame): Promise<string> {
  const known = frame.auth.getAuthData();
  // The SDK counts `expires` in seconds.
  if (known !== false && known.expires * 1000 > Date.now() + 60_000) return known.access_token;
  return (await frame.auth.refreshAuth()).access_token;
}

async function callMethod(frame: B24Frame, method: string, params: Record<string, unknown>): Promise<unknown> {
  const answer = await frame.actions.v2.call.make({ method, params });
  if (!answer.isSuccess) throw new Error(answer.getErrorMessages().join('; '));
  return answer.getData()?.result;
}
