import { formatSpan, type Language } from './format.ts';
import { escapeBbCode } from './notifications.ts';

export interface ToldFinding {
  readonly name: string;
  /** As people call the metric. */
  readonly metric: string;
  readonly fact: number;
  readonly against: 'norm' | 'usual' | 'peers';
  readonly expected: number;
  readonly share: number;
}

interface ToldReport {
  readonly from: string;
  readonly to: string;
  readonly strengths: readonly ToldFinding[];
  readonly gaps: readonly ToldFinding[];
}

/** To a head: what works and where the gaps are, the furthest first. */
export function reportDigestText(report: ToldReport & { readonly period: 'day' | 'week' }, language: Language): string {
  const span = formatSpan(report.from, report.to, language);
  const lines = (found: readonly ToldFinding[]): string =>
    found.map((one) => `${escapeBbCode(one.name)}: ${words(one, language)}`).join('\n');
  if (language === 'ru') {
    const title = report.period === 'day' ? `Активность за ${span}.` : `Активность за неделю ${span}.`;
    return join(title, part('Что работает:', lines(report.strengths)), part('Где пробелы:', lines(report.gaps)));
  }
  const title = report.period === 'day' ? `Activity of ${span}.` : `Activity of the week ${span}.`;
  return join(title, part('What works:', lines(report.strengths)), part('Where the gaps are:', lines(report.gaps)));
}

/** To the person about the own week: the good first. */
export function ownReportText(report: ToldReport, language: Language): string {
  const span = formatSpan(report.from, report.to, language);
  const lines = (found: readonly ToldFinding[]): string => found.map((one) => words(one, language)).join('; ');
  if (language === 'ru') {
    return join(`Ваша неделя ${span}.`, line('Получилось лучше:', lines(report.strengths)), line('Меньше, чем ждали:', lines(report.gaps)));
  }
  return join(`Your week ${span}.`, line('Went better:', lines(report.strengths)), line('Less than expected:', lines(report.gaps)));
}

function words({ metric, fact, against, expected }: ToldFinding, language: Language): string {
  const yardsticks = {
    ru: { norm: 'при норме', usual: 'обычно', peers: 'в среднем по отделу' },
    en: { norm: 'the norm is', usual: 'usually', peers: 'the department’s median is' },
  } as const;
  return `${escapeBbCode(metric)} ${round(fact, language)}, ${yardsticks[language][against]} ${round(expected, language)}`;
}

const part = (title: string, lines: string): string => (lines === '' ? '' : `${title}\n${lines}`);
const line = (title: string, words: string): string => (words === '' ? '' : `${title} ${words}.`);
const join = (...parts: readonly string[]): string => parts.filter((one) => one !== '').join('\n');

function round(value: number, language: Language): string {
  const text = String(Math.round(value * 10) / 10);
  return language === 'ru' ? text.replace('.', ',') : text;
}
