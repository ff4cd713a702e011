import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appointActingHead } from '#contract/acting-heads.ts';
import type { Endpoint } from '#contract/endpoint.ts';
import { endpoints, type EndpointName } from '#contract/endpoints.ts';
import { defineManualMetric, enterManualValue } from '#contract/manual-metrics.ts';
import { getPlan, publishPlan, saveDraft } from '#contract/plan.ts';
import { openSheet } from '#contract/acknowledgement.ts';
import { readPlanWorkbook } from '#documents/read-plan-workbook.ts';
import { renewSession } from '#contract/session.ts';
import { writeTalkNote } from '#contract/talk-notes.ts';
import { app as manifest } from '#manifest/app.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import { askEndpoint, type Person } from '#support/person.ts';
import { until } from '#support/until.ts';
import { handMadeFile, headings, line } from '../documents/sample-workbook.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';
import { everythingOf } from './everything-of-a-portal.ts';
import { holdReview, regulations, reviewId, seriesId } from './review-access.ts';

const month = '2026-12';
const alpha = companyOfTwoTeams(0, ' Альфа');
const beta = companyOfTwoTeams(5000, ' Бета');
let service: TestService;
let portal: InstalledPortal;
let other: InstalledPortal;
let intruder: Person;
let challengeId: string;
let planHash: string;
let metricId: string;
const noteId = '01890a5d-ac96-774b-bcce-b30209900030';
const talkOf = (userId: string) => ({
  ...{ userId, kind: 'coaching' as const, day: '2026-11-10', metric: null },
  ...{ actionId: null, text: 'Разговор Альфы', agreed: '' },
});

const metric = { unit: 'count', direction: 'more', overTime: 'sum', enteredBy: null, oldAfterDays: 7 } as const;
let actingId: string;

beforeAll(async () => {
  service = await startTestService({ portals: 2 });
  portal = await service.installPortal(alpha.data);
  other = await service.installPortal(beta.data);
  const head = await portal.open(alpha.people.head);
  await head.call(saveDraft, { month, lines: [{ metric: 'revenue', scope: `person:${alpha.people.employee}`, value: '777000.00' }] });
  await head.call(publishPlan, { month, baseVersion: 0 });
  const acting = { departmentId: String(alpha.team), actingId: String(alpha.people.colleague), fromDay: '2027-01-01', toDay: '2027-01-15' };
  actingId = (await head.call(appointActingHead, acting)).list[0]?.id ?? '';
  ({ challengeId, planHash } = await (
    await portal.open(alpha.people.employee)
  ).call(openSheet, { month, version: 1, userId: String(alpha.people.employee) }));
  await until(async () => (await portal.notices(alpha.people.employee)).length === 1, 'the notice about the plan');
  await until(
    async () =>
      (await portal.transaction((tx) => tx.db.selectFrom('outbox').selectAll().execute())).every((message) => message.state === 'sent'),
    'the outbox to rest',
  );
  const chief = await portal.open(alpha.people.admin);
  ({ metricId } = await chief.call(defineManualMetric, { ...metric, name: 'Показатель Альфа' }));
  await chief.call(enterManualValue, { metricId, userId: String(alpha.people.employee), day: '2026-11-10', value: '777000' });
  await portal.transaction((tx) => holdReview(tx, alpha));
  await head.call(writeTalkNote, { noteId, ...talkOf(String(alpha.people.employee)), base: 0 });
  intruder = await other.open(beta.people.admin);
});
afterAll(() => service.stop());

