import { v7 as uuidv7 } from 'uuid';
import { countingSetting, readCountingRule } from '#domain/counting.ts';
import { judgeEffectiveness } from '#domain/corrective-action.ts';
import { isActivityMetric, type ActivityMetric } from '#domain/intensity/activity-metrics.ts';
import { sumOver } from '#domain/intensity/activity-table.ts';
import { alertRulesOf, alertRulesSetting, readAlertRuleBook } from '#domain/intensity/alert-rules.ts';
import { findSign, type AlertRules, type AlertSign } from '#domain/intensity/alerts.ts';
import { inForceOn, isAtWork, normOn } from '#domain/intensity/norms.ts';
import { levelWeeks } from '#domain/intensity/own-level.ts';
import { daysBetween, shiftDay, type Day } from '#domain/period.ts';
import { idOfScope } from '#domain/plan.ts';
import { findHeadAbove } from '#domain/reporting-line.ts';
import { createTeam } from '#domain/team.ts';
import { toDay, toTimeOfDay } from '#kernel/calendar-day.ts';
import { addAlert, findAlert, listAlerts } from '#store/activity-alerts.ts';
import { listActionsToCheck, saveEffectiveness, type StoredAction } from '#store/corrective-actions.ts';
import { findFactTimes } from '#store/data-health.ts';
import { addToOutbox } from '#store/outbox.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import type { Portal } from '#store/portals.ts';
import { findSetting, listSettings } from '#store/settings.ts';
import { readStructure } from '#store/team.ts';
import { touchTopic } from '#store/topic-revisions.ts';
import { activityLink, type NoticeLink } from '#texts/notice-links.ts';
import { actionCheckedText, activityName, alertDigestText, ownAlertText, type ToldAlert } from '#texts/alerts.ts';
import { listMeasuredMetrics, readActivity, type ActivityContext, type MeasuredMetric } from './activity-reading.ts';
import { toCompanyCalendar } from './company-calendar.ts';
import { readNorms } from './norm-reading.ts';
import { listName } from './portal-context.ts';

/** Whatever somebody was told before so many days is told anew. */
const memoryDays = 120;

/** What activity is read from, for a job that nobody has asked. */
export async function readActivityContext(tx: PortalTransaction, portal: Portal, now: Date): Promise<ActivityContext> {
  const { departments, members } = await readStructure(tx);
  const settings = await listSettings(tx, ['portal-calendar', countingSetting]);
  return {
    tx,
    portal,
    team: createTeam(departments, members),
    calendar: toCompanyCalendar(settings.get('portal-calendar')?.value, portal.language),
    counting: readCountingRule(settings.get(countingSetting)?.value),
    now,
    today: toDay(now, portal.timeZone),
  };
}

interface Found {
  readonly userId: bigint;
  readonly metric: MeasuredMetric;
  readonly sign: AlertSign;
  readonly rules: AlertRules;
}

/** Looks at everybody who is measured, keeps what is worth a word and writes the messages; returns how many alerts are new. */
export async function findAlerts(context: ActivityContext): Promise<number> {
  const { tx, now, today } = context;
  const found = await findSigns(context);
  const fresh: Found[] = [];
  for (const one of found) {
    const { kind, days, fact, expected } = one.sign;
    const about = { alertId: uuidv7(), userId: one.userId, metric: one.metric.metric, day: today, raisedAt: now };
    if (await addAlert(tx, { ...about, kind, days, fact, expected })) fresh.push(one);
  }
  await tellOf(context, fresh);
  if (fresh.length > 0) await touchTopic(tx, 'intensity');
  return fresh.length;
}

async function findSigns(context: ActivityContext): Promise<Found[]> {
  const { tx, team, portal, today } = context;
  const book = readAlertRuleBook(await findSetting(tx, alertRulesSetting));
  const measured = await listMeasuredMetrics(context);
  const span = { from: shiftDay(today, -7 * (levelWeeks + 5)), before: shiftDay(today, 1) };
  const norms = await readNorms(context, span);
  const people = team.members.filter(({ isActive }) => isActive).map(({ userId }) => userId);
  const activity = await readActivity(context, { metrics: measured.map(({ metric }) => metric), span, people });
  const told = new Map(
    (await listAlerts(tx, shiftDay(today, -memoryDays))).toReversed().map((one) => [`${one.userId} ${one.metric}`, one.day]),
  );
  const { callsAt } = await findFactTimes(tx);
  const knownUntil = callsAt === null || toDay(callsAt, portal.timeZone) !== today ? null : toTimeOfDay(callsAt, portal.timeZone);
  return people.flatMap((userId) =>
    measured.flatMap((metric): Found[] => {
      const person = norms.normsOf(userId);
      const ofDay = (day: Day): number | null => normOn(person, metric.metric, day);
      // Whoever is measured by nothing is nobody's concern here.
      if ((ofDay(today) ?? 0) <= 0) return [];
      const rules = alertRulesOf(book, inForceOn(person.assignments, today)?.profileId ?? null);
      const sign = findSign(
        {
          calendar: person.calendar,
          values: activity.valuesOf(metric.metric, userId),
          normOn: ofDay,
          lastAlert: told.get(`${userId} ${metric.metric}`) ?? null,
          today,
          knownUntil: metric.metric.startsWith('calls') ? knownUntil : null,
        },
        rules,
      );
      return sign === null ? [] : [{ userId, metric, sign, rules }];
    }),
  );
}

