/** Deals and leads as the portal's server gives them to its own page. */
export interface Responsible {
  readonly id: number;
  readonly name: string;
  readonly lastName: string;
}

export type WorkState = 'work' | 'won' | 'lost' | 'all';

export interface ListQuery {
  readonly category?: number | '';
  readonly state: WorkState;
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

interface Row {
  readonly id: number;
  readonly title: string;
  /** Decimal string. */
  readonly amount: string;
  readonly currency: string;
  readonly companyTitle: string | null;
  readonly responsible: Responsible;
  readonly color: string;
}

export interface Deal extends Row {
  readonly categoryId: number;
  readonly stageId: string;
  readonly stageName: string;
  /** Place of the stage among the stages of work and of success, from 0. */
  readonly stageIndex: number;
  readonly stageCount: number;
  /** Calendar day. */
  readonly closeDate: string | null;
}

export interface Lead extends Row {
  readonly statusId: string;
  readonly statusName: string;
  readonly statusIndex: number;
  readonly statusCount: number;
}

export interface DealList {
  readonly total: number;
  readonly deals: readonly Deal[];
}

export interface LeadList {
  readonly total: number;
  readonly leads: readonly Lead[];
}

export interface Stage {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly semantics: 'P' | 'S' | 'F';
}

export interface Move {
  readonly at: string;
  readonly stageName: string;
}

export interface Activity {
  readonly at: string;
  readonly kind: string;
  readonly subject: string;
  /** 0 none, 1 in, 2 out. */
  readonly direction: number | string;
  readonly isCompleted: boolean;
}

/** A record as the dialog `selectCRM` offers it. */
export interface CrmChoice {
  readonly id: number;
  readonly title: string;
  readonly description: string;
}

export interface ChoiceQuery {
  readonly type: string;
  readonly search?: string;
  /** Ids with commas between them, in place of a search. */
  readonly ids?: string;
}

export interface DealDetails {
  readonly deal: Deal;
  readonly stages: readonly (Omit<Stage, 'id'> & { readonly stageId: string })[];
  readonly history: readonly Move[];
  readonly activities: readonly Activity[];
}

export interface LeadDetails {
  readonly lead: Lead;
  readonly statuses: readonly (Omit<Stage, 'id'> & { readonly statusId: string })[];
  readonly history: readonly Move[];
  readonly activities: readonly Activity[];
}

export interface DealChange {
  readonly stageId?: string;
  readonly amount?: string;
  readonly closeDate?: string;
  readonly responsibleId?: number;
}

export interface LeadChange {
  readonly statusId?: string;
  readonly amount?: string;
  readonly responsibleId?: number;
}