/** Requests of the other portal's administrator that name what belongs to the first portal. */
function requests(): Record<Exclude<EndpointName, 'renewSession'>, readonly [request: Record<string, unknown>, status: number][]> {
  const employee = String(alpha.people.employee);
  const sheet = { month, version: 1, userId: employee };
  const stranger = String(alpha.people.colleague);
  const moves = {
    month,
    metric: 'revenue',
    moves: [
      { scope: `person:${employee}`, delta: '-1.00' },
      { scope: `person:${stranger}`, delta: '1.00' },
    ],
  };
  const alertRules = {
    ...{ normPercent: 70, days: 3, frequency: 2, mads: 2, deviations: 2, silentDays: 3 },
    ...{ silentBy: null, cooldownDays: 15, fewestDays: 20 },
  };
  const subject = `cell:revenue:person:${employee}:2026-11`;
  const calculation = { base: { kind: 'previous-period' }, season: { kind: 'none' }, factors: [], limit: null, rationale: '' };
  return {
    getOverview: [
      [{ month, scope: `person:${employee}` }, 403],
      [{ month, scope: `department:${alpha.team}` }, 403],
      [{ month, scope: 'company' }, 200],
    ],
    putGuideSeen: [[{ guide: 'tour' }, 200]],
    askAccess: [[{}, 200]],
    getAttention: [
      [{ month, scope: `person:${employee}` }, 403],
      [{ month, scope: `department:${alpha.team}` }, 403],
      [{ month, scope: 'company' }, 200],
    ],
    getDrillDown: [
      [{ month, scope: `person:${employee}`, measure: 'fact' }, 403],
      [{ month, scope: `department:${alpha.team}`, measure: 'plan' }, 403],
      [{ month, scope: 'company', measure: 'open' }, 200],
    ],
    getIntensity: [
      [{ scope: `person:${employee}` }, 403],
      [{ scope: 'company' }, 200],
    ],
    listActivity: [[{ metric: 'calls', period: 'month', day: '2026-11-10', scope: `person:${employee}` }, 403]],
    listNorms: [[{}, 200]],
    getNormSuggestions: [[{ profileId: 'seller' }, 200]],
    putNormLines: [[{ profileId: 'seller', fromDay: '2026-11-01', lines: [] }, 200]],
    putNormPerson: [[{ userId: employee, fromDay: '2026-11-01', profileId: null, workPercent: 50 }, 403]],
    getProvenance: [[{ scope: `person:${employee}` }, 403]],
    getActivityReport: [[{ scope: `person:${employee}` }, 403]],
    getCrmOrder: [[{ scope: `department:${alpha.team}` }, 403]],
    listCrmOrder: [[{ check: 'no-amount', scope: `person:${employee}` }, 403]],
    getRelationships: [[{ scope: `person:${employee}` }, 403]],
    listRelationships: [[{ group: 'regular', period: 'month', day: '2026-11-10', scope: `person:${employee}` }, 403]],
    getTaskControl: [[{ scope: `person:${employee}` }, 403]],
    listControlledTasks: [[{ group: 'overdue', period: 'month', day: '2026-11-10', scope: `person:${employee}` }, 403]],
    putTaskCheck: [[{ taskId: employee, checkOn: '2026-12-20' }, 403]],
    getOwnDimensions: [[{}, 200]],
    putOwnDimensions: [[{ dimensions: [{ field: 'UF_CRM_ROUTE', name: 'Свой' }] }, 200]],
    getRelationshipField: [[{}, 200]],
    putRelationshipField: [[{ field: null, types: {} }, 200]],
    getMetricRules: [[{}, 200]],
    putMetricRule: [[{ metric: 'meetings', rule: null }, 200]],
    previewMetricRule: [[{ metric: 'meetings', rule: { entity: 'activity', kinds: ['meeting'], date: 'start' } }, 200]],
    getAlertRules: [[{}, 200]],
    dropAlertRules: [[{ profileId: 'seller' }, 200]],
    previewAlertRules: [[alertRules, 200]],
    putReportRules: [[{ daily: true, weekly: true }, 200]],
    getMyDay: [[{}, 200]],
    listAlerts: [[{}, 200]],
    checkAlerts: [[{}, 200]],
    putAlertRules: [[alertRules, 200]],
    answerAlert: [[{ alertId: metricId, kind: 'talk', words: '', deadline: '2026-11-20', checkOn: '2026-11-27' }, 403]],
    getPeriodForecast: [
      [{ month, scope: `person:${employee}` }, 403],
      [{ month, scope: 'company' }, 200],
    ],
    getPipelineForecast: [[{ month, scope: `person:${employee}` }, 403]],
    getMetricFacts: [[{ metric: 'revenue', from: month, months: 2 }, 200]],
    listMetricFacts: [
      [{ metric: 'deals-won', month, scope: `person:${employee}` }, 403],
      [{ metric: 'deals-won', month, scope: `department:${alpha.team}` }, 403],
      [{ metric: 'deals-won', month, scope: 'company' }, 200],
    ],
    getForecastAdjustment: [[{ month, userId: String(employee) }, 403]],
    setForecastAdjustment: [[{ month, userId: String(employee), value: '1.00', reason: 'Проба', baseRevision: 0 }, 403]],
    listRouteTasks: [[{ month, scope: `person:${employee}` }, 403]],
    orderRouteTasks: [[{ month, scope: `person:${employee}`, dealIds: ['999999'] }, 403]],
    getForecastHonesty: [[{ scope: `person:${employee}` }, 403]],
    getForecastRoute: [[{ month, scope: `person:${employee}` }, 403]],
    getForecastSubmissions: [[{ month, scope: `person:${employee}` }, 403]],
    listSubmissionHistory: [[{ month, scope: `person:${employee}` }, 403]],
    submitForecast: [
      [{ month, scope: `person:${employee}`, value: '1.00', commit: '0.00', best: '0.00', pipeline: '0.00', baseRevision: 0 }, 403],
    ],
    // To an administrator of another portal the deal is not there.
    getDealJudgements: [[{ dealId: String(alpha.dealId) }, 404]],
    setDealCategory: [[{ dealId: String(alpha.dealId), category: 'omitted', baseRevision: 0 }, 404]],
    setDealChance: [[{ dealId: String(alpha.dealId), percent: 1, reason: 'Проба', baseRevision: 0 }, 404]],
    getForecastRisks: [[{ month, scope: `person:${employee}` }, 403]],
    getForecastTrend: [[{ month, scope: `person:${employee}` }, 403]],
    getForecastBeside: [[{ month, scope: `person:${employee}` }, 403]],
    listLearnedDeals: [[{ month, scope: `person:${employee}` }, 403]],
    getForecastChanges: [[{ month, scope: `person:${employee}`, since: '2026-11-09' }, 403]],
    getPlan: [[{ month }, 200]],
    getPlanWindow: [[{ from: month, months: 12 }, 200]],
    getPlanHistory: [[{ month }, 200]],
    listPlanVersions: [[{ month }, 200]],
    putPlanCalculation: [[{ month, scope: `person:${employee}`, calculation }, 403]],
    getPlanConditions: [[{ month }, 200]],
    putPlanConditions: [[{ month, scope: `department:${alpha.team}`, conditions: null }, 403]],
    getPlanDimensions: [[{ month, metric: 'revenue' }, 200]],
    putPlanDimensions: [
      [{ month, metric: 'revenue', lines: [{ scope: `person:${employee}`, key: 'brand=Makita', title: '', value: '1.00' }] }, 404],
    ],
    listDimensionValues: [[{ month, metric: 'revenue', scope: `department:${alpha.team}`, dimension: 'client' }, 403]],
    saveDraft: [
      [{ month, lines: [{ metric: 'revenue', scope: `person:${employee}`, value: '1.00' }] }, 404],
      [{ month, lines: [{ metric: 'revenue', scope: `department:${alpha.team}`, value: '1.00' }] }, 404],
    ],
    copyPlanDimensions: [[{ month, from: month, index: 10_000, isByWorkdays: false }, 200]],
    getPlanParts: [[{ month, metric: 'revenue', into: 'week', basis: 'workdays' }, 200]],
    draftPlanParts: [[{ month, metric: 'revenue', into: 'week', basis: 'workdays' }, 400]],
    discardDraft: [[{ month }, 200]],
    publishPlan: [[{ month, baseVersion: 1, reason: 'чужой план' }, 409]],
    getPlanWorkbook: [[{ from: month, months: 1 }, 200]],
    checkPlanWorkbook: [[{ file: handMadeFile(headings + line(2, `person:${employee}`, '', '<c r="D2"><v>1</v></c>')) }, 200]],
    applyPlanWorkbook: [
      [{ months: [month], digest: planHash, changes: [{ month, metric: 'revenue', scope: `person:${employee}`, value: '1.00' }] }, 404],
    ],
    closePlan: [[{ month }, 400]],
    reopenPlan: [[{ month, reason: 'чужой план' }, 409]],
    listPeopleChanges: [[{ month }, 200]],
    previewHandover: [[{ month, kind: 'left', userId: employee, basis: 'fact', split: 'equal', to: [String(beta.people.colleague)] }, 403]],
    listActingHeads: [[{}, 200]],
    appointActingHead: [[{ departmentId: String(alpha.team), actingId: employee, fromDay: '2027-02-01' }, 404]],
    endActingHead: [[{ id: actingId }, 404]],
    listMyPlans: [[{}, 200]],
    // To an administrator of another portal the person is nobody.
    getSheet: [[sheet, 403]],
    getEvidencePackage: [[sheet, 403]],
    openSheet: [[sheet, 403]],
    readSheet: [[sheet, 403]],
    writeAboutSheet: [[{ ...sheet, text: 'чужой вопрос' }, 403]],
    saveBreakdown: [[{ ...sheet, weeks: [], clients: [] }, 403]],
    listSheetClients: [[sheet, 403]],
    replyToSheet: [[{ ...sheet, text: 'чужой ответ' }, 403]],
    recordPaper: [[{ ...sheet, scanSha256: planHash, witnesses: ['А', 'Б'] }, 403]],
    remindPeople: [[{ month, userIds: [employee] }, 404]],
    listMyQuizzes: [[{}, 200]],
    startQuiz: [[sheet, 403]],
    answerQuiz: [[{ ...sheet, attemptId: challengeId, answers: [] }, 403]],
    listQuizResults: [[{ month }, 200]],
    repeatQuiz: [[sheet, 403]],
    listQuizQuestions: [[{}, 200]],
    addQuizQuestion: [[{ scope: `department:${alpha.team}`, topic: 'client', text: 'Чей?', options: ['Наш', 'Чужой'], right: 0 }, 403]],
    archiveQuizQuestion: [[{ questionId: challengeId }, 404]],
    getSigningRules: [[{}, 200]],
    putSigningRules: [
      [{ level: 'L2', isBreakdownRequired: true, answerWorkdays: 1, remindEveryWorkdays: null, escalateAfterWorkdays: null }, 200],
    ],
    getSigningPin: [[{}, 200]],
    setSigningPin: [[{ pin: '702418', agreementHash: planHash }, 409]],
    listSigningPins: [[{}, 200]],
    listErasures: [[{}, 200]],
    erasePerson: [[{ userId: employee, basis: 'other', isEarly: true }, 404]],
    resetSigningPin: [[{ userId: employee }, 404]],
    signSheet: [[{ ...sheet, challengeId, planHash, decision: 'signed' }, 403]],
    listSigning: [[{ month }, 200]],
    getDealOutlook: [[{ dealId: String(alpha.dealId) }, 200]],
    getLeadOutlook: [[{ leadId: '5' }, 200]],
    getSyncStatus: [[{}, 200]],
    getDataHealth: [[{}, 200]],
    listDataQuality: [[{ check: 'no-close-date' }, 200]],
    refreshData: [[{ streams: ['calls'] }, 200]],
    getCounting: [[{}, 200]],
    putCounting: [[{ wonDate: 'close-date', pipelineIds: null }, 200]],
    getStageSettings: [[{}, 200]],
    putStageSettings: [
      [{ pipelineId: '77', stages: [{ stageId: 'NEW', progress: 0, tablePercent: 5, source: 'table', handPercent: null }] }, 404],
    ],
    listManualMetrics: [[{}, 200]],
    defineManualMetric: [[{ ...metric, name: 'Свой' }, 200]],
    changeManualMetric: [[{ ...metric, metricId, name: 'Чужой' }, 404]],
    archiveManualMetric: [[{ metricId, isArchived: true }, 404]],
    enterManualValue: [[{ metricId, userId: employee, day: '2026-11-10', value: '1' }, 404]],
    listValueHistory: [[{ metricId, userId: employee }, 403]],
    listReviews: [[{}, 200]],
    defineReviewSeries: [
      [
        { seriesId: '01890a5d-ac96-774b-bcce-b30209900012', scope: `department:${alpha.team}`, firstDay: '2100-01-11', ...regulations },
        403,
      ],
    ],
    changeReviewSeries: [[{ seriesId, ...regulations }, 404]],
    endReviewSeries: [[{ seriesId }, 404]],
    getReview: [[{ reviewId }, 404]],
    startReview: [[{ reviewId }, 404]],
    turnReview: [[{ reviewId, subject }, 404]],
    finishReview: [[{ reviewId, nextDay: '2100-01-11' }, 404]],
    askInReview: [[{ reviewId, questionId: seriesId, text: 'чужой вопрос' }, 404]],
    writeInReview: [[{ reviewId, subject, field: 'why', writeId: seriesId, base: 0, value: 'чужое' }, 404]],
    decideInReview: [
      [
        {
          reviewId,
          actionId: seriesId,
          subject,
          kind: 'talk',
          text: 'чужое',
          ownerId: employee,
          deadline: null,
          checkOn: null,
          makesTask: false,
        },
        404,
      ],
    ],
    closeReviewAction: [[{ reviewId, actionId: seriesId, state: 'done', result: 'чужое' }, 404]],
    getReviewMinutes: [[{ reviewId, format: 'docx' }, 404]],
    listReviewCauses: [[{}, 200]],
    changeReviewCause: [[{ causeId: seriesId, base: 0, name: 'чужая', isArchived: true }, 404]],
    holdReviewCalendar: [[{ seriesId, holdId: reviewId }, 404]],
    saveReviewCalendar: [[{ seriesId, holdId: reviewId, eventId: '7', ownerId: employee }, 404]],
    releaseReviewCalendar: [[{ seriesId, holdId: reviewId }, 404]],
    listTalkNotes: [[{ userId: employee }, 200]],
    writeTalkNote: [[{ noteId, ...talkOf(employee), base: 1 }, 403]],
    previewRedistribution: [[moves, 404]],
    redistributePlan: [[{ ...moves, baseVersion: 1, reason: 'чужое' }, 404]],
    listDeviations: [[{ month: '2026-11', scope: `person:${employee}` }, 403]],
    addReviewCause: [[{ causeId: seriesId, name: 'Своя причина' }, 200]],
    getChanges: [[{ after: -1 }, 200]],
  };
}

