import type { Activity, Move, Responsible, Stage } from './records.ts';

/** A deal or a lead as its card shows it. */
export interface CardModel {
  readonly id: number;
  readonly title: string;
  readonly stageId: string;
  readonly stages: readonly Stage[];
  readonly amount: string;
  readonly currency: string;
  readonly companyTitle: string | null;
  readonly responsible: Responsible;
  /** Absent where the card has no such field. */
  readonly closeDate?: string | null;
  readonly history: readonly Move[];
  readonly activities: readonly Activity[];
}

export interface CardChange {
  readonly stageId?: string;
  readonly amount?: string;
  readonly closeDate?: string;
  readonly responsibleId?: number;
}

/** What a tab may do to the card around it. */
export interface CardActions {
  change(change: CardChange): Promise<void>;
  reload(): void;
}

/** What tells the card of a deal from the card of a lead. */
export interface CardSource {
  readonly id: number;
  readonly kindName: string;
  readonly stageHeading: string;
  readonly fieldsHeading: string;
  readonly tabPlacement: string;
  readonly toolbarPlacement: string;
  readonly activityPlacement: string;
  load(): Promise<CardModel>;
  change(change: CardChange): Promise<CardModel>;
}
