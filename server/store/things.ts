import type { RawBuilder } from 'kysely';
import type { MetricRules } from '#domain/intensity/metric-rules.ts';
import type { RankedField } from '#domain/intensity/relationship.ts';
import type { FactSource } from './daily-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { DaySpan } from './won-day.ts';

export type ThingKind =
  | 'deal'
  | 'product-row'
  | 'client'
  | 'payment'
  | 'return'
  | 'invoice'
  | 'quote'
  | 'call'
  | 'call-activity'
  | 'lead'
  | 'contact'
  | 'task'
  | 'activity';

/** What a user field of its deal says, by the name of the field: `field:UF_CRM_ROUTE`. */
export type DealFieldDimension = `field:${string}`;

/** What our copy can tell of a thing: whom it was sold to, through which pipeline, what it was, and what fields of its deal say. */
export type ThingDimension = 'client' | 'pipeline' | 'product-section' | 'product' | 'brand' | DealFieldDimension;

/** Only things with one of these values; a group of goods comes with all groups below it. */
export interface ThingsFilter {
  readonly dimension: ThingDimension;
  readonly values: readonly string[];
}

/** What things are looked for by. Of a state, such as debt, the span's last day is when it is looked at. */
export interface ThingsAsked {
  readonly source: FactSource;
  readonly span: DaySpan;
  readonly currency: string;
  /** Decimal places of that currency. */
  readonly digits: number;
  /** Clients with a deal since this day are active. */
  readonly activeSince: string;
  /** The last day that has begun: what follows from time alone has not happened behind it. */
  readonly through?: string;
  /** For so many days a sale counts for the relationship with a client. */
  readonly relationshipDays?: number;
  /** Where it is told, moves of relationships are those of a field of companies. */
  readonly relationshipField?: RankedField;
  /** Calls of the portal's statistics, or finished calls in its cards, where it gives no statistics. */
  readonly callsFrom: 'statistics' | 'activities';
  /** Of what metrics are counted that Bitrix24 has no kind of thing for; without a rule nothing is. */
  readonly rules?: MetricRules;
  /** Only things that all of these let through; everything where there are none. */
  readonly about?: readonly ThingsFilter[];
  /** Things that have a client are those of whoever is in charge of it; of the seller where it is absent, or nobody is in charge. */
  readonly isByClientOwner?: boolean;
}

/**
 * A select of the things behind a metric with the columns `thingColumns`: `people` are whose the thing is (nobody's is empty),
 * `value` is in the metric's smallest unit, null where it cannot be told.
 */
export type SelectThings = (tx: PortalTransaction, asked: ThingsAsked) => RawBuilder<unknown>;

export const thingColumns = ['kind', 'id', 'people', 'day', 'value', 'deal_id'] as const;
