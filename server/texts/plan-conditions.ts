import type { PlanConditions } from '#domain/planning/plan-conditions.ts';
import type { Language } from './format.ts';
import { metricName } from './metric-names.ts';

const words = {
  ru: {
    vat: { included: 'Суммы плана с НДС.', excluded: 'Суммы плана без НДС.' },
    terms: 'Условия:',
    weights: 'Вес показателей в оценке:',
    cap: (most: string) => ` (в зачёт не больше ${most})`,
    bands: 'Оценка по доле выполнения:',
    from: (share: string) => `от ${share}`,
    codes: { 'not-met': 'не выполнен', almost: 'почти выполнен', met: 'выполнен', exceeded: 'перевыполнен' },
  },
  en: {
    vat: { included: 'Sums of the plan include VAT.', excluded: 'Sums of the plan exclude VAT.' },
    terms: 'Terms:',
    weights: 'Weight of the metrics in the evaluation:',
    cap: (most: string) => ` (counted up to ${most})`,
    bands: 'Evaluation by the share of the plan:',
    from: (share: string) => `from ${share}`,
    codes: { 'not-met': 'not met', almost: 'almost met', met: 'met', exceeded: 'exceeded' },
  },
} as const;

/** Lines of a sheet about what goes with its numbers; none where nothing was said. */
export function renderConditions({ vat, terms, weights, bands }: PlanConditions, language: Language): string[] {
  const say = words[language];
  const percent = (share: number): string => {
    const text = String(Math.round(share * 10_000) / 100);
    return language === 'ru' ? `${text.replace('.', ',')}\u00a0%` : `${text}%`;
  };
  const weightOf = ({ metric, weight, cap }: PlanConditions['weights'][number]): string =>
    `${metricName(metric, language)} ${percent(weight / 10_000)}${cap === null ? '' : say.cap(percent(cap))}`;
  return [
    ...(vat === null ? [] : [say.vat[vat]]),
    ...(terms.length === 0 ? [] : [say.terms, ...terms.map((term) => `— ${term}`)]),
    ...(weights.length === 0 ? [] : [`${say.weights} ${weights.map(weightOf).join(', ')}.`]),
    ...(bands.length === 0
      ? []
      : [`${say.bands} ${bands.map(({ code, from }) => `${bandName(code, language)} ${say.from(percent(from))}`).join(', ')}.`]),
  ];
}

function bandName(code: string, language: Language): string {
  const names: Readonly<Record<string, string>> = words[language].codes;
  return names[code] ?? code;
}
