import type { MetricRule } from '#contract/metric-rules.ts';

/** Everything that a rule of any entity may say; of what is not asked nothing is lost while the entity changes. */
export interface RuleDraft {
  entity: MetricRule['entity'] | 'none';
  kinds: Extract<MetricRule, { entity: 'activity' }>['kinds'];
  stages: { deal: string[]; quote: string[]; lead: string[] };
  about: Extract<MetricRule, { entity: 'task' }>['about'];
  dates: { activity: 'start' | 'changed'; quote: 'created' | 'issued'; lead: 'created' | 'moved'; task: 'closed' | 'deadline' };
}

export function toDraft(rule: MetricRule | null): RuleDraft {
  const draft: RuleDraft = {
    entity: rule?.entity ?? 'none',
    kinds: ['meeting'],
    stages: { deal: [], quote: [], lead: [] },
    about: 'any',
    dates: { activity: 'start', quote: 'created', lead: 'created', task: 'closed' },
  };
  if (rule === null) return draft;
  if (rule.entity === 'activity') Object.assign(draft, { kinds: [...rule.kinds], dates: { ...draft.dates, activity: rule.date } });
  else if (rule.entity === 'task') Object.assign(draft, { about: rule.about, dates: { ...draft.dates, task: rule.date } });
  else {
    draft.stages[rule.entity] = [...rule.stages];
    if (rule.entity !== 'deal') Object.assign(draft.dates, { [rule.entity]: rule.date });
  }
  return draft;
}

/** Null while something is still to be chosen, or nothing is to be counted. */
export function toRule({ entity, kinds, stages, about, dates }: RuleDraft): MetricRule | null {
  if (entity === 'none') return null;
  if (entity === 'activity') return kinds.length === 0 ? null : { entity, kinds: [...kinds], date: dates.activity };
  if (entity === 'task') return { entity, about, date: dates.task };
  if (stages[entity].length === 0) return null;
  if (entity === 'deal') return { entity, stages: [...stages.deal], date: 'entered' };
  return entity === 'quote'
    ? { entity, stages: [...stages.quote], date: dates.quote }
    : { entity, stages: [...stages.lead], date: dates.lead };
}
