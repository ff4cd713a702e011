import { company, month, type AccessRow, type DimensionEndpoint } from './access-matrix.ts';
import type { Company } from './company-of-two-teams.ts';

const person = (who: keyof Company['people']): string => `person:${company.people[who]}`;
const lineOf = (scope: string): Record<string, unknown> => ({
  month,
  metric: 'revenue',
  lines: [{ scope, key: 'brand=Makita', title: '', value: '1.00' }],
});

/** Rows of the access matrix about targets by clients, goods, brands and pipelines; the order of actors is the same. */
export const dimensionAccess: Readonly<Record<DimensionEndpoint, readonly AccessRow[]>> = {
  getPlanDimensions: [
    {
      about: 'as far as they may see',
      request: () => ({ month, metric: 'revenue' }),
      expected: '401 401 200 401 200 200 200 200 200 200 401 403',
      fromAbroad: '200',
    },
  ],
  putPlanDimensions: [
    {
      about: 'of the employee',
      request: () => lineOf(person('employee')),
      expected: '401 401 403 401 403 403 404 200 200 200 401 403',
      fromAbroad: '403 403 404 404 404 404',
    },
    {
      about: 'of the company',
      request: () => lineOf('company'),
      expected: '401 401 403 401 403 403 404 404 200 200 401 403',
      fromAbroad: '403 403 404 404 200 200',
    },
    {
      about: 'of the head',
      request: () => lineOf(person('head')),
      expected: '401 401 403 401 403 403 404 403 200 200 401 403',
      fromAbroad: '403 403 404 404 404 404',
    },
  ],
  copyPlanDimensions: [
    {
      about: 'of a month nobody has planned',
      request: () => ({ month, from: '2031-02', index: 10_000, isByWorkdays: false }),
      expected: '401 401 403 401 403 403 200 200 200 200 401 403',
      fromAbroad: '403 403 200 200 200 200',
    },
  ],
  getOwnDimensions: [
    {
      about: 'as they are',
      request: () => ({}),
      expected: '401 401 403 401 403 403 200 200 200 200 401 403',
      fromAbroad: '403 403 200 200 200 200',
    },
  ],
  putOwnDimensions: [
    {
      about: 'a field of deals',
      request: () => ({ dimensions: [{ field: 'UF_CRM_ROUTE', name: 'Маршрут' }] }),
      expected: '401 401 403 401 403 403 403 403 403 200 401 403',
      fromAbroad: '403 403 403 403 403 200',
    },
  ],
  listDimensionValues: [
    {
      about: 'of the first team',
      request: () => ({ month, metric: 'revenue', scope: `department:${company.team}`, dimension: 'brand' }),
      expected: '401 401 403 401 403 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
    {
      about: 'of the employee',
      request: () => ({ month, metric: 'revenue', scope: person('employee'), dimension: 'client' }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
};
