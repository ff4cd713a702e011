import { reportRulesSetting, readReportRules } from '#domain/intensity/report-rules.ts';
import { shiftDay, weekday } from '#domain/period.ts';
import { idOfScope } from '#domain/plan.ts';
import { findHeadAbove } from '#domain/reporting-line.ts';
import { isWorkday, previousWorkday } from '#domain/workdays.ts';
import { addToOutbox } from '#store/outbox.ts';
import { findSetting, saveSetting } from '#store/settings.ts';
import { ownReportText, reportDigestText, type ToldFinding } from '#texts/activity-report.ts';
import { activityName } from '#texts/alerts.ts';
import { reportLink } from '#texts/notice-links.ts';
import { readReport, type Report, type ReportRow } from './activity-report.ts';
import type { ActivityContext } from './activity-reading.ts';

const reported = 'activity-reported';

/** On a working day the one before it, on the first of a week the week before it; once. Returns how many messages were written. */
export async function sendReports(context: ActivityContext): Promise<number> {
  const { tx, today, calendar, now } = context;
  if (!isWorkday(calendar, today) || (await findSetting(tx, reported)) === today) return 0;
  await saveSetting(tx, { name: reported, value: today, now, userId: null });
  const rules = readReportRules(await findSetting(tx, reportRulesSetting));
  const day = previousWorkday(calendar, today);
  let written = 0;
  if (rules.weekly && isFirstOfWeek(context)) {
    const report = await readReport(context, { period: 'week', day: shiftDay(today, -7), scope: 'company' });
    written += (await tellHeads(context, report, 'week')) + (await tellPeople(context, report));
  }
  if (rules.daily && day !== undefined) {
    written += await tellHeads(context, await readReport(context, { period: 'day', day, scope: 'company' }), 'day');
  }
  return written;
}

function isFirstOfWeek({ today, calendar }: ActivityContext): boolean {
  const before = Array.from({ length: weekday(today) - 1 }, (_, at) => shiftDay(today, -at - 1));
  return before.every((day) => !isWorkday(calendar, day));
}

/** A person is told of to the head above; a department to the head above its own. */
async function tellHeads(context: ActivityContext, report: Report, period: 'day' | 'week'): Promise<number> {
  const { team, portal } = context;
  const language = portal.language === 'ru' ? 'ru' : 'en';
  const headOf = (row: ReportRow): bigint | undefined => {
    const id = idOfScope(row.scope) ?? 0n;
    if (row.kind === 'person') return findHeadAbove(team, id);
    const own = team.departments.find(({ departmentId }) => departmentId === id)?.headId;
    return own === null || own === undefined ? undefined : findHeadAbove(team, own);
  };
  let written = 0;
  for (const [head, rows] of Map.groupBy(report.rows, headOf)) {
    if (head === undefined) continue;
    const told = {
      strengths: furthest(rows.flatMap((row) => row.strengths.map((found) => toTold(report, row, found, language)))),
      gaps: furthest(rows.flatMap((row) => row.gaps.map((found) => toTold(report, row, found, language)))),
    };
    const text = reportDigestText({ period, ...report, ...told }, language);
    await notify(context, head, {
      key: `activity-${period} ${report.from}`,
      text,
      link: reportLink({ period, day: report.to, scope: null }, language),
    });
    written += 1;
  }
  return written;
}

async function tellPeople(context: ActivityContext, report: Report): Promise<number> {
  const language = context.portal.language === 'ru' ? 'ru' : 'en';
  const people = report.rows.filter(({ kind }) => kind === 'person');
  for (const row of people) {
    const told = (found: ReportRow['gaps'][number]) => toTold(report, row, found, language);
    const text = ownReportText({ ...report, strengths: row.strengths.map(told), gaps: row.gaps.map(told) }, language);
    const link = reportLink({ period: 'week', day: report.to, scope: row.scope }, language);
    await notify(context, idOfScope(row.scope) ?? 0n, { key: `activity-own-week ${report.from}`, text, link });
  }
  return people.length;
}

const toldFindings = 4;

const furthest = (found: readonly ToldFinding[]): ToldFinding[] =>
  found.toSorted((a, b) => Math.abs(b.share - 1) - Math.abs(a.share - 1)).slice(0, toldFindings);

function toTold(report: Report, row: ReportRow, found: ReportRow['gaps'][number], language: 'ru' | 'en'): ToldFinding {
  const own = report.metrics.find(({ metric }) => metric === found.metric)?.name ?? null;
  return { ...found, name: row.name, metric: activityName(found.metric, own, language) };
}

async function notify(
  { tx, now }: ActivityContext,
  userId: bigint,
  { key, text, link }: { key: string; text: string; link: ReturnType<typeof reportLink> },
): Promise<void> {
  const payload = { userId: String(userId), tag: `kurs:${key.replaceAll(' ', ':')}`, text, link };
  await addToOutbox(tx, { kind: 'notify', dedupeKey: `${key} ${userId}`, payload, now });
}
