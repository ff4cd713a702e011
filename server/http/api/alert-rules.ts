import { setImmediate } from 'node:timers/promises';
import { AppError } from '#kernel/errors.ts';
import type { AlertPreview, AlertRuleBook } from '#contract/alert-rules.ts';
import type { AlertRules } from '#contract/alerts.ts';
import { alertRulesSetting, readAlertRuleBook, storeAlertRuleBook } from '#domain/intensity/alert-rules.ts';
import { defaultAlertRules } from '#domain/intensity/alerts.ts';
import { profileKinds } from '#domain/intensity/activity-metrics.ts';
import { inForceOn, normOn } from '#domain/intensity/norms.ts';
import { levelWeeks } from '#domain/intensity/own-level.ts';
import type { DayValues } from '#domain/intensity/own-past.ts';
import { replayAlerts } from '#domain/intensity/replay-alerts.ts';
import { readReportRules, reportRulesSetting, type ReportRules } from '#domain/intensity/report-rules.ts';
import { shiftDay, type Day } from '#domain/period.ts';
import { can } from '#policy/can.ts';
import { listFirstCalls, type FirstCallRow } from '#store/first-calls.ts';
import { listNormProfiles } from '#store/norms.ts';
import { findSetting, saveSetting } from '#store/settings.ts';
import { listMeasuredMetrics, readActivity, readActivitySource } from '../activity-reading.ts';
import { readNorms } from '../norm-reading.ts';
import { listName, type PortalContext } from '../portal-context.ts';

const previewDays = 28;
const shownAlerts = 30;

export async function replyAlertRules(context: PortalContext): Promise<AlertRuleBook> {
  const { tx, actor, today } = context;
  const book = readAlertRuleBook(await findSetting(tx, alertRulesSetting));
  const own = (await listNormProfiles(tx)).filter(({ archived_at }) => archived_at === null);
  const norms = await readNorms(context, { from: today, before: shiftDay(today, 1) });
  const members = context.team.members.filter(({ isActive, userId }) => isActive && actor.people.has(userId));
  const held = members.map(({ userId }) => inForceOn(norms.assignmentsOf(userId), today)?.profileId ?? null);
  const profiles = [
    ...profileKinds.map((kind) => ({ profileId: kind as string, kind: kind as string, name: '' })),
    ...own.map(({ profile_id, name }) => ({ profileId: profile_id, kind: 'own', name })),
  ];
  return {
    maySet: can(actor, 'set-alert-rules', { kind: 'portal' }),
    usual: defaultAlertRules,
    reports: readReportRules(await findSetting(tx, reportRulesSetting)),
    company: book.company,
    profiles: profiles.map((profile) => ({
      ...profile,
      people: held.filter((profileId) => profileId === profile.profileId).length,
      rules: book.profiles.get(profile.profileId) ?? null,
    })),
  };
}

type RulesRequest = AlertRules & { readonly profileId: string | null };

export async function replyPutAlertRules(context: PortalContext, { profileId, ...rules }: RulesRequest): Promise<AlertRuleBook> {
  await checkRules(context, profileId, rules);
  const book = readAlertRuleBook(await findSetting(context.tx, alertRulesSetting));
  const next = profileId === null ? { ...book, company: rules } : { ...book, profiles: new Map(book.profiles).set(profileId, rules) };
  return keep(context, next);
}

export async function replyDropAlertRules(context: PortalContext, { profileId }: { profileId: string }): Promise<AlertRuleBook> {
  const book = readAlertRuleBook(await findSetting(context.tx, alertRulesSetting));
  return keep(context, { ...book, profiles: new Map([...book.profiles].filter(([id]) => id !== profileId)) });
}

export async function replyPutReportRules(context: PortalContext, rules: ReportRules): Promise<AlertRuleBook> {
  const { tx, now, session } = context;
  await saveSetting(tx, { name: reportRulesSetting, value: rules, now, userId: session.userId });
  return replyAlertRules(context);
}

async function keep(context: PortalContext, book: Parameters<typeof storeAlertRuleBook>[0]): Promise<AlertRuleBook> {
  const { tx, now, session } = context;
  await saveSetting(tx, { name: alertRulesSetting, value: storeAlertRuleBook(book), now, userId: session.userId });
  await context.changed('intensity');
  return replyAlertRules(context);
}