describe('T9: a session of one portal', () => {
  it('neither shows nor changes anything of another portal, whatever ids it names', async () => {
    // Messages that were written before are on their way yet.
    await until(async () => {
      const messages = await portal.transaction((tx) => tx.db.selectFrom('outbox').select('state').execute());
      return messages.every(({ state }) => state !== 'pending' && state !== 'sending');
    }, 'the outbox to rest');
    const before = await everythingOf(portal);
    for (const [name, list] of Object.entries(requests())) {
      for (const [request, status] of list) {
        const answer = await intruder.ask(endpoints[name as EndpointName] as Endpoint, request);
        const { body } = answer;
        const text = JSON.stringify(body instanceof Buffer ? await readPlanWorkbook(body) : body);
        expect(`${name} ${JSON.stringify(request)} ${answer.status}`).toBe(`${name} ${JSON.stringify(request)} ${status}`);
        expect(text).not.toMatch(/Альфа|777000/);
        expect(text).not.toContain(portal.memberId);
      }
    }
    expect(await everythingOf(portal)).toEqual(before);
  });

  it('gets nothing about a deal of another portal but its own question', async () => {
    const answer = await intruder.ask(endpoints.getDealOutlook, { dealId: String(alpha.dealId) });
    expect(answer.body).toMatchObject({
      state: 'unknown',
      responsibleId: null,
      responsibleName: '',
      amount: '0.00',
      person: null,
      department: null,
      lastTouch: null,
    });
  });

  it('plans for the same month without touching the plan of another portal', async () => {
    const before = await everythingOf(portal);
    const head = await other.open(beta.people.head);
    await head.call(saveDraft, { month, lines: [{ metric: 'revenue', scope: `person:${beta.people.employee}`, value: '5.00' }] });
    expect((await head.call(publishPlan, { month, baseVersion: 0 })).version).toBe(1);
    expect((await (await portal.open(alpha.people.head)).call(getPlan, { month })).published).toEqual([
      { metric: 'revenue', scope: `person:${alpha.people.employee}`, value: '777000.00' },
    ]);
    const after = await everythingOf(portal);
    expect({ ...after, session: [] }).toEqual({ ...before, session: [] });
  });
});

