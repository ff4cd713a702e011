import { z } from 'zod';
import { partsOfPerson, signBefore, targetsOf, type PlanDocument } from '#domain/acknowledgement.ts';
import { splitByWeights, toDecimal } from '#domain/money.ts';
import type { Metric, PlanLine } from '#domain/plan.ts';
import type { DimensionLine } from '#domain/planning/dimension-line.ts';
import { listDimensions, parseDimensionKey, type DimensionCode, type DimensionKey } from '#domain/planning/line-dimensions.ts';
import { catalogueCodes, metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { homeDepartment } from '#domain/team.ts';
import { defaultCallSeconds } from '#domain/intensity/calls.ts';
import { hashPlan, hashSaltedText } from '#ledger/entry.ts';
import type { Unit } from '#domain/planning/metric.ts';
import type { PlanConditions } from '#domain/planning/plan-conditions.ts';
import { fullCalendar, listPersonWorkdays } from '#domain/planning/person-workdays.ts';
import type { PlanPeriod } from '#domain/planning/plan-period.ts';
import { listStretches, stretchKind } from '#domain/planning/period-stretches.ts';
import { toCanonicalJson } from '#ledger/canonical-json.ts';
import type { StoredVersion } from '#store/plans.ts';
import { renderSheet, sheetTemplate } from '#texts/plan-sheet.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { writePlanValue } from './plan-value.ts';
import { companyName, findMember, fullName, type PortalContext } from './portal-context.ts';
import { saltText } from './salted-text.ts';
import { orNull } from './wire-values.ts';

export interface WrittenSheet {
  readonly document: string;
  readonly humanText: { readonly text: string; readonly salt: string };
  readonly planHash: string;
}

export interface SheetInput {
  readonly period: PlanPeriod;
  readonly version: StoredVersion;
  readonly userId: bigint;
  readonly lines: readonly PlanLine[];
  readonly parts: readonly DimensionLine[];
  readonly conditions: PlanConditions;
  /** What the portal's own dimensions are called now. */
  readonly dimensionNames: ReadonlyMap<string, string>;
  /** The person's previous sheet. */
  readonly previous: {
    readonly version: number;
    readonly planHash: string;
    readonly lines: readonly PlanLine[];
    readonly parts: readonly DimensionLine[];
  } | null;
}

/** Makes the document, the text and the hash that bind one person to one version. */
export function writeSheet(context: PortalContext, input: SheetInput): WrittenSheet {
  const language = context.portal.language === 'ru' ? 'ru' : 'en';
  const content = toContent(context, input);
  const humanText = renderSheet(
    {
      companyName: companyName(context),
      departmentName: departmentName(context, input.userId),
      personName: fullName(context.team, input.userId),
      authorName: fullName(context.team, input.version.publishedBy),
      month: input.period.key,
      version: input.version.version,
      publishedOn: toDay(input.version.publishedAt, context.portal.timeZone),
      effectiveFrom: input.version.effectiveFrom,
      currency: context.portal.baseCurrency,
      workdays: content.workdays,
      callSeconds: defaultCallSeconds,
      targets: content.targets.map(({ kpi, value, was }) => ({ metric: kpi, ...aboutMetric(kpi), value, was })),
      stretches: stretchKind(input.period),
      weeks: content.weeks,
      parts: content.parts.map(({ kpi, dimensions, ...part }) => ({
        metric: kpi,
        unit: metricCatalogue[kpi].unit,
        dimensions: dimensionsOf(dimensions),
        ...part,
      })),
      dimensionNames: content.dimensionNames,
      previousVersion: content.previousVersion,
      reason: input.version.reason,
      rationale: input.version.rationale,
      conditions: input.conditions,
    },
    language,
  );
  const salted = saltText(humanText);
  const humanTextSaltedSha256 = hashSaltedText(salted);
  const document: PlanDocument = { ...content, lang: language, textTemplate: sheetTemplate, humanTextSaltedSha256 };
  const written = toCanonicalJson({ ...document });
  return { document: written, humanText: salted, planHash: hashPlan(written) };
}

/** Shares as basis points: what is hashed holds no fractions. */
function writeConditions({ vat, terms, weights, bands }: PlanConditions): PlanDocument['conditions'] {
  const points = (share: number): number => Math.round(share * 10_000);
  return {
    vat,
    terms: terms.map((term) => term.normalize('NFC')),
    weights: weights.map(({ metric, weight, cap }) => ({ kpi: metric, weight, cap: cap === null ? null : points(cap) })),
    bands: bands.map(({ code, from }) => ({ code, from: points(from) })),
  };
}

function aboutMetric(metric: Metric): { unit: Unit; isOfPeriod: boolean } {
  const { unit, overTime } = metricCatalogue[metric];
  return { unit, isOfPeriod: overTime === 'sum' };
}

const dimensionsOf = (key: DimensionKey): DimensionCode[] => listDimensions(parseDimensionKey(key) ?? {}).map(([code]) => code);

/** The unit as it is signed: money by its currency. */
function unitOf(metric: Metric, currency: string): string {
  const { unit, overTime } = metricCatalogue[metric];
  if (overTime === 'per-workday') return 'per-workday';
  return unit === 'money' ? currency : unit;
}

type Content = Omit<PlanDocument, 'lang' | 'textTemplate' | 'humanTextSaltedSha256'>;

function toContent(context: PortalContext, input: SheetInput): Content {
  const { portal, calendar } = context;
  const before = input.previous === null ? [] : targetsOf(input.previous.lines, input.userId);
  const parts = partsOfPerson(input.parts, input.previous?.parts ?? [], input.userId);
  const named = [...input.dimensionNames].filter(([code]) => parts.some(({ line }) => dimensionsOf(line.key).some((own) => own === code)));
  const targets = targetsOf(input.lines, input.userId).map(({ metric, value }) => {
    const was = before.find((target) => target.metric === metric);
    const write = (amount: bigint): string => writePlanValue(context, { metric, value: amount });
    return {
      kpi: metric,
      unit: unitOf(metric, portal.baseCurrency),
      value: write(value),
      was: was === undefined ? null : write(was.value),
      formulaVersion: 1,
    };
  });
  return {
    schema: 'plan/2',
    tenant: portal.memberId,
    planId: input.version.planId,
    version: input.version.version,
    prevVersionHash: input.previous?.planHash ?? null,
    period: { from: input.period.from, to: input.period.to, tz: portal.timeZone },
    effectiveFrom: input.version.effectiveFrom,
    employee: { b24UserId: String(input.userId) },
    author: { b24UserId: String(input.version.publishedBy) },
    currency: portal.baseCurrency,
    workdays: listPersonWorkdays(fullCalendar(calendar), input.period).length,
    targets,
    weeks: splitIntoWeeks(context, input),
    parts: parts.map(({ line, value, was }) => {
      const write = (amount: bigint): string => writePlanValue(context, { metric: line.metric, value: amount });
      return { kpi: line.metric, dimensions: line.key, title: line.title, value: orNull(value, write), was: orNull(was, write) };
    }),
    ...(named.length === 0 ? {} : { dimensionNames: Object.fromEntries(named) }),
    previousVersion: input.previous?.version ?? null,
    signBefore: signBefore(calendar, toDay(input.version.publishedAt, portal.timeZone)),
    factBasis: 'deals-won',
    callSeconds: defaultCallSeconds,
    conditions: writeConditions(input.conditions),
    reason: input.version.reason.normalize('NFC'),
    rationale: input.version.rationale.normalize('NFC'),
  };
}

function splitIntoWeeks(context: PortalContext, input: SheetInput): PlanDocument['weeks'] {
  const revenue = targetsOf(input.lines, input.userId).find((target) => target.metric === 'revenue');
  if (revenue === undefined) return [];
  const weeks = listStretches(context.calendar, input.period);
  const { currencyDigits } = context.portal;
  const unit = 10n ** BigInt(currencyDigits);
  // A plan in thousands is split in thousands, one in whole units in whole units: nobody is asked to bring kopecks.
  const step = [1000n * unit, unit].find((candidate) => revenue.value % candidate === 0n) ?? 1n;
  const parts = splitByWeights(
    revenue.value / step,
    weeks.map((week) => BigInt(week.workdays)),
  );
  return weeks.map((week, index) => ({ ...week, value: toDecimal((parts[index] ?? 0n) * step, currencyDigits) }));
}

export function departmentName(context: PortalContext, userId: bigint): string {
  const member = findMember(context.team, userId);
  return (member === undefined ? undefined : homeDepartment(context.team, member)?.name) ?? '';
}

const StoredDocument = z.object({
  version: z.number(),
  currency: z.string(),
  workdays: z.number(),
  callSeconds: z.number(),
  previousVersion: z.number().nullable(),
  signBefore: z.string(),
  reason: z.string(),
  rationale: z.string(),
  period: z.object({ from: z.string(), to: z.string(), tz: z.string() }),
  targets: z.array(z.object({ kpi: z.enum(catalogueCodes), value: z.string(), was: z.string().nullable() })),
  weeks: z.array(z.object({ from: z.string(), to: z.string(), workdays: z.number(), value: z.string() })),
  /** Sheets of older templates have none. */
  parts: z
    .array(
      z.object({
        kpi: z.enum(catalogueCodes),
        dimensions: z.string(),
        title: z.string(),
        value: z.string().nullable(),
        was: z.string().nullable(),
      }),
    )
    .default([]),
  /** Of sheets whose parts name none of the portal's own there are none. */
  dimensionNames: z.record(z.string(), z.string()).default({}),
  conditions: z.object({ weights: z.array(z.object({ kpi: z.string(), weight: z.number() })) }).default({ weights: [] }),
});
export type StoredDocument = z.infer<typeof StoredDocument>;

/** Reads back a stored document; what it does not hold was never signed. */
export function readDocument(text: string): StoredDocument {
  return StoredDocument.parse(JSON.parse(text));
}
