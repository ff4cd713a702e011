import { getSheet, listMyPlans, listSigning, openSheet, remindPeople, signSheet } from './acknowledgement.ts';
import { askAccess } from './access-request.ts';
import { appointActingHead, endActingHead, listActingHeads } from './acting-heads.ts';
import { getActivityReport } from './activity-report.ts';
import { getChanges } from './changes.ts';
import { getCrmOrder, listCrmOrder } from './crm-order.ts';
import { getCounting, putCounting } from './counting.ts';
import { getDataHealth, refreshData } from './data-health.ts';
import { listDataQuality } from './data-quality.ts';
import { getDealJudgements, setDealCategory, setDealChance } from './deal-judgements.ts';
import { getDealOutlook } from './deal-outlook.ts';
import { listDeviations } from './deviations.ts';
import { getDrillDown } from './drill-down.ts';
import { getForecastAdjustment, setForecastAdjustment } from './forecast-adjustment.ts';
import { getForecastChanges } from './forecast-changes.ts';
import { dropAlertRules, getAlertRules, previewAlertRules, putAlertRules, putReportRules } from './alert-rules.ts';
import { answerAlert, checkAlerts, listAlerts } from './alerts.ts';
import { getIntensity, listActivity } from './intensity.ts';
import { getProvenance } from './provenance.ts';
import { getLeadOutlook } from './lead-outlook.ts';
import { getMetricFacts, listMetricFacts } from './metric-facts.ts';
import {
  archiveManualMetric,
  changeManualMetric,
  defineManualMetric,
  enterManualValue,
  listManualMetrics,
  listValueHistory,
} from './manual-metrics.ts';
import { getMetricRules, previewMetricRule, putMetricRule } from './metric-rules.ts';
import { getMyDay } from './my-day.ts';
import { getNormSuggestions, listNorms, putNormLines, putNormPerson } from './norms.ts';
import { getEvidencePackage } from './evidence.ts';
import { getAttention } from './attention.ts';
import { putGuideSeen } from './guides.ts';
import { getOverview } from './overview.ts';
import { getForecastHonesty } from './forecast-honesty.ts';
import { getForecastRoute } from './forecast-route.ts';
import { getForecastSubmissions, listSubmissionHistory, submitForecast } from './forecast-submissions.ts';
import { getForecastRisks } from './forecast-risks.ts';
import { getForecastBeside } from './forecast-beside.ts';
import { getForecastTrend } from './forecast-trend.ts';
import { listLearnedDeals } from './learned-deals.ts';
import { listRouteTasks, orderRouteTasks } from './route-tasks.ts';
import { getPeriodForecast } from './period-forecast.ts';
import { getPipelineForecast } from './pipeline-forecast.ts';
import { listPeopleChanges, previewHandover } from './people-changes.ts';
import { discardDraft, getPlan, getPlanWindow, publishPlan, saveDraft } from './plan.ts';
import { putPlanCalculation } from './plan-calculation.ts';
import { draftPlanParts, getPlanParts } from './plan-parts.ts';
import { getPlanConditions, putPlanConditions } from './plan-conditions.ts';
import { closePlan, reopenPlan } from './plan-closing.ts';
import { copyPlanDimensions, getPlanDimensions, listDimensionValues, putPlanDimensions } from './plan-dimensions.ts';
import { getPlanHistory } from './plan-history.ts';
import { listPlanVersions } from './plan-versions.ts';
import { applyPlanWorkbook, checkPlanWorkbook, getPlanWorkbook } from './plan-workbook.ts';
import {
  askInReview,
  closeReviewAction,
  decideInReview,
  finishReview,
  getReview,
  getReviewMinutes,
  startReview,
  turnReview,
  writeInReview,
} from './review.ts';
import { addReviewCause, changeReviewCause, listReviewCauses } from './review-causes.ts';
import { holdReviewCalendar, releaseReviewCalendar, saveReviewCalendar } from './review-calendar.ts';
import { listTalkNotes, writeTalkNote } from './talk-notes.ts';
import { getOwnDimensions, putOwnDimensions } from './own-dimensions.ts';
import { getRelationshipField, putRelationshipField } from './relationship-field.ts';
import { getRelationships, listRelationships } from './relationships.ts';
import { changeReviewSeries, defineReviewSeries, endReviewSeries, listReviews } from './review-series.ts';
import { previewRedistribution, redistributePlan } from './redistribution.ts';
import {
  addQuizQuestion,
  answerQuiz,
  archiveQuizQuestion,
  listMyQuizzes,
  listQuizQuestions,
  listQuizResults,
  repeatQuiz,
  startQuiz,
} from './quiz.ts';
import { renewSession } from './session.ts';
import { listSheetClients, readSheet, recordPaper, replyToSheet, saveBreakdown, writeAboutSheet } from './sheet-acts.ts';
import { erasePerson, listErasures } from './erasure.ts';
import { getSigningPin, listSigningPins, resetSigningPin, setSigningPin } from './signing-pin.ts';
import { getSigningRules, putSigningRules } from './signing-rules.ts';
import { getStageSettings, putStageSettings } from './stage-settings.ts';
import { getSyncStatus } from './sync-status.ts';
import { getTaskControl, listControlledTasks, putTaskCheck } from './task-control.ts';