/** One digest to each head, one kind word to each person. */
async function tellOf(context: ActivityContext, fresh: readonly Found[]): Promise<void> {
  const { tx, team, portal, now, today } = context;
  const language = portal.language === 'ru' ? 'ru' : 'en';
  const toldOf = ({ userId, metric, sign }: Found): ToldAlert => ({
    ...sign,
    name: listName(team, userId),
    metric: activityName(metric.metric, metric.name, language),
  });
  const hour = toTimeOfDay(now, portal.timeZone).slice(0, 2);
  const toldToHeads = fresh.filter(({ rules }) => rules.tellsHead);
  for (const [head, own] of Map.groupBy(toldToHeads, ({ userId }) => findHeadAbove(team, userId))) {
    if (head === undefined) continue;
    await notify(`alerts ${today} ${hour} ${head}`, {
      userId: head,
      tag: `kurs:alerts:${today}`,
      text: alertDigestText(own.map(toldOf), language),
      link: activityLink(language),
    });
  }
  const toldToThemselves = fresh.filter(({ rules }) => rules.tellsPerson);
  for (const [userId, own] of Map.groupBy(toldToThemselves, (one) => one.userId)) {
    const [first] = own;
    if (first === undefined) continue;
    await notify(`alert-own ${today} ${hour} ${userId}`, {
      userId,
      tag: `kurs:alert-own:${today}`,
      text: ownAlertText(toldOf(first), language),
    });
  }

  async function notify(dedupeKey: string, notice: { userId: bigint; tag: string; text: string; link?: NoticeLink }): Promise<void> {
    await addToOutbox(tx, { kind: 'notify', dedupeKey, payload: { ...notice, userId: String(notice.userId) }, now });
  }
}

/** On the day of the check: has the metric come back? Returns how many actions were judged. */
export async function judgeAlertActions(context: ActivityContext): Promise<number> {
  const { tx, now, today } = context;
  const due = (await listActionsToCheck(tx, today)).filter(({ origin }) => origin === 'alert');
  for (const action of due) {
    const levelAtCheck = await findLevel(context, action);
    const effectiveness = judgeEffectiveness(action.levelBefore, levelAtCheck);
    await saveEffectiveness(tx, action.actionId, { effectiveness, levelAtCheck, now });
    await tellOfCheck(context, action, effectiveness);
  }
  if (due.length > 0) await touchTopic(tx, 'actions');
  return due.length;
}

/** Fact since the decision as a share of what the alert said was to be expected of as many days; null without a single day. */
async function findLevel(context: ActivityContext, action: StoredAction): Promise<number | null> {
  const { tx, portal, today } = context;
  const alert = action.originId === null ? undefined : await findAlert(tx, action.originId);
  const userId = idOfScope(action.scope);
  if (alert === undefined || userId === undefined || !isActivityMetric(action.metric) || alert.expected <= 0) return null;
  const metric: ActivityMetric = action.metric;
  const from = shiftDay(toDay(action.decidedAt, portal.timeZone), 1);
  const span = { from, before: today };
  if (from >= today) return null;
  const activity = await readActivity(context, { metrics: [metric], span, people: [userId] });
  const { calendar } = (await readNorms(context, span)).normsOf(userId);
  const days = Array.from({ length: daysBetween(from, today) }, (_, at) => shiftDay(from, at)).filter((day) => isAtWork(calendar, day));
  const perDay = alert.expected / alert.days.length;
  return days.length === 0 ? null : sumOver(activity.valuesOf(metric, userId), days) / (perDay * days.length);
}

async function tellOfCheck(
  context: ActivityContext,
  action: StoredAction,
  effectiveness: 'helped' | 'not-helped' | 'unclear',
): Promise<void> {
  const { tx, team, portal, now } = context;
  const language = portal.language === 'ru' ? 'ru' : 'en';
  const userId = idOfScope(action.scope) ?? 0n;
  const own = (await listMeasuredMetrics(context)).find(({ metric }) => metric === action.metric)?.name ?? null;
  const text = actionCheckedText(
    { name: listName(team, userId), metric: activityName(action.metric, own, language), effectiveness },
    language,
  );
  const payload = { userId: String(action.decidedBy), tag: `kurs:check:${action.actionId}`, text };
  await addToOutbox(tx, { kind: 'notify', dedupeKey: `action-checked ${action.actionId}`, payload, now });
}
