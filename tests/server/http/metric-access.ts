import { company, month, type AccessRow, type MetricEndpoint } from './access-matrix.ts';
import type { Company } from './company-of-two-teams.ts';

const someUuid = '01890a5d-ac96-774b-bcce-b302099a8057';
/** A metric of the portal's own that the colleague enters; whoever asks the matrix defines it. */
export const metricId = '01890a5d-ac96-774b-bcce-b30209900025';
export const metric = { name: 'Проба', unit: 'count', direction: 'more', overTime: 'sum', enteredBy: null, oldAfterDays: 7 } as const;
const person = (who: keyof Company['people']): string => `person:${company.people[who]}`;
const valueOf = (who: keyof Company['people']): Record<string, unknown> => ({
  metricId,
  userId: String(company.people[who]),
  day: '2026-11-10',
  value: '5',
});

/** Rows of the access matrix about facts of metrics and the portal's own ones; the order of actors is the same. */
export const metricAccess: Readonly<Record<MetricEndpoint, readonly AccessRow[]>> = {
  getMetricFacts: [
    {
      about: 'as far as they may see',
      request: () => ({ metric: 'revenue', from: month }),
      expected: '401 401 200 401 200 200 200 200 200 200 401 403',
      fromAbroad: '200',
    },
  ],
  listMetricFacts: [
    {
      about: 'of the company',
      request: () => ({ metric: 'receivables', month, scope: 'company' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the first team',
      request: () => ({ metric: 'on-time-tasks', month, scope: `department:${company.team}` }),
      expected: '401 401 403 401 403 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
    {
      about: 'of the employee',
      request: () => ({ metric: 'margin', month, scope: person('employee') }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  listManualMetrics: [
    { about: 'of the portal', request: () => ({}), expected: '401 401 200 401 200 200 200 200 200 200 401 403', fromAbroad: '200' },
  ],
  defineManualMetric: [
    {
      about: 'of the portal',
      request: () => ({ ...metric, name: 'Ещё одна' }),
      expected: '401 401 403 401 403 403 403 403 403 200 401 403',
      fromAbroad: '403 403 403 403 403 200',
    },
  ],
  changeManualMetric: [
    {
      about: 'that the colleague enters',
      request: () => ({ ...metric, metricId, enteredBy: String(company.people.colleague) }),
      expected: '401 401 403 401 403 403 403 403 403 200 401 403',
      // People there are others, so the one who is named is unknown; the metric is asked about first.
      fromAbroad: '403 403 403 403 403 404',
    },
  ],
  archiveManualMetric: [
    {
      about: 'that is in use',
      request: () => ({ metricId, isArchived: false }),
      expected: '401 401 403 401 403 403 403 403 403 200 401 403',
      fromAbroad: '403 403 403 403 403 404',
    },
  ],
  enterManualValue: [
    {
      about: 'of the employee',
      request: () => valueOf('employee'),
      expected: '401 401 403 401 403 200 403 200 200 200 401 403',
      fromAbroad: '403 403 403 403 403 404',
    },
    {
      about: 'of the head',
      request: () => valueOf('head'),
      expected: '401 401 403 401 403 200 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 403 404',
    },
    {
      about: 'of somebody whom the portal does not name',
      request: () => ({ ...valueOf('head'), userId: '999' }),
      expected: '401 401 403 401 403 404 403 403 403 404 401 403',
      fromAbroad: '403 403 403 403 403 404',
    },
    {
      about: 'of a metric there is not',
      request: () => ({ ...valueOf('employee'), metricId: someUuid }),
      expected: '401 401 403 401 403 403 403 404 404 404 401 403',
      fromAbroad: '403 403 403 403 403 404',
    },
  ],
  listValueHistory: [
    {
      about: 'of the employee',
      request: () => ({ metricId, userId: String(company.people.employee) }),
      expected: '401 401 403 401 200 200 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
};
