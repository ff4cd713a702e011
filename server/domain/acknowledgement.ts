import type { Metric, PlanLine } from './plan.ts';
import { findTarget, personScope } from './plan.ts';
import type { DimensionLine } from './planning/dimension-line.ts';
import { listDimensions, parseDimensionKey, type DimensionKey } from './planning/line-dimensions.ts';
import { catalogueCodes } from './planning/metric-catalogue.ts';
import { compareText } from './planning/plan-line.ts';
import { shiftDay, type Day } from './period.ts';
import { isWorkday, type Calendar } from './workdays.ts';

/**
 * What one person is asked to sign, in its hashed form. Money, counts and ids are strings;
 * names are not part of it, they stand in the human text whose hash is.
 */
export interface PlanDocument {
  readonly schema: 'plan/2';
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
  /** Revenue by calendar weeks, of a short period by days, of a long one by months; adds up to the target. */
  readonly weeks: readonly { readonly from: Day; readonly to: Day; readonly workdays: number; readonly value: string }[];
  /** What own dimensions of the portal among the parts are called; absent where there are none. */
  readonly dimensionNames?: Readonly<Record<string, string>>;
  /** Targets about parts of what is sold; a null value was taken out. */
  readonly parts: readonly {
    readonly kpi: Metric;
    readonly dimensions: DimensionKey;
    readonly title: string;
    readonly value: string | null;
    readonly was: string | null;
  }[];
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
  /** The salt is kept with the text. */
  readonly humanTextSaltedSha256: string;
}

export type SheetState =
  | 'sent'
  | 'opened'
  | 'question'
  | 'broken-down'
  | 'signed'
  | 'signed-with-objections'
  | 'refused'
  | 'on-paper'
  | 'superseded';

/** State of a sheet from what has happened to it; a decision outlives a later version, silence is never acceptance. */
export function sheetState(sheet: {
  decision: 'signed' | 'signed-with-objections' | 'refused' | null;
  isOpened: boolean;
  isSuperseded: boolean;
  /** The person asked and nobody has answered yet. */
  hasOpenQuestion?: boolean;
  isBrokenDown?: boolean;
  /** Without a decision in the application, acquainted by a paper act. */
  isOnPaper?: boolean;
}): SheetState {
  if (sheet.decision !== null) return sheet.decision;
  if (sheet.isOnPaper === true) return 'on-paper';
  if (sheet.isSuperseded) return 'superseded';
  if (sheet.hasOpenQuestion === true) return 'question';
  if (sheet.isBrokenDown === true) return 'broken-down';
  return sheet.isOpened ? 'opened' : 'sent';
}

const waitingStates: ReadonlySet<SheetState> = new Set(['sent', 'opened', 'question', 'broken-down']);

/** A sheet still waits for its person. */
export function isWaiting(state: SheetState): boolean {
  return waitingStates.has(state);
}

/** Working days a person has for an answer. */
const workdaysToSign = 5;

/** Last day to answer: five working days after the plan was sent. */
export function signBefore(calendar: Calendar, sentOn: Day): Day {
  return workdayAfter(calendar, sentOn, workdaysToSign);
}

/** The same for a person who was absent on some days: they do not count. */
export function deadlineFor(calendar: Calendar, sentOn: Day, absent: ReadonlySet<Day>): Day {
  return workdayAfter(calendar, sentOn, workdaysToSign, absent);
}

const nobodyAbsent: ReadonlySet<Day> = new Set();

/** The `count`-th working day after a day; days of absence do not count. */
export function workdayAfter(calendar: Calendar, day: Day, count: number, absent: ReadonlySet<Day> = nobodyAbsent): Day {
  let found = day;
  for (let left = count; left > 0;) {
    found = shiftDay(found, 1);
    if (isWorkday(calendar, found) && !absent.has(found)) left -= 1;
  }
  return found;
}

/** Working days after `from` up to `to` on which the person was there. */
export function workdaysBetween(calendar: Calendar, from: Day, to: Day, absent: ReadonlySet<Day> = nobodyAbsent): number {
  let days = 0;
  for (let day = shiftDay(from, 1); day <= to; day = shiftDay(day, 1)) if (isWorkday(calendar, day) && !absent.has(day)) days += 1;
  return days;
}

/** A person's own targets in the order of the sheet. */
export function targetsOf(lines: readonly PlanLine[], userId: bigint): { metric: Metric; value: bigint }[] {
  return catalogueCodes.flatMap((metric) => {
    const value = findTarget(lines, metric, personScope(userId));
    return value === null ? [] : [{ metric, value }];
  });
}

export interface PersonPart {
  readonly line: Omit<DimensionLine, 'value'>;
  /** Null where the previous sheet had it and this one has not. */
  readonly value: bigint | null;
  readonly was: bigint | null;
}

/** A person's own targets about parts of what is sold, in the order of the sheet: by metric and dimensions, the largest first. */
export function partsOfPerson(lines: readonly DimensionLine[], before: readonly DimensionLine[], userId: bigint): PersonPart[] {
  const scope = personScope(userId);
  const keyOf = (line: Omit<DimensionLine, 'value'>): string => `${line.metric} ${line.key}`;
  const own = new Map(lines.filter((line) => line.scope === scope).map((line) => [keyOf(line), line]));
  const old = new Map(before.filter((line) => line.scope === scope).map((line) => [keyOf(line), line]));
  const parts = [...new Map([...old, ...own])].map(([id, { metric, key, title }]): PersonPart => {
    return { line: { metric, scope, key, title }, value: own.get(id)?.value ?? null, was: old.get(id)?.value ?? null };
  });
  return parts.toSorted((a, b) => compareText(placeOf(a), placeOf(b)) || compareAmount(b, a) || compareText(a.line.key, b.line.key));
}

function placeOf({ line }: PersonPart): string {
  const codes = listDimensions(parseDimensionKey(line.key) ?? {}).map(([code]) => code);
  return `${String(catalogueCodes.indexOf(line.metric)).padStart(3, '0')} ${codes.toSorted().join(' ')}`;
}

function compareAmount(a: PersonPart, b: PersonPart): number {
  const [one, other] = [a.value ?? -1n, b.value ?? -1n];
  return one < other ? -1 : one > other ? 1 : 0;
}
