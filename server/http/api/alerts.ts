import { v7 as uuidv7 } from 'uuid';
import { AppError } from '#kernel/errors.ts';
import type { ActivityAlert, AlertAction, Alerts } from '#contract/alerts.ts';
import { alertRulesSetting, readAlertRules } from '#domain/intensity/alert-rules.ts';
import { monthOf, shiftDay, type Day } from '#domain/period.ts';
import { personScope } from '#domain/plan.ts';
import { isWorkday, type Calendar } from '#domain/workdays.ts';
import { can } from '#policy/can.ts';
import { findAlert, listAlerts, type StoredAlert } from '#store/activity-alerts.ts';
import { addAction, listActions, lockActions, type StoredAction } from '#store/corrective-actions.ts';
import { findSetting } from '#store/settings.ts';
import { activityName, alertTaskTitle, alertWords } from '#texts/alerts.ts';
import { listMeasuredMetrics } from '../activity-reading.ts';
import { findAlerts, judgeAlertActions } from '../alert-finding.ts';
import { orderTask } from '../order-task.ts';
import { fullName, listName, type PortalContext } from '../portal-context.ts';

const shownDays = 45;
const effectDays = 183;
/** Proposed: a talk within three working days, a check after five more. */
const proposedDays = { deadline: 3, checkOn: 8 };

export async function replyAlerts(context: PortalContext): Promise<Alerts> {
  const { tx, actor, today, calendar } = context;
  const recent = (await listAlerts(tx, shiftDay(today, -shownDays))).filter(({ userId }) => actor.people.has(userId));
  const actions = await listActions(tx, { origin: 'alert' });
  const names = new Map((await listMeasuredMetrics(context)).map(({ metric, name }) => [metric as string, name]));
  const portal = { kind: 'portal' } as const;
  return {
    today,
    proposed: {
      deadline: workdayAfter(calendar, today, proposedDays.deadline),
      checkOn: workdayAfter(calendar, today, proposedDays.checkOn),
    },
    mayCheck: can(actor, 'check-alerts', portal),
    maySetRules: can(actor, 'set-alert-rules', portal),
    rules: readAlertRules(await findSetting(tx, alertRulesSetting)),
    alerts: recent.map((alert) => toAlert(context, alert, { actions, name: names.get(alert.metric) ?? null })),
    effects: toEffects(context, actions),
  };
}

function toAlert(
  context: PortalContext,
  alert: StoredAlert,
  about: { actions: readonly StoredAction[]; name: string | null },
): ActivityAlert {
  const { alertId, userId, metric, kind, day, days, fact, expected } = alert;
  return {
    ...{ alertId, metric, kind, day, fact, expected, days: [...days] },
    userId: String(userId),
    name: listName(context.team, userId),
    metricName: about.name,
    mayAnswer: can(context.actor, 'answer-alert', { kind: 'scope', scope: personScope(userId) }),
    actions: about.actions
      .filter(({ originId, state }) => originId === alertId && state !== 'dropped')
      .map((action) => toAction(context, action)),
  };
}

function toAction({ team }: PortalContext, action: StoredAction): AlertAction {
  return {
    actionId: action.actionId,
    kind: action.kind,
    words: action.words,
    ownerName: fullName(team, action.ownerId),
    deadline: action.deadline,
    checkOn: action.checkOn,
    decidedAt: action.decidedAt.toISOString(),
    decidedBy: fullName(team, action.decidedBy),
    effectiveness: action.effectiveness,
    levelBefore: action.levelBefore,
    levelAtCheck: action.levelAtCheck,
    taskId: action.task?.taskId == null ? null : String(action.task.taskId),
  };
}

