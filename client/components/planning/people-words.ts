import type { Handover, PeopleChange } from '#contract/people-changes.ts';
import type { Language, Metric } from '#contract/wire.ts';
import { formatDay } from '#format/date.ts';
import { formatCompact } from '#format/money.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { amountScale, readAmount, showAmount } from './plan-amount.ts';

export type Translate = (key: string, values?: Record<string, unknown>) => string;

/** A value beside its words: money short, all else as it is. */
export function shortValue(metric: Metric, value: string, currency: string, language: Language): string {
  if (metricCatalogue[metric].unit === 'money') return formatCompact(value, currency, language);
  const scale = amountScale(metric, currency);
  return showAmount(readAmount(value, scale), scale, language);
}

/** What happened and when, in one sentence. */
export function sayChange(change: PeopleChange, language: Language, t: Translate): string {
  const day = (at: string | null): string => formatDay(at, language);
  switch (change.kind) {
    case 'left':
      return change.day === null ? t('planning.people.said.leftUnknown') : t('planning.people.said.left', { day: day(change.day) });
    case 'moved':
      return t('planning.people.said.moved', {
        day: day(change.day),
        from: change.from?.name ?? t('planning.people.noDepartment'),
        to: change.to?.name ?? t('planning.people.noDepartment'),
      });
    case 'absent':
      return t('planning.people.said.absent', { from: day(change.day), to: day(change.until) });
    case 'joined':
      return t('planning.people.said.joined', { day: day(change.day) });
  }
}

/** The reason that the next version proposes; whoever sends it may word it differently. */
export function proposeReason(change: PeopleChange, names: readonly string[], language: Language, t: Translate): string {
  const values = {
    name: change.name,
    to: names.join(', '),
    day: formatDay(change.day, language),
    until: formatDay(change.until, language),
    days: change.workdays,
  };
  return t(`planning.people.reason.${change.kind}`, values);
}

/** Of somebody who is away nothing was won yet that would decide. */
export function basesOf(change: PeopleChange): Handover['basis'][] {
  const hasFact = change.lines.some(({ keepsByFact }) => keepsByFact !== null);
  return hasFact ? ['fact', 'workdays'] : ['workdays'];
}