/** Every endpoint there is: routes, policy, OpenAPI and the access tests are checked against this list. */
export const endpoints = {
  renewSession,
  getOverview,
  getAttention,
  putGuideSeen,
  askAccess,
  getDrillDown,
  getForecastChanges,
  getForecastTrend,
  getForecastBeside,
  getForecastRisks,
  getDealJudgements,
  setDealCategory,
  setDealChance,
  getForecastHonesty,
  getForecastRoute,
  getForecastSubmissions,
  listSubmissionHistory,
  submitForecast,
  getForecastAdjustment,
  setForecastAdjustment,
  getPeriodForecast,
  getPipelineForecast,
  listLearnedDeals,
  listRouteTasks,
  orderRouteTasks,
  getMetricFacts,
  listMetricFacts,
  getPlan,
  getPlanWindow,
  getPlanHistory,
  getPlanConditions,
  putPlanConditions,
  getPlanDimensions,
  putPlanDimensions,
  copyPlanDimensions,
  listDimensionValues,
  putPlanCalculation,
  getPlanParts,
  draftPlanParts,
  listPlanVersions,
  saveDraft,
  discardDraft,
  publishPlan,
  getPlanWorkbook,
  checkPlanWorkbook,
  applyPlanWorkbook,
  closePlan,
  reopenPlan,
  listPeopleChanges,
  previewHandover,
  listActingHeads,
  appointActingHead,
  endActingHead,
  listMyPlans,
  getSheet,
  openSheet,
  readSheet,
  writeAboutSheet,
  saveBreakdown,
  listSheetClients,
  replyToSheet,
  recordPaper,
  getSigningPin,
  setSigningPin,
  listSigningPins,
  resetSigningPin,
  listErasures,
  erasePerson,
  getSigningRules,
  putSigningRules,
  signSheet,
  getEvidencePackage,
  listSigning,
  remindPeople,
  listMyQuizzes,
  startQuiz,
  answerQuiz,
  listQuizResults,
  repeatQuiz,
  listQuizQuestions,
  addQuizQuestion,
  archiveQuizQuestion,
  getDealOutlook,
  getLeadOutlook,
  getSyncStatus,
  getDataHealth,
  listDataQuality,
  refreshData,
  getCounting,
  putCounting,
  getStageSettings,
  putStageSettings,
  listManualMetrics,
  defineManualMetric,
  changeManualMetric,
  archiveManualMetric,
  enterManualValue,
  listValueHistory,
  listReviews,
  defineReviewSeries,
  changeReviewSeries,
  endReviewSeries,
  getReview,
  startReview,
  turnReview,
  finishReview,
  askInReview,
  writeInReview,
  decideInReview,
  closeReviewAction,
  getReviewMinutes,
  listReviewCauses,
  addReviewCause,
  changeReviewCause,
  holdReviewCalendar,
  saveReviewCalendar,
  releaseReviewCalendar,
  listTalkNotes,
  writeTalkNote,
  listDeviations,
  previewRedistribution,
  redistributePlan,
  getIntensity,
  listActivity,
  getProvenance,
  getActivityReport,
  getCrmOrder,
  listCrmOrder,
  getMetricRules,
  putMetricRule,
  previewMetricRule,
  getRelationships,
  listRelationships,
  getRelationshipField,
  putRelationshipField,
  getOwnDimensions,
  putOwnDimensions,
  getTaskControl,
  listControlledTasks,
  putTaskCheck,
  getMyDay,
  listAlerts,
  answerAlert,
  checkAlerts,
  getAlertRules,
  putAlertRules,
  dropAlertRules,
  putReportRules,
  previewAlertRules,
  listNorms,
  putNormLines,
  putNormPerson,
  getNormSuggestions,
  getChanges,
} as const;
export type EndpointName = keyof typeof endpoints;
