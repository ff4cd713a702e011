import type { ActivityDetails } from './activity-details.ts';
import type { GivenRecords } from './records/collections.ts';
import type { PortalCompany } from './records/company.ts';
import type { Details } from './records/details.ts';
import type { PortalInvoice } from './records/invoice.ts';
import type { PortalQuote } from './records/quote.ts';

export type { PortalCompany, PortalInvoice, PortalQuote };

/** Everything a simulated portal starts with; rows are plain and typed, `rest/` gives them Bitrix24's shapes. */
export interface PortalData {
  readonly title: string;
  /** IANA zone of the portal's server; dates on the wire carry its offset. */
  readonly timeZone: string;
  readonly language: 'ru' | 'en';
  readonly baseCurrency: string;
  readonly currencies: readonly PortalCurrency[];
  readonly calendar: PortalCalendar;
  readonly users: readonly PortalUser[];
  readonly departments: readonly PortalDepartment[];
  readonly categories: readonly PortalCategory[];
  /** Deal stages of all categories and lead statuses. */
  readonly statuses: readonly PortalStatus[];
  readonly companies: readonly PortalCompany[];
  readonly deals: readonly PortalDeal[];
  readonly leads: readonly PortalLead[];
  readonly stageHistory: readonly PortalStageMove[];
  readonly calls: readonly PortalCall[];
  readonly activities: readonly PortalActivity[];
  /** Quotes and smart invoices; their stages stand among `statuses` under QUOTE_STATUS and SMART_INVOICE_STAGE_<category>, the usual ones when they do not. */
  readonly quotes?: readonly PortalQuote[];
  readonly invoices?: readonly PortalInvoice[];
  /** People whose telephony role lacks "Call statistics: view". */
  readonly withoutCallStatistics?: readonly number[];
  /** Rows of the other kinds, by their collection. */
  readonly records?: GivenRecords;
}

export interface PortalCurrency {
  readonly code: string;
  readonly isBase: boolean;
  readonly amount: string;
  readonly amountCount: number;
  readonly decimals: number;
}

/** As `calendar.settings.get` answers. */
export interface PortalCalendar {
  readonly workTimeStart: string;
  readonly workTimeEnd: string;
  /** MO … SU */
  readonly weekHolidays: readonly string[];
  /** day.month without a year, `4.11` */
  readonly yearHolidays: readonly string[];
  readonly yearWorkdays: readonly string[];
}

export interface PortalUser {
  readonly id: number;
  readonly name: string;
  readonly lastName: string;
  readonly position: string;
  readonly isAdmin: boolean;
  readonly isActive: boolean;
  /** A guest from outside the company: of no department, and not among the employees. */
  readonly isExtranet?: boolean;
  readonly departmentIds: readonly number[];
  readonly timeZone: string;
  /** Extension, `UF_PHONE_INNER`. */
  readonly phoneInner?: string;
  /** Day of joining, `2026-08-24`. */
  readonly registeredOn: string;
  readonly secondName?: string;
  readonly gender?: 'M' | 'F';
  readonly email?: string;
  readonly workPhone?: string;
  readonly mobilePhone?: string;
  readonly innerPhone?: string;
  /** One line under the name in the switch «Войти как»; people without a story are not offered there. */
  readonly story?: { readonly ru: string; readonly en: string };
}

export interface PortalDepartment {
  readonly id: number;
  readonly name: string;
  readonly parentId: number | null;
  readonly headId: number | null;
  readonly sort: number;
}

export interface PortalCategory {
  readonly id: number;
  readonly name: string;
  readonly sort: number;
  readonly isDefault: boolean;
}

export interface PortalStatus {
  /** DEAL_STAGE for category 0, DEAL_STAGE_<id> for others, STATUS for leads, QUOTE_STATUS, SMART_INVOICE_STAGE_<id>, SOURCE and other dictionaries. */
  readonly entityId: string;
  /** `NEW`, or `C2:NEW` in category 2. */
  readonly statusId: string;
  readonly name: string;
  readonly sort: number;
  readonly semantics: 'P' | 'S' | 'F';
  readonly color: string;
}

