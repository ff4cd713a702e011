import type { PlanCalculation } from '#contract/plan-calculation.ts';
import type { Language } from '#contract/wire.ts';
import { formatMonth } from '#format/date.ts';
import { formatFactor } from '#format/number.ts';
import { formatPercent } from '#format/percent.ts';
import type { Proposal } from './wizard-proposal.ts';

export interface RationaleTexts {
  readonly t: (key: string, named?: Record<string, unknown>) => string;
  readonly language: Language;
  readonly nameOf: (code: string) => string;
  /** An amount with its unit. */
  readonly amount: (minor: bigint) => string;
}

/** «Среднее авг–окт 2026»: the months a base is made of. */
export function nameBase(
  calculation: PlanCalculation,
  proposal: Proposal,
  { t, language }: Pick<RationaleTexts, 't' | 'language'>,
): string {
  const [first, last] = [proposal.past.at(0)?.period.key, proposal.past.at(-1)?.period.key];
  if (first === undefined || last === undefined) return t(`planning.wizard.base.${calculation.base.kind}`);
  if (calculation.base.kind !== 'average') return formatMonth(first, language, { year: true, capital: true });
  const months = `${shortMonth(first, language)}–${shortMonth(last, language)} ${last.slice(0, 4)}`;
  return t('planning.wizard.base.averageOf', { months });
}

const shortMonth = (month: string, language: Language): string =>
  new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`)).replace('.', '');

/** The calculation in sentences, to be printed on the sheets; the author may change every word. */
export function writeRationale(calculation: PlanCalculation, proposal: Proposal, texts: RationaleTexts): string {
  const { model } = proposal;
  if (model === null) return '';
  const { t, language, nameOf, amount } = texts;
  const base = nameBase(calculation, proposal, texts);
  const name = base.slice(0, 1).toLocaleLowerCase(language) + base.slice(1);
  const sentences = [t('planning.wizard.words.base', { name, amount: amount(model.base) })];
  const season = model.steps.find((step) => step.code === 'season')?.multiplier ?? null;
  if (season !== null) sentences.push(t('planning.wizard.words.season', { factor: formatFactor(season / 10_000, language) }));
  for (const { code, answer } of calculation.factors) {
    if (answer.kind !== 'considered' || answer.basisPoints === 0) continue;
    const percent = formatPercent(answer.basisPoints / 10_000, language, { signed: true, digits: answer.basisPoints % 100 === 0 ? 0 : 1 });
    sentences.push(t('planning.wizard.words.factor', { name: nameOf(code), percent }));
  }
  const isLimited = model.result < model.calculated;
  if (isLimited)
    sentences.push(
      t('planning.wizard.words.limited', { amount: amount(model.calculated), limit: nameOf('limit'), most: amount(model.result) }),
    );
  else sentences.push(t('planning.wizard.words.plan', { amount: amount(model.result) }));
  return sentences.join(' ');
}