async function checkRules({ tx }: PortalContext, profileId: string | null, rules: AlertRules): Promise<void> {
  if (rules.frequency > rules.days) throw new AppError('bad-request', 'Days that count cannot be more than days that are looked at');
  if (profileId === null || (profileKinds as readonly string[]).includes(profileId)) return;
  const isKnown = (await listNormProfiles(tx)).some((one) => one.profile_id === profileId && one.archived_at === null);
  if (!isKnown) throw new AppError('not-found', `There is no profile ${profileId}`);
}

/** Each of the last four weeks' days is looked at as its morning would have been; people the viewer does not see are left out. */
export async function replyPreviewAlertRules(context: PortalContext, { profileId, ...rules }: RulesRequest): Promise<AlertPreview> {
  await checkRules(context, profileId, rules);
  const { tx, team, actor, today } = context;
  const [from, to] = [shiftDay(today, -previewDays), shiftDay(today, -1)];
  const span = { from: shiftDay(from, -7 * (levelWeeks + 5)), before: today };
  const days = Array.from({ length: previewDays }, (_, at) => shiftDay(from, at));
  const norms = await readNorms(context, span);
  const book = readAlertRuleBook(await findSetting(tx, alertRulesSetting));
  const isTheirs = (held: string | null): boolean => (profileId === null ? !book.profiles.has(held ?? '') : held === profileId);
  const people = team.members
    .filter(({ isActive, userId }) => isActive && actor.people.has(userId))
    .map(({ userId }) => userId)
    .filter((userId) => isTheirs(inForceOn(norms.assignmentsOf(userId), today)?.profileId ?? null));
  const measured = await listMeasuredMetrics(context);
  const activity = await readActivity(context, { metrics: measured.map(({ metric }) => metric), span, people });
  const byTime = await readByTime(context, rules.silentBy, { span: { from, before: today }, people });
  const alerts: AlertPreview['alerts'] = [];
  let looked = 0;
  for (const userId of people) {
    // Others are answered between two people.
    await setImmediate();
    const person = norms.normsOf(userId);
    const own = measured.filter(
      ({ metric }) =>
        (normOn(
          person,
          metric,
          lastWorkday(days, (day) => normOn(person, metric, day)),
        ) ?? 0) > 0,
    );
    if (own.length > 0) looked += 1;
    for (const { metric, name } of own) {
      const watched = {
        calendar: person.calendar,
        values: activity.valuesOf(metric, userId),
        normOn: (day: Day) => normOn(person, metric, day),
      };
      for (const { day, sign } of replayAlerts(watched, rules, days, byTime(metric, userId))) {
        alerts.push({ userId: String(userId), name: listName(team, userId), metric, metricName: name, day, ...sign, days: [...sign.days] });
      }
    }
  }
  alerts.sort((a, b) => b.day.localeCompare(a.day) || a.name.localeCompare(b.name, 'ru'));
  const kinds = [...new Set(alerts.map(({ kind }) => kind))];
  return {
    ...{ from, to, people: looked, total: alerts.length },
    byKind: kinds.map((kind) => ({ kind, alerts: alerts.filter((one) => one.kind === kind).length })),
    alerts: alerts.slice(0, shownAlerts),
  };
}

/** The last day on which somebody has a norm above nothing; the last one where there is none. */
function lastWorkday(days: readonly Day[], normOf: (day: Day) => number | null): Day {
  return days.findLast((day) => (normOf(day) ?? 0) > 0) ?? days.at(-1) ?? '';
}

/** What a day had brought by the time of the rules: known of calls only, whose moments telephony keeps. */
async function readByTime(
  context: PortalContext,
  silentBy: string | null,
  of: { readonly span: { from: Day; before: Day }; readonly people: readonly bigint[] },
): Promise<(metric: string, userId: bigint) => DayValues | null> {
  if (silentBy === null) return () => null;
  const { basis } = await readActivitySource(context);
  const rows = Map.groupBy(await listFirstCalls(context.tx, basis, of.span, of.people), ({ userId }) => userId);
  const [hour = 0, minute = 0] = silentBy.split(':').map(Number);
  const isBefore = (first: number | null): boolean => first !== null && first < hour * 60 + minute;
  const had = (row: FirstCallRow, metric: string): boolean =>
    (metric !== 'calls-in' && isBefore(row.out)) || (metric !== 'calls-out' && isBefore(row.in));
  return (metric, userId) =>
    metric.startsWith('calls') ? new Map((rows.get(userId) ?? []).map((row) => [row.day, had(row, metric) ? 1 : 0])) : null;
}
