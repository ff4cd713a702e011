import type { PortalData } from './portal-data.ts';
import type { PortalLifecycle } from './portal-lifecycle.ts';
import type { Surroundings } from './surroundings.ts';

/** An application as it is registered in the vendor cabinet; handed in from outside, the emulator knows no application. */
export interface ApplicationRegistration {
  readonly clientId: string;
  readonly clientSecret: string;
  /** What `app.info` answers as CODE. */
  readonly code: string;
  readonly version: number;
  readonly title: { readonly ru: string; readonly en: string };
  /** Absolute addresses; the portal opens them by POST in a frame. */
  readonly handlerUrl: string;
  readonly installerUrl: string;
  readonly scopes: readonly string[];
  /** What `app.info` answers as STATUS; a local application when absent. */
  readonly status?: 'L' | 'F' | 'D' | 'T' | 'P' | 'S';
}

export interface PortalEmulatorOptions {
  readonly data: PortalData;
  /** The application whose placements the portal's own page shows. */
  readonly application: ApplicationRegistration;
  /** Further applications on the same portal. */
  readonly applications?: readonly ApplicationRegistration[];
  /** `http://localhost:3001` and `http://localhost:3002`. */
  readonly portalOrigin: string;
  readonly oauthOrigin: string;
  /** The portal's calendar time; token life and limits run on the system clock. */
  readonly businessClock: () => Date;
  /** 32 hex digits. */
  readonly memberId: string;
  /** `cloud`: bucket of 50 draining 2 a second; `off` for tests. */
  readonly limits: 'cloud' | 'enterprise' | 'off';
  /** File that remembers tokens, bindings and changes over a restart; null keeps all in memory. */
  readonly stateFile: string | null;
  /** Takes handlers on hosts without a dot, `localhost` among them; Bitrix24 does not. */
  readonly allowLocalHandlers?: boolean;
  /** Latency, the time answers take and the speed of clocks; absent answers at once on clocks that run as they do. */
  readonly pace?: Pace;
  /** What goes wrong; absent is nothing. */
  readonly faults?: Faults;
  /** Clock, waiting and network in place of those of this process: for tests on a time of their own. */
  readonly surroundings?: Surroundings;
  /** «Вернуть начало» on the portal page; absent hides the button. */
  readonly onStartOver?: () => Promise<void>;
}

export interface Pace {
  /** On the way there and back, the same for every request. */
  readonly latencyMs: number;
  /** Everything runs this many times faster: answers, the request bucket, operating baskets, lives of tokens. */
  readonly timeScale: number;
}

/** Shares of requests and events from 0 to 1, absent ones never; the same seed and the same order of requests give the same faults. */
export interface Faults {
  readonly seed: number;
  /** A page of HTML with 502 and nothing done. */
  readonly refusedRequests?: number;
  /** The work is done and the answer is a page of HTML with 504. */
  readonly unheardAnswers?: number;
  /** The work is done and the JSON ends in the middle. */
  readonly truncatedAnswers?: number;
  /** The connection breaks: before the work in one half of the cases, after it in the other. */
  readonly resets?: number;
  /** REST answers that a token which is alive has expired. */
  readonly expiredTokens?: number;
  readonly slow?: { readonly share: number; readonly ms: number };
  readonly lostEvents?: number;
  readonly repeatedEvents?: number;
  /** Delivered after the event that came next. */
  readonly reorderedEvents?: number;
  readonly tokenlessEvents?: number;
  /** How far the portal's system clock is ahead, in the `time` block and in `ts` of events. */
  readonly clockSkewMs?: number;
  /** Told of each fault when it happens. */
  readonly onFault?: (fault: FaultName) => void;
}

export type FaultName =
  | 'refused-request'
  | 'unheard-answer'
  | 'truncated-answer'
  | 'reset-before'
  | 'reset-after'
  | 'expired-token'
  | 'slow-answer'
  | 'lost-event'
  | 'repeated-event'
  | 'late-event'
  | 'tokenless-event';

/** What the portal page does to open a frame: submit `fields` to `url` into a frame named `frameName`. */
export interface FrameRequest {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly frameName: string;
  readonly appSid: string;
}

export interface PortalEmulator extends PortalLifecycle {
  /** Serves both origins, told apart by the request's host: REST, OAuth, the portal's pages. */
  handle(request: Request): Promise<Response>;
  /** Address of the portal now; it differs from the given one after a renaming. */
  readonly origin: string;
  readonly memberId: string;
  /** Renders a placement for a person, as the portal does when a tab or the application is opened. */
  openFrame(frame: {
    userId: number;
    placement: string;
    options?: Readonly<Record<string, string>>;
    /** The first application unless told. */
    clientId?: string;
    /** Which type of user fields USERFIELD_TYPE draws; the first one when absent. */
    userTypeId?: string;
  }): FrameRequest;
  /** What the installer page's `installFinish` does in the portal. */
  finishInstall(userId: number, clientId?: string): void;
  /** Of the first application. */
  readonly isInstalled: boolean;
  /** Address of a new incoming webhook of this person, `http://localhost:3001/rest/1/<token>/`; with every permission unless told. */
  makeWebhook(userId: number, scopes?: readonly string[]): string;
  /** Changes a deal as a person would in the card, or as a robot on nobody's behalf; sends the events. */
  updateDeal(
    userId: number | null,
    dealId: number,
    change: { stageId?: string; amount?: string; closeDate?: string; responsibleId?: number },
  ): void;
  /** Waits until every event sent so far was delivered or given up. */
  settle(): Promise<void>;
  close(): Promise<void>;
}
