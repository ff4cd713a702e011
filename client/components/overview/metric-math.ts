import type { MetricRow } from './metric-rows.ts';

/** What the plan of a row is made of: people whose plans add up to it, or its own line alone. */
export interface PlanMakeUp {
  readonly people: readonly MetricRow[];
  readonly peopleSum: bigint;
  /** Null where the people's plans add up to the row's own. */
  readonly difference: bigint | null;
}

/** People below a row with a plan; none for a person, and none where shares do not add up. */
export function makeUpOf(line: MetricRow, rows: readonly MetricRow[], addsUp: boolean): PlanMakeUp {
  const at = rows.indexOf(line);
  const after = rows.slice(at + 1);
  const end = after.findIndex(({ row }) => row.depth <= line.row.depth);
  const below = line.row.kind === 'company' ? rows : end < 0 ? after : after.slice(0, end);
  const people = addsUp && line.row.kind !== 'person' ? below.filter(({ row, fact }) => row.kind === 'person' && fact.plan !== null) : [];
  const peopleSum = people.reduce((sum, { fact }) => sum + (fact.plan ?? 0n), 0n);
  const isSame = people.length === 0 || line.fact.plan === null || line.fact.plan === peopleSum;
  return { people, peopleSum, difference: isSame ? null : (line.fact.plan ?? 0n) - peopleSum };
}