describe('T1, T9: credentials of one portal', () => {
  const post = (path: string, fields: Record<string, string>) =>
    fetch(service.appUrl + path, { method: 'POST', body: new URLSearchParams(fields) });

  it('open no page of another portal', async () => {
    const before = await everythingOf(portal);
    const fields = other.frame(beta.people.admin).fields;
    const ownToken = portal.frame(alpha.people.admin).fields['APPLICATION_TOKEN'] ?? '';
    for (const path of [manifest.handlerPath, manifest.installerPath]) {
      for (const applicationToken of [fields['APPLICATION_TOKEN'] ?? '', ownToken, '']) {
        const page = await post(path, { ...fields, member_id: portal.memberId, APPLICATION_TOKEN: applicationToken });
        expect(`${path} ${page.status}`).toBe(`${path} 403`);
        expect(await page.text()).toContain('"session":null');
      }
    }
    expect(await everythingOf(portal)).toEqual(before);
  });

  it('renew no session of another portal', async () => {
    const accessToken = other.frame(beta.people.admin).fields['AUTH_ID'] ?? '';
    const answer = await askEndpoint(service.appUrl, {}, renewSession, { memberId: portal.memberId, accessToken });
    expect([401, 403]).toContain(answer.status);
    expect(answer.body).not.toHaveProperty('token');
  });

  it('send no event in the name of another portal', async () => {
    const before = await everythingOf(portal);
    const applicationToken = other.frame(beta.people.admin).fields['APPLICATION_TOKEN'] ?? '';
    for (const event of ['ONCRMDEALUPDATE', 'ONAPPUNINSTALL', 'ONVOXIMPLANTCALLEND']) {
      const answer = await post(manifest.eventPath, {
        event,
        'data[FIELDS][ID]': String(alpha.dealId),
        'auth[member_id]': portal.memberId,
        'auth[application_token]': applicationToken,
      });
      expect(answer.status).toBe(403);
    }
    expect(await everythingOf(portal)).toEqual(before);
  });
});