/** Only of people whom the viewer sees. */
function toEffects({ actor, now }: PortalContext, actions: readonly StoredAction[]): Alerts['effects'] {
  const since = now.getTime() - effectDays * 86_400_000;
  const judged = actions.filter((action) => {
    const userId = /^person:(\d+)$/.exec(action.scope)?.[1];
    return userId !== undefined && actor.people.has(BigInt(userId)) && action.effectiveness !== null && action.decidedAt.getTime() >= since;
  });
  return [...Map.groupBy(judged, ({ kind }) => kind)].map(([kind, own]) => ({
    kind,
    helped: own.filter(({ effectiveness }) => effectiveness === 'helped').length,
    notHelped: own.filter(({ effectiveness }) => effectiveness === 'not-helped').length,
    unclear: own.filter(({ effectiveness }) => effectiveness === 'unclear').length,
  }));
}

function workdayAfter(calendar: Calendar, day: Day, count: number): Day {
  let at = day;
  for (let left = count, tries = 0; left > 0 && tries < 60; tries += 1) {
    at = shiftDay(at, 1);
    if (isWorkday(calendar, at)) left -= 1;
  }
  return at;
}

/** Whose alert it is, for the policy; an alert there is not is refused as one of somebody else. */
export async function toAlertScope({ tx }: PortalContext, { alertId }: { alertId: string }): Promise<{ kind: 'scope'; scope: string }> {
  const alert = await findAlert(tx, alertId);
  return { kind: 'scope', scope: alert === undefined ? 'none' : personScope(alert.userId) };
}

/** One open decision an alert; a task goes to the portal. */
export async function replyAnswerAlert(
  context: PortalContext,
  request: { alertId: string; kind: 'task' | 'talk' | 'team-talk'; words: string; deadline: Day; checkOn: Day },
): Promise<Alerts> {
  const { tx, session, now, today, portal, team } = context;
  const alert = await findAlert(tx, request.alertId);
  if (alert === undefined) throw new AppError('not-found', 'There is no such alert');
  if (request.deadline < today || request.checkOn < request.deadline)
    throw new AppError('bad-request', 'The check comes after the deadline');
  await lockActions(tx);
  const known = await listActions(tx, { origin: 'alert', originIds: [alert.alertId] });
  if (known.some(({ effectiveness, state }) => effectiveness === null && state !== 'dropped')) {
    throw new AppError('conflict', 'Something was decided about this alert already');
  }
  const language = portal.language === 'ru' ? 'ru' : 'en';
  const own = (await listMeasuredMetrics(context)).find(({ metric }) => metric === alert.metric)?.name ?? null;
  const metric = activityName(alert.metric, own, language);
  const actionId = uuidv7();
  // The person brings the metric back by a task; a talk is the head's to hold.
  const ownerId = request.kind === 'task' ? alert.userId : session.userId;
  const seen = alertWords({ ...alert, metric }, language);
  await addAction(
    tx,
    {
      ...{ actionId, origin: 'alert', originId: alert.alertId, kind: request.kind, metric: alert.metric, ownerId },
      ...{
        scope: personScope(alert.userId),
        month: monthOf(today),
        words: request.words,
        deadline: request.deadline,
        checkOn: request.checkOn,
      },
      levelBefore: alert.expected > 0 ? alert.fact / alert.expected : null,
    },
    { userId: session.userId, now },
  );
  if (request.kind === 'task') {
    const title = alertTaskTitle({ metric, name: listName(team, alert.userId) }, language);
    const description = request.words === '' ? seen : `${request.words}\n\n${seen}`;
    const people = { responsibleId: ownerId, createdById: session.userId, dealIds: [] };
    await orderTask(
      tx,
      { actionId, attempt: 1, title, description, deadline: request.deadline, ...people },
      { now, timeZone: portal.timeZone },
    );
  }
  await context.changed('actions');
  return replyAlerts(context);
}

export async function replyCheckAlerts(context: PortalContext): Promise<Alerts> {
  await judgeAlertActions(context);
  await findAlerts(context);
  await context.changed('intensity');
  return replyAlerts(context);
}
