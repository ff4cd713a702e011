import type { PlanConditions } from '#contract/plan-conditions.ts';
import type { Metric } from '#contract/wire.ts';
import { defaultBands, type EvaluationFault, listEvaluationFaults } from '#domain/planning/evaluation.ts';

/** Conditions as they are typed: percents as text, terms a line each. */
export interface ConditionsForm {
  readonly vat: PlanConditions['vat'];
  readonly terms: string;
  readonly weights: readonly { readonly metric: Metric; readonly weight: string; readonly cap: string }[];
  /** Shares from which the plan counts as almost met, met and exceeded. */
  readonly bands: { readonly almost: string; readonly met: string; readonly exceeded: string };
}

export type FormFault = EvaluationFault | 'not-a-number' | 'term-too-long' | 'too-many-terms';

const longestTerm = 300;
const mostTerms = 20;
const usual = { almost: '90', met: '100', exceeded: '110' };

export const emptyConditions: PlanConditions = { vat: null, terms: [], weights: [], bands: [] };

export function toForm(conditions: PlanConditions): ConditionsForm {
  const bandOf = (code: 'almost' | 'met' | 'exceeded'): string => {
    const band = conditions.bands.find((one) => one.code === code);
    return band === undefined ? (conditions.bands.length === 0 ? usual[code] : '') : percentText(band.from);
  };
  return {
    vat: conditions.vat,
    terms: conditions.terms.join('\n'),
    weights: conditions.weights.map(({ metric, weight, cap }) => ({
      metric,
      weight: percentText(weight),
      cap: cap === null ? '' : percentText(cap),
    })),
    bands: { almost: bandOf('almost'), met: bandOf('met'), exceeded: bandOf('exceeded') },
  };
}

/** What the form says, or what is wrong with it; metrics without a weight are shown and do not count. */
export function fromForm(form: ConditionsForm, hasBands: boolean): { conditions: PlanConditions } | { fault: FormFault } {
  const terms = form.terms
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (terms.length > mostTerms) return { fault: 'too-many-terms' };
  if (terms.some((term) => term.length > longestTerm)) return { fault: 'term-too-long' };
  const weights = form.weights
    .filter(({ weight }) => weight.trim() !== '')
    .map(({ metric, weight, cap }) => ({ metric, weight: basisPoints(weight), cap: cap.trim() === '' ? null : basisPoints(cap) }));
  const bands = hasBands ? readBands(form.bands) : [];
  const numbers = [...weights.flatMap(({ weight, cap }) => [weight, cap ?? 0]), ...bands.map(({ from }) => from)];
  if (numbers.some((number) => number === undefined || Number.isNaN(number))) return { fault: 'not-a-number' };
  const [fault] = listEvaluationFaults(
    weights,
    bands.length === 0 ? defaultBands : bands.map(({ code, from }) => ({ code, from: from / 10_000 })),
  );
  return fault === undefined ? { conditions: { vat: form.vat, terms, weights, bands } } : { fault };
}

/** The usual limits are not written down: they hold where nothing is said. */
function readBands(typed: ConditionsForm['bands']): PlanConditions['bands'] {
  const codes = ['almost', 'met', 'exceeded'] as const;
  if (codes.every((code) => typed[code].trim() === usual[code])) return [];
  return [
    { code: 'not-met' as const, from: 0 },
    ...codes.filter((code) => typed[code].trim() !== '').map((code) => ({ code, from: basisPoints(typed[code]) })),
  ];
}

/** Percents with up to two digits behind the comma; NaN for anything else. */
function basisPoints(text: string): number {
  const plain = text.trim().replace(/\s*%$/, '').replace(',', '.');
  return /^\d{1,4}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : Number.NaN;
}

function percentText(points: number): string {
  return String(points / 100).replace('.', ',');
}
