import { company, month, type AccessRow, type ForecastEndpoint } from './access-matrix.ts';

const employee = `person:${company.people.employee}`;

/** Numbers of a scope are for whoever reaches it. */
const numbersOfScopes: readonly AccessRow[] = [
  {
    about: 'of the company',
    request: () => ({ month, scope: 'company' }),
    expected: '401 401 403 401 403 403 403 403 200 200 401 403',
    fromAbroad: '403 403 403 403 200 200',
  },
  {
    about: 'of the employee',
    request: () => ({ month, scope: employee }),
    expected: '401 401 403 401 200 403 403 200 200 200 401 403',
    fromAbroad: '403',
  },
];
const said = { value: '1.00', commit: '1.00', best: '0.00', pipeline: '0.00', baseRevision: 7 };

/** Rows of the access matrix about the forecast; the order of actors is the same. */
export const forecastAccess: Readonly<Record<ForecastEndpoint, readonly AccessRow[]>> = {
  getPeriodForecast: [
    { about: 'of their own', request: () => ({ month }), expected: '401 401 200 401 200 200 200 200 200 200 401 403', fromAbroad: '200' },
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the employee',
      request: () => ({ month, scope: employee }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  getForecastAdjustment: [
    {
      about: 'of the employee',
      request: () => ({ month, userId: String(company.people.employee) }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  setForecastAdjustment: [
    {
      // Nothing was set before, so that the revision is another one and nothing changes; nobody adjusts their own.
      about: 'of the employee',
      request: () => ({ month, userId: String(company.people.employee), value: '1.00', reason: 'Проба', baseRevision: 7 }),
      expected: '401 401 403 401 403 403 403 409 409 409 401 403',
      fromAbroad: '403',
    },
  ],
  getDealJudgements: [
    {
      about: 'of a deal of the employee',
      request: () => ({ dealId: String(company.dealId) }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403 403 403 403 404 404',
    },
  ],
  setDealCategory: [
    {
      // Nothing was set before, so that the revision is another one and nothing changes.
      about: 'of a deal of the employee',
      request: () => ({ dealId: String(company.dealId), category: 'omitted', baseRevision: 7 }),
      expected: '401 401 403 401 409 403 403 409 409 409 401 403',
      fromAbroad: '403 403 403 403 404 404',
    },
  ],
  setDealChance: [
    {
      about: 'of a deal of the employee',
      request: () => ({ dealId: String(company.dealId), percent: 5, reason: 'Проба', baseRevision: 7 }),
      expected: '401 401 403 401 409 403 403 409 409 409 401 403',
      fromAbroad: '403 403 403 403 404 404',
    },
  ],
  getForecastHonesty: numbersOfScopes,
  getForecastRoute: numbersOfScopes,
  getForecastSubmissions: numbersOfScopes,
  listSubmissionHistory: numbersOfScopes,
  submitForecast: [
    {
      // Nothing was submitted before, so that the revision is another one; nobody speaks for the employee.
      about: 'of the employee',
      request: () => ({ month, scope: employee, ...said }),
      expected: '401 401 403 401 409 403 403 403 403 403 401 403',
      fromAbroad: '403',
    },
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company', ...said }),
      expected: '401 401 403 401 403 403 403 403 409 409 401 403',
      fromAbroad: '403 403 403 403 409 409',
    },
  ],
  listRouteTasks: [
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the employee',
      request: () => ({ month, scope: employee }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  orderRouteTasks: [
    {
      // There is no such deal, so that nothing is made; who may not ask does not learn it.
      about: 'of the employee',
      request: () => ({ month, scope: employee, dealIds: ['999999'] }),
      expected: '401 401 403 401 404 403 403 404 404 404 401 403',
      fromAbroad: '403',
    },
  ],
  getForecastRisks: [
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the employee',
      request: () => ({ month, scope: employee }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  getForecastTrend: [
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the employee',
      request: () => ({ month, scope: employee }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  getForecastBeside: [
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the employee',
      request: () => ({ month, scope: employee }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  getPipelineForecast: [
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the employee',
      request: () => ({ month, scope: employee }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  listLearnedDeals: [
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the employee',
      request: () => ({ month, scope: employee }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
  getForecastChanges: [
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company', since: '2026-11-09' }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
    {
      about: 'of the employee',
      request: () => ({ month, scope: employee, since: '2026-11-09' }),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
  ],
};
