import type { EndpointName } from '#contract/endpoints.ts';
import { companyOfTwoTeams, type Company } from './company-of-two-teams.ts';

export const month = '2026-12';
export const actors = [
  'nobody',
  'garbage',
  'foreign',
  'expired',
  'employee',
  'colleague',
  'otherHead',
  'head',
  'director',
  'admin',
  'dismissed',
  'guest',
] as const;
/** Endpoints of the forecast, whose rows stand in `forecast-access.ts`. */
export type ForecastEndpoint = Extract<
  EndpointName,
  | 'getPeriodForecast'
  | 'getPipelineForecast'
  | 'getForecastChanges'
  | 'listLearnedDeals'
  | 'getForecastTrend'
  | 'getForecastBeside'
  | 'getForecastRisks'
  | 'getForecastAdjustment'
  | 'setForecastAdjustment'
  | 'listRouteTasks'
  | 'orderRouteTasks'
  | 'getDealJudgements'
  | 'setDealCategory'
  | 'setDealChance'
  | 'getForecastSubmissions'
  | 'listSubmissionHistory'
  | 'submitForecast'
  | 'getForecastRoute'
  | 'getForecastHonesty'
>;
/** Endpoints of activity, whose rows stand in `intensity-access.ts`. */
export type IntensityEndpoint = Extract<
  EndpointName,
  | `${string}Intensity`
  | 'listActivity'
  | 'getProvenance'
  | 'getActivityReport'
  | 'putReportRules'
  | `${string}Task${'Control' | 'Check'}`
  | 'listControlledTasks'
  | `${string}CrmOrder`
  | `${string}Relationship${'s' | 'Field'}`
  | `${string}MetricRule${'' | 's'}`
  | 'getMyDay'
  | `${string}Norm${string}`
  | `${string}Alert${string}`
>;
/** Endpoints of people and acting heads, whose rows stand in `people-access.ts`. */
export type PeopleEndpoint = Extract<EndpointName, 'listPeopleChanges' | 'previewHandover' | `${string}ActingHead${string}`>;
/** Endpoints of evidence, whose rows stand in `evidence-access.ts`. */
export type EvidenceEndpoint = Extract<EndpointName, `${string}Evidence${string}`>;
/** Endpoints of acts on sheets, whose rows stand in `sheet-access.ts`. */
export type SheetActEndpoint = Extract<
  EndpointName,
  | 'listMyPlans'
  | 'getSheet'
  | 'openSheet'
  | 'signSheet'
  | 'listSigning'
  | 'readSheet'
  | 'writeAboutSheet'
  | 'saveBreakdown'
  | 'listSheetClients'
  | 'replyToSheet'
  | 'recordPaper'
  | 'remindPeople'
  | 'listErasures'
  | 'erasePerson'
  | `${string}Signing${'Pin' | 'Pins' | 'Rules'}`
>;
/** Endpoints of metrics, whose rows stand in `metric-access.ts`. */
export type MetricEndpoint = Extract<
  EndpointName,
  `${string}ManualMetric${string}` | `${string}MetricFacts` | 'enterManualValue' | 'listValueHistory'
>;
/** Endpoints of targets by dimensions, whose rows stand in `dimension-access.ts`. */
export type DimensionEndpoint = Extract<EndpointName, `${string}Dimension${string}`>;
/** Endpoints of reviews, whose rows stand in `review-access.ts`. */
export type ReviewEndpoint = Extract<
  EndpointName,
  `${string}Review${string}` | `${string}TalkNote${string}` | 'listDeviations' | `${string}edistribut${string}`
>;
/** People of another portal who name ids of this one. */
export const abroad = ['employee', 'colleague', 'otherHead', 'head', 'director', 'admin'] as const;
/** One request and the status each actor gets, in the order of `actors`. */
export interface AccessRow {
  readonly about: string;
  readonly request: () => Record<string, unknown>;
  readonly expected: string;
  /** What people of another portal get for the same request, in the order of `abroad`; one status is for all of them. */
  readonly fromAbroad: string;
}

export const company = companyOfTwoTeams(0, ' Альфа');

const someHash = 'a'.repeat(64);
const person = (who: keyof Company['people']): string => `person:${company.people[who]}`;

const conditions = { vat: null, terms: ['Предоплата'], weights: [], bands: [] };
const appliedTo = (scope: string): Record<string, unknown> => ({
  months: [month],
  digest: someHash,
  changes: [{ month, metric: 'revenue', scope, value: '100.00' }],
});

const calculation = { base: { kind: 'previous-period' }, season: { kind: 'none' }, factors: [], limit: null, rationale: '' };

