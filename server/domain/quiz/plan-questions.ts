import { shiftDay, type Day } from '../period.ts';
import type { Metric } from '../plan.ts';
import { listDimensions, parseDimensionKey, type DimensionCode } from '../planning/line-dimensions.ts';
import { metricCatalogue } from '../planning/metric-catalogue.ts';
import { compareDecimals } from './compare-decimals.ts';
import type { ChoiceQuestion, NumberQuestion, PlanSubject, QuizOption, QuizQuestion } from './quiz-question.ts';

/** The signed version of one person, as far as it can be asked about. */
export interface SignedPlan {
  readonly period: { readonly from: Day; readonly to: Day };
  readonly effectiveFrom: Day;
  readonly workdays: number;
  readonly callSeconds: number;
  readonly targets: readonly { readonly metric: Metric; readonly value: string; readonly was: string | null }[];
  readonly parts: readonly { readonly metric: Metric; readonly key: string; readonly title: string; readonly value: string | null }[];
  /** Companies of the signed breakdown, which stand in where the plan itself names no clients. */
  readonly breakdownClients: readonly { readonly title: string; readonly value: string }[];
  readonly weights: readonly { readonly metric: Metric; readonly weight: number }[];
}

const mostOptions = 4;

/** Everything that the version holds and can be asked; options stand in a fixed order until they are shuffled. */
export function listPlanQuestions(plan: SignedPlan): QuizQuestion[] {
  return [...plan.targets.flatMap(askTarget), ...askPeriod(plan), ...askCalls(plan), ...askParts(plan), ...askWeights(plan)];
}

const about = (subject: PlanSubject, metric: Metric | null = null, words: string | null = null) => ({
  ...{ subject, metric, about: words, questionId: null },
});

function choice(subject: PlanSubject, options: readonly QuizOption[], metric: Metric | null = null): ChoiceQuestion {
  return { kind: 'choice', ...about(subject, metric), options, right: 0 };
}

function askTarget({ metric, value, was }: SignedPlan['targets'][number]): QuizQuestion[] {
  const { unit, overTime } = metricCatalogue[metric];
  const isNorm = overTime === 'per-workday';
  const asked: NumberQuestion = {
    ...{ kind: 'number', ...about(isNorm ? 'norm' : 'target', metric), unit: isNorm ? 'per-workday' : unit, right: value },
  };
  return was === null ? [asked] : [asked, askChange(metric, compareDecimals(value, was))];
}

function askChange(metric: Metric, sign: number): ChoiceQuestion {
  const right = sign > 0 ? 'up' : sign < 0 ? 'down' : 'same';
  const all = ['up', 'down', 'same'] as const;
  const inOrder = [right, ...all.filter((change) => change !== right)] as const;
  return choice(
    'change',
    inOrder.map((change) => ({ kind: 'change', change })),
    metric,
  );
}

function askPeriod({ period, effectiveFrom, workdays }: SignedPlan): QuizQuestion[] {
  const near = (day: Day, shifts: readonly number[]): QuizOption[] => [0, ...shifts].map((by) => ({ kind: 'day', day: shiftDay(day, by) }));
  return [
    choice('starts', near(effectiveFrom, [-14, 7, 14])),
    choice('ends', near(period.to, [-15, -7, 10])),
    { kind: 'number', ...about('workdays'), unit: 'days', right: String(workdays) },
  ];
}

function askCalls({ targets, callSeconds }: SignedPlan): QuizQuestion[] {
  if (!targets.some(({ metric }) => metric === 'calls')) return [];
  return [{ kind: 'number', ...about('call-seconds', 'calls'), unit: 'seconds', right: String(callSeconds) }];
}

interface Share {
  readonly title: string;
  readonly value: string;
}

function askParts(plan: SignedPlan): QuizQuestion[] {
  const planned = sharesBy(plan, 'client', (value) => value.startsWith('company:'));
  const clients = planned.length > 0 ? planned : plan.breakdownClients;
  const [largest] = clients.toSorted((a, b) => compareDecimals(b.value, a.value));
  const sum: QuizQuestion[] =
    largest === undefined
      ? []
      : [{ kind: 'number', ...about('client-target', 'revenue', largest.title), unit: 'money', right: largest.value }];
  return [
    ...askLargest('key-client', clients),
    ...sum,
    ...askLargest(
      'focus-brand',
      sharesBy(plan, 'brand', () => true),
    ),
  ];
}

function sharesBy({ parts }: SignedPlan, code: DimensionCode, isAsked: (value: string) => boolean): Share[] {
  return parts.flatMap(({ metric, key, title, value }) => {
    const [only, ...more] = listDimensions(parseDimensionKey(key) ?? {});
    const isOne = only !== undefined && only[0] === code && more.length === 0 && isAsked(only[1]);
    return isOne && metric === 'revenue' && value !== null ? [{ title, value }] : [];
  });
}

/** Two that are equally large have no right answer. */
function askLargest(subject: 'key-client' | 'focus-brand', shares: readonly Share[]): QuizQuestion[] {
  const sorted = shares.toSorted((a, b) => compareDecimals(b.value, a.value));
  const [first, second] = sorted;
  if (first === undefined || second === undefined || compareDecimals(first.value, second.value) === 0) return [];
  return [
    choice(
      subject,
      sorted.slice(0, mostOptions).map(({ title }) => ({ kind: 'text', text: title })),
    ),
  ];
}

function askWeights({ weights }: SignedPlan): QuizQuestion[] {
  const sorted = weights.toSorted((a, b) => b.weight - a.weight);
  const [first, second] = sorted;
  if (first === undefined || second === undefined || first.weight === second.weight) return [];
  return [
    choice(
      'main-weight',
      sorted.slice(0, mostOptions).map(({ metric }) => ({ kind: 'metric', metric })),
    ),
  ];
}