export interface PortalDeal {
  readonly id: number;
  readonly title: string;
  readonly categoryId: number;
  readonly stageId: string;
  /** Decimal string in `currency`. */
  readonly amount: string;
  readonly currency: string;
  readonly companyId: number | null;
  readonly leadId: number | null;
  readonly responsibleId: number;
  readonly createdById: number;
  /** Instants in UTC, RFC 3339. */
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly movedAt: string;
  /** Calendar day or null. */
  readonly closeDate: string | null;
  readonly isRepeat: boolean;
  readonly details?: Details;
  /** The amount does not follow the rows of goods; absent is true. */
  readonly isAmountManual?: boolean;
}

export interface PortalLead {
  readonly id: number;
  /** As for deals. */
  readonly isAmountManual?: boolean;
  readonly title: string;
  readonly statusId: string;
  readonly amount: string;
  readonly currency: string;
  readonly companyId: number | null;
  readonly responsibleId: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly movedAt: string;
  readonly details?: Details;
}

export interface PortalStageMove {
  readonly id: number;
  /** 1 created, 2 to an intermediate stage, 3 to a final stage, 5 to another pipeline. */
  readonly typeId: 1 | 2 | 3 | 5;
  readonly dealId: number;
  readonly categoryId: number;
  readonly stageId: string;
  readonly semantics: 'P' | 'S' | 'F';
  readonly at: string;
}

/** A row of telephony statistics. */
export interface PortalCall {
  readonly id: number;
  readonly userId: number;
  /** 1 out, 2 in, 3 in with redirection, 4 callback, 5 information. */
  readonly type: 1 | 2 | 3 | 4 | 5;
  readonly seconds: number;
  /** 200 answered, 304 missed, 486 busy … */
  readonly code: string;
  readonly startedAt: string;
  readonly phone: string;
  readonly crmEntity: { readonly type: 'CONTACT' | 'COMPANY' | 'LEAD'; readonly id: number } | null;
  readonly activityId: number | null;
  /** What an external PBX told of a call it has registered itself; absent for calls of the portal's own telephony. */
  readonly external?: PortalExternalCall;
}

export interface PortalExternalCall {
  /** `externalCall.<hash>.<seconds>`, as `telephony.externalCall.register` gave it out. */
  readonly callId: string;
  readonly externalCallId: string | null;
  readonly portalNumber: string;
  readonly cost: number;
  readonly costCurrency: string;
  readonly failedReason: string;
  /** 0 when nobody has rated the call. */
  readonly vote: number;
}

export interface PortalActivity {
  readonly id: number;
  /** 1 meeting, 2 call, 4 e-mail, 6 provider. */
  readonly typeId: 1 | 2 | 4 | 6;
  readonly providerId: string;
  /** 1 lead, 2 deal, 3 contact, 4 company. */
  readonly ownerTypeId: 1 | 2 | 3 | 4;
  readonly ownerId: number;
  readonly responsibleId: number;
  /** 0 none, 1 in, 2 out. */
  readonly direction: 0 | 1 | 2;
  readonly isCompleted: boolean;
  readonly subject: string;
  readonly createdAt: string;
  readonly startAt: string;
  readonly modifiedAt: string;
  readonly deadline: string | null;
  readonly description?: string;
  /** The deadline or the start when absent. */
  readonly endAt?: string;
  /** The person in charge when absent. */
  readonly authorId?: number;
  readonly editorId?: number;
  /** ORIGIN_ID that an outer source gave; calls of the telephony have one of their own. */
  readonly originId?: string;
  /** An incoming call nobody took, `SETTINGS.MISSED_CALL`. */
  readonly isMissed?: boolean;
  /** What the activity belongs to beside its owner. */
  readonly bindings?: readonly PortalActivityBinding[];
  readonly details?: ActivityDetails;
}

export interface PortalActivityBinding {
  readonly ownerTypeId: 1 | 2 | 3 | 4;
  readonly ownerId: number;
}
