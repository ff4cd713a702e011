import type { NormLine } from '#contract/norms.ts';

/** What the director said of activity, and when; calls for a working day stand in the plans. */
export interface NormsChange {
  readonly at: string;
  readonly userId: number;
  readonly fromDay: string;
  readonly profiles: readonly { readonly profileId: string; readonly lines: readonly NormLine[]; readonly people: readonly number[] }[];
}

const everyDay = (value: number): number[] => [value, value, value, value, value, 0, 0];
const line = (metric: string, value: number, weight: number, cap: number | null = null): NormLine => ({
  metric,
  weekdays: everyDay(value),
  weight,
  cap,
});

/** For sellers calls carry no weight: they lead to results and are none. The company of the demo keeps no quotes in its portal. */
export const normsChange: NormsChange = {
  at: '2026-10-26T07:30:00.000Z',
  userId: 2,
  fromDay: '2026-11-01',
  profiles: [
    {
      profileId: 'seller',
      lines: [line('new-deals', 0.5, 100, 150)],
      people: [6, 7, 8, 9, 10, 11, 12, 13, 18],
    },
    {
      profileId: 'telemarketer',
      lines: [line('talk-minutes', 40, 100), line('new-deals', 0.6, 100)],
      people: [14, 15, 16, 17],
    },
  ],
};

/** In the morning somebody looks whether anybody needs a word. */
export const alertsCheckedAt = '2026-11-16T07:30:00.000Z';

/** A head wants to look at some tasks before their deadline: what waits for a word today, what runs in some days. */
export const taskChecks = {
  at: '2026-11-16T07:32:00.000Z',
  userId: 5,
  scope: 'department:2',
  day: '2026-11-16',
  groups: [
    { group: 'control', checkOn: '2026-11-16' },
    { group: 'running', checkOn: '2026-11-18' },
  ],
} as const;
