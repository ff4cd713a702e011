import type { SigningRules } from '#contract/signing-rules.ts';
import { dealActs, submissions, type DealAct, type Submission } from './forecasts.ts';
import { alertsCheckedAt, normsChange, taskChecks, type NormsChange } from './norms.ts';
import { forecastAdjustment, planVersions, rulesChange, sheetAnswers, type PlanVersion, type SheetAnswer } from './plans.ts';
import { reviewActs, type ReviewAct } from './reviews.ts';
import { bankQuestions, quizAnswers, type BankQuestion, type QuizAnswers } from './quiz.ts';

/** Something a person did in the demo's past. */
export type Act =
  | { readonly at: Date; readonly kind: 'publish'; readonly version: PlanVersion }
  | { readonly at: Date; readonly kind: 'review'; readonly act: ReviewAct }
  | { readonly at: Date; readonly kind: 'open'; readonly answer: SheetAnswer }
  | { readonly at: Date; readonly kind: 'decide'; readonly answer: SheetAnswer }
  | { readonly at: Date; readonly kind: 'adjust'; readonly adjustment: typeof forecastAdjustment }
  | { readonly at: Date; readonly kind: 'judge'; readonly deal: DealAct }
  | { readonly at: Date; readonly kind: 'submit'; readonly submission: Submission }
  | { readonly at: Date; readonly kind: 'add-question'; readonly question: BankQuestion }
  | { readonly at: Date; readonly kind: 'answer-quiz'; readonly answers: QuizAnswers }
  | { readonly at: Date; readonly kind: 'set-rules'; readonly rules: SigningRules }
  | { readonly at: Date; readonly kind: 'set-norms'; readonly change: NormsChange }
  | { readonly at: Date; readonly kind: 'check-alerts'; readonly userId: number }
  | { readonly at: Date; readonly kind: 'plan-checks'; readonly checks: typeof taskChecks };

/** The demo's past in the order it happened; a sheet is opened before it is decided. */
export function listActs(): Act[] {
  const publishing = planVersions.map((version): Act => ({ at: new Date(version.publishedAt), kind: 'publish', version }));
  const reviewing = reviewActs.map((act): Act => ({ at: new Date(act.at), kind: 'review', act }));
  const reading = sheetAnswers.flatMap((answer): Act[] => {
    const opened: Act = { at: new Date(answer.openedAt), kind: 'open', answer };
    return answer.decidedAt === null ? [opened] : [opened, { at: new Date(answer.decidedAt), kind: 'decide', answer }];
  });
  const setting: Act = { at: new Date(rulesChange.at), kind: 'set-rules', rules: rulesChange.rules };
  const adjusting: Act = { at: new Date(forecastAdjustment.at), kind: 'adjust', adjustment: forecastAdjustment };
  const judging = dealActs.map((deal): Act => ({ at: new Date(deal.at), kind: 'judge', deal }));
  const submitting = submissions.map((submission): Act => ({ at: new Date(submission.at), kind: 'submit', submission }));
  const keeping = bankQuestions.map((question): Act => ({ at: new Date(question.at), kind: 'add-question', question }));
  const answering = quizAnswers.map((answers): Act => ({ at: new Date(answers.at), kind: 'answer-quiz', answers }));
  const measuring: Act[] = [
    { at: new Date(normsChange.at), kind: 'set-norms', change: normsChange },
    { at: new Date(alertsCheckedAt), kind: 'check-alerts', userId: normsChange.userId },
    { at: new Date(taskChecks.at), kind: 'plan-checks', checks: taskChecks },
  ];
  const acts = [
    ...publishing,
    ...reviewing,
    ...reading,
    ...keeping,
    ...answering,
    adjusting,
    setting,
    ...judging,
    ...submitting,
    ...measuring,
  ];
  return acts.sort((a, b) => a.at.getTime() - b.at.getTime());
}
