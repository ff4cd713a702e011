import type { Metric, PlanLine } from './plan.ts';
import { findTarget, personScope } from './plan.ts';
import { catalogueCodes } from './planning/metric-catalogue.ts';
import { shiftDay, type Day } from './period.ts';
import { isWorkday, type Calendar } from './workdays.ts';

/**
 * What one person is asked to sign, in its hashed form. Money, counts and ids are strings;
 * names are not part of it, they stand in the human text whose hash is.
 */
export interface PlanDocument {
  readonly schema: 'plan/1';
  readonly tenant: string;
  readonly planId: string;
  readonly version: number;
  /** Hash of the previous sheet of the same person; null for the first. */
  readonly prevVersionHash: string | null;
  readonly period: { readonly from: Day; readonly to: Day; readonly tz: string };
  /** The first day that is judged by this version. */
  readonly effectiveFrom: Day;
  readonly employee: { readonly b24UserId: string };
  readonly author: { readonly b24UserId: string };
  readonly currency: string;
  readonly workdays: number;
  /** `was` is the value of the person's previous sheet. */
  readonly targets: readonly {
    readonly kpi: Metric;
    readonly unit: string;
    readonly value: string;
    readonly was: string | null;
    readonly formulaVersion: number;
  }[];
  /** Revenue by calendar weeks; adds up to the target. */
  readonly weeks: readonly { readonly from: Day; readonly to: Day; readonly workdays: number; readonly value: string }[];
  readonly previousVersion: number | null;
  readonly signBefore: Day;
  readonly factBasis: 'deals-won';
  readonly callSeconds: number;
  /** Weights, caps and limits in basis points. */
  readonly conditions: {
    readonly vat: 'included' | 'excluded' | null;
    readonly terms: readonly string[];
    readonly weights: readonly { readonly kpi: string; readonly weight: number; readonly cap: number | null }[];
    readonly bands: readonly { readonly code: string; readonly from: number }[];
  };
  readonly reason: string;
  readonly rationale: string;
  readonly lang: 'ru' | 'en';
  readonly textTemplate: number;
  readonly humanTextSha256: string;
}

export type SheetState = 'sent' | 'opened' | 'signed' | 'signed-with-objections' | 'refused' | 'superseded';

/** State of a sheet from what has happened to it; a decision outlives a later version, silence is never acceptance. */
export function sheetState(sheet: {
  decision: 'signed' | 'signed-with-objections' | 'refused' | null;
  isOpened: boolean;
  isSuperseded: boolean;
}): SheetState {
  if (sheet.decision !== null) return sheet.decision;
  if (sheet.isSuperseded) return 'superseded';
  return sheet.isOpened ? 'opened' : 'sent';
}

/** A sheet still waits for its person. */
export function isWaiting(state: SheetState): boolean {
  return state === 'sent' || state === 'opened';
}

/** Working days a person has for an answer. */
const workdaysToSign = 5;

/** Last day to answer: five working days after the plan was sent. */
export function signBefore(calendar: Calendar, sentOn: Day): Day {
  let day = sentOn;
  for (let left = workdaysToSign; left > 0;) {
    day = shiftDay(day, 1);
    if (isWorkday(calendar, day)) left -= 1;
  }
  return day;
}

/** A person's own targets in the order of the sheet. */
export function targetsOf(lines: readonly PlanLine[], userId: bigint): { metric: Metric; value: bigint }[] {
  return catalogueCodes.flatMap((metric) => {
    const value = findTarget(lines, metric, personScope(userId));
    return value === null ? [] : [{ metric, value }];
  });
}