/** Endpoints of the workspace's numbers, whose rows stand in `numbers-access.ts`. */
export type NumbersEndpoint = 'getOverview' | 'getAttention' | 'getDrillDown' | 'putGuideSeen' | 'askAccess';
/** Endpoints of the quiz, whose rows stand in `quiz-access.ts`. */
export type QuizEndpoint = Extract<EndpointName, `${string}Quiz${string}`>;
type ElsewhereEndpoint =
  | NumbersEndpoint
  | ReviewEndpoint
  | IntensityEndpoint
  | QuizEndpoint
  | MetricEndpoint
  | PeopleEndpoint
  | ForecastEndpoint
  | DimensionEndpoint
  | EvidenceEndpoint
  | SheetActEndpoint;
//                   nobody garbage foreign expired │ employee colleague otherHead head director admin │ dismissed guest
/** Every endpoint with the status that each actor gets; `memberId` is of the portal that is asked about. */
export const accessMatrix = (memberId: () => string): Record<Exclude<EndpointName, ElsewhereEndpoint>, readonly AccessRow[]> => ({
  renewSession: [
    {
      about: 'with no token of the portal',
      request: () => ({ memberId: memberId(), accessToken: 'made-up' }),
      expected: '401 401 401 401 401 401 401 401 401 401 401 401',
      fromAbroad: '401',
    },
    {
      about: 'for an unknown portal',
      request: () => ({ memberId: 'f'.repeat(32), accessToken: 'made-up' }),
      expected: '404 404 404 404 404 404 404 404 404 404 404 404',
      fromAbroad: '404',
    },
  ],
  getPlan: [
    {
      about: 'as far as they may see',
      request: () => ({ month }),
      expected: '401 401 200 401 200 200 200 200 200 200 401 403',
      fromAbroad: '200',
    },
  ],
  getPlanWindow: [
    {
      about: 'as far as they may see',
      request: () => ({ from: month, months: 4 }),
      expected: '401 401 200 401 200 200 200 200 200 200 401 403',
      fromAbroad: '200',
    },
  ],
  getPlanHistory: [
    {
      about: 'as far as they may see',
      request: () => ({ month }),
      expected: '401 401 200 401 200 200 200 200 200 200 401 403',
      fromAbroad: '200',
    },
  ],
  listPlanVersions: [
    {
      about: 'as far as they may see',
      request: () => ({ month }),
      expected: '401 401 200 401 200 200 200 200 200 200 401 403',
      fromAbroad: '200',
    },
  ],
  putPlanCalculation: [
    {
      about: 'of the employee',
      request: () => ({ month, scope: person('employee'), calculation }),
      expected: '401 401 403 401 403 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
    {
      about: 'of the head',
      request: () => ({ month, scope: person('head'), calculation }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403',
    },
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company', calculation }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
  ],
  getPlanConditions: [
    {
      about: 'as far as they may see',
      request: () => ({ month }),
      expected: '401 401 200 401 200 200 200 200 200 200 401 403',
      fromAbroad: '200',
    },
  ],
  putPlanConditions: [
    {
      about: 'of the first team',
      request: () => ({ month, scope: `department:${company.team}`, conditions }),
      expected: '401 401 403 401 403 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
    {
      about: 'of the company',
      request: () => ({ month, scope: 'company', conditions }),
      expected: '401 401 403 401 403 403 403 403 200 200 401 403',
      fromAbroad: '403 403 403 403 200 200',
    },
  ],
  saveDraft: [
    {
      about: 'of the employee',
      request: () => ({ month, lines: [{ metric: 'revenue', scope: person('employee'), value: '100.00' }] }),
      expected: '401 401 403 401 403 403 404 200 200 200 401 403',
      fromAbroad: '403 403 404 404 404 404',
    },
    {
      about: 'of the company',
      request: () => ({ month, lines: [{ metric: 'revenue', scope: 'company', value: '100.00' }] }),
      expected: '401 401 403 401 403 403 404 404 200 200 401 403',
      fromAbroad: '403 403 404 404 200 200',
    },
    {
      about: 'of the head',
      request: () => ({ month, lines: [{ metric: 'revenue', scope: person('head'), value: '100.00' }] }),
      expected: '401 401 403 401 403 403 404 403 200 200 401 403',
      fromAbroad: '403 403 404 404 404 404',
    },
  ],
  getPlanParts: [
    {
      about: 'as far as they may set it',
      request: () => ({ month, metric: 'revenue', into: 'week', basis: 'workdays' }),
      expected: '401 401 403 401 403 403 200 200 200 200 401 403',
      fromAbroad: '403 403 200 200 200 200',
    },
  ],
  draftPlanParts: [
    {
      about: 'of a month nobody has planned',
      request: () => ({ month: '2031-02', metric: 'revenue', into: 'week', basis: 'workdays' }),
      expected: '401 401 403 401 403 403 400 400 400 400 401 403',
      fromAbroad: '403 403 400 400 400 400',
    },
  ],
  discardDraft: [
    {
      about: 'as far as they may set it',
      request: () => ({ month }),
      expected: '401 401 403 401 403 403 200 200 200 200 401 403',
      fromAbroad: '403 403 200 200 200 200',
    },
  ],
  publishPlan: [
    {
      about: 'on a version that is gone',
      request: () => ({ month, baseVersion: 900, reason: 'проба' }),
      expected: '401 401 403 401 403 403 409 409 409 409 401 403',
      fromAbroad: '403 403 409 409 409 409',
    },
  ],
  getPlanWorkbook: [
    {
      about: 'as far as they may see',
      request: () => ({ from: month, months: 2 }),
      expected: '401 401 200 401 200 200 200 200 200 200 401 403',
      fromAbroad: '200',
    },
  ],
  checkPlanWorkbook: [
    {
      about: 'that is none',
      request: () => ({ file: Buffer.from('text') }),
      expected: '401 401 403 401 403 403 422 422 422 422 401 403',
      fromAbroad: '403 403 422 422 422 422',
    },
  ],
  applyPlanWorkbook: [
    {
      about: 'of the employee, compared with another plan',
      request: () => appliedTo(person('employee')),
      expected: '401 401 403 401 403 403 404 409 409 409 401 403',
      fromAbroad: '403 403 404 404 404 404',
    },
    {
      about: 'of the company, compared with another plan',
      request: () => appliedTo('company'),
      expected: '401 401 403 401 403 403 404 404 409 409 401 403',
      fromAbroad: '403 403 404 404 409 409',
    },
    {
      about: 'of the head',
      request: () => appliedTo(person('head')),
      expected: '401 401 403 401 403 403 404 403 409 409 401 403',
      fromAbroad: '403 403 404 404 404 404',
    },
  ],
  closePlan: [
    {
      about: 'of a month that has not ended',
      request: () => ({ month }),
      expected: '401 401 403 401 403 403 403 403 400 400 401 403',
      fromAbroad: '403 403 403 403 400 400',
    },
  ],
  reopenPlan: [
    {
      about: 'that is open',
      request: () => ({ month, reason: 'проба' }),
      expected: '401 401 403 401 403 403 403 403 403 409 401 403',
      fromAbroad: '403 403 403 403 403 409',
    },
  ],
  getDealOutlook: [
    {
      about: 'of a deal of the employee',
      request: () => ({ dealId: String(company.dealId) }),
      expected: '401 401 200 401 200 200 200 200 200 200 401 403',
      fromAbroad: '200',
    },
  ],
  getLeadOutlook: [
    {
      about: 'of a lead',
      request: () => ({ leadId: '5' }),
      expected: '401 401 200 401 200 200 200 200 200 200 401 403',
      fromAbroad: '200',
    },
  ],
  getSyncStatus: [
    { about: 'of the portal', request: () => ({}), expected: '401 401 200 401 200 200 200 200 200 200 401 403', fromAbroad: '200' },
  ],
  getDataHealth: [
    {
      about: 'of the portal',
      request: () => ({}),
      expected: '401 401 403 401 403 403 403 403 403 200 401 403',
      fromAbroad: '403 403 403 403 403 200',
    },
  ],
  listDataQuality: [
    {
      about: 'of the portal',
      request: () => ({ check: 'no-amount' }),
      expected: '401 401 403 401 403 403 403 403 403 200 401 403',
      fromAbroad: '403 403 403 403 403 200',
    },
  ],
  refreshData: [
    {
      about: 'of the portal',
      request: () => ({ streams: ['delta'] }),
      expected: '401 401 403 401 403 403 403 403 403 200 401 403',
      fromAbroad: '403 403 403 403 403 200',
    },
  ],
  getCounting: [
    { about: 'of the portal', request: () => ({}), expected: '401 401 200 401 200 200 200 200 200 200 401 403', fromAbroad: '200' },
  ],
  putCounting: [
    {
      about: 'as it is',
      request: () => ({ wonDate: 'stage-history', pipelineIds: null }),
      expected: '401 401 403 401 403 403 403 403 403 200 401 403',
      fromAbroad: '403 403 403 403 403 200',
    },
  ],
  getStageSettings: [
    {
      about: 'as they are',
      request: () => ({}),
      expected: '401 401 403 401 403 403 403 403 403 200 401 403',
      fromAbroad: '403 403 403 403 403 200',
    },
  ],
  putStageSettings: [
    {
      about: 'of a pipeline there is not',
      request: () => ({
        pipelineId: '77',
        stages: [{ stageId: 'NEW', progress: 0, tablePercent: 5, source: 'table', handPercent: null }],
      }),
      expected: '401 401 403 401 403 403 403 403 403 404 401 403',
      fromAbroad: '403 403 403 403 403 404',
    },
  ],
  getChanges: [
    {
      about: 'since nothing',
      request: () => ({ after: -1 }),
      expected: '401 401 200 401 200 200 200 200 200 200 401 403',
      fromAbroad: '200',
    },
  ],
});
