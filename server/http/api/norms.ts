import { AppError } from '#kernel/errors.ts';
import type { NormLine as WireLine, NormSuggestions, Norms } from '#contract/norms.ts';
import { profileKinds, type ActivityMetric } from '#domain/intensity/activity-metrics.ts';
import { findNormLine, inForceOn, type NormLine } from '#domain/intensity/norms.ts';
import { suggestNorm, suggestionWeeks } from '#domain/intensity/suggest-norm.ts';
import { shiftDay } from '#domain/period.ts';
import { personScope } from '#domain/plan.ts';
import { homeDepartment } from '#domain/team.ts';
import { can } from '#policy/can.ts';
import {
  listNormLines,
  listNormProfiles,
  replaceNormLines,
  saveNormPerson,
  saveNormProfile,
  type StoredNormProfile,
} from '#store/norms.ts';
import { listMeasuredMetrics, readActivity } from '../activity-reading.ts';
import { readNorms, type NormReading } from '../norm-reading.ts';
import { findMember, listName, type PortalContext } from '../portal-context.ts';

const mostProfiles = 50;

export async function replyNorms(context: PortalContext): Promise<Norms> {
  const { tx, team, actor, today } = context;
  const reading = await readNorms(context, { from: today, before: shiftDay(today, 1) });
  const own = (await listNormProfiles(tx)).filter(({ archived_at }) => archived_at === null);
  const members = team.members.filter((member) => member.isActive && actor.people.has(member.userId));
  const assigned = new Map(members.map(({ userId }) => [userId, inForceOn(reading.assignmentsOf(userId), today)]));
  const profiles = [
    ...profileKinds.map((kind) => ({ profileId: kind, kind, name: '' })),
    ...own.map((profile) => ({ profileId: profile.profile_id, kind: 'own' as const, name: profile.name })),
  ];
  return {
    today,
    maySet: can(actor, 'set-norms', { kind: 'portal' }),
    metrics: await listMeasuredMetrics(context),
    profiles: profiles.map((profile) => ({
      ...profile,
      lines: linesToday(reading, profile.profileId, today),
      changes: [...new Set(reading.linesOf(profile.profileId).map(({ fromDay }) => fromDay))].sort(),
      people: [...assigned.values()].filter((one) => one?.profileId === profile.profileId).length,
    })),
    people: members
      .map(({ userId, ...member }) => ({
        userId: String(userId),
        name: listName(team, userId),
        department: homeDepartment(team, { userId, ...member })?.name ?? '',
        profileId: assigned.get(userId)?.profileId ?? null,
        workPercent: assigned.get(userId)?.workPercent ?? 100,
        fromDay: assigned.get(userId)?.fromDay ?? null,
        mayAssign: can(actor, 'assign-norm', { kind: 'scope', scope: personScope(userId) }),
      }))
      .sort((a, b) => a.department.localeCompare(b.department, 'ru') || a.name.localeCompare(b.name, 'ru')),
  };
}

function linesToday({ linesOf }: NormReading, profileId: string, today: string): WireLine[] {
  const lines = linesOf(profileId);
  const metrics = [...new Set(lines.map(({ metric }) => metric))];
  return metrics.flatMap((metric) => {
    const line = findNormLine(lines, metric, today);
    return line === undefined ? [] : [toWireLine(line)];
  });
}

const toWireLine = ({ metric, weekdays, weight, cap }: NormLine): WireLine => ({ metric, weekdays: [...weekdays], weight, cap });

/** From the day on the profile has these norms and no others; a metric it had before ends on it. */
export async function replyPutNormLines(
  context: PortalContext,
  request: { profileId: string; name?: string | undefined; fromDay: string; lines: readonly WireLine[] },
): Promise<Norms> {
  const { tx, session, now } = context;
  await checkLines(context, request.lines);
  await takeProfile(context, request);
  const set = { profile_id: request.profileId, from_day: request.fromDay, set_at: now, set_by: session.userId };
  const named = new Set(request.lines.map(({ metric }) => metric));
  const before = (await listNormLines(tx)).filter((line) => line.profile_id === request.profileId && line.from_day < request.fromDay);
  const ended = [...new Set(before.map(({ metric }) => metric))].filter((metric) => !named.has(metric));
  await replaceNormLines(tx, request, [
    ...request.lines.map(({ metric, weekdays, weight, cap }) => ({
      ...set,
      metric,
      weekdays: weekdays.map((value) => Math.round(value * 100)),
      weight,
      cap,
    })),
    ...ended.map((metric) => ({ ...set, metric, weekdays: [], weight: 0, cap: null })),
  ]);
  await context.changed('intensity');
  return replyNorms(context);
}

async function checkLines(context: PortalContext, lines: readonly WireLine[]): Promise<void> {
  const known = new Set<string>((await listMeasuredMetrics(context)).map(({ metric }) => metric));
  const unknown = lines.find(({ metric }) => !known.has(metric));
  if (unknown !== undefined) throw new AppError('bad-request', `There is no metric ${unknown.metric} to measure`);
  if (new Set(lines.map(({ metric }) => metric)).size < lines.length) throw new AppError('bad-request', 'A metric has one norm');
}

async function takeProfile(
  { tx, session, now }: PortalContext,
  { profileId, name }: { profileId: string; name?: string | undefined },
): Promise<void> {
  if ((profileKinds as readonly string[]).includes(profileId)) return;
  const own = await listNormProfiles(tx);
  const known = own.find((profile) => profile.profile_id === profileId);
  if (known !== undefined && (name === undefined || name === known.name)) return;
  if (name === undefined || name === '') throw new AppError('not-found', `There is no profile ${profileId}`);
  if (known === undefined && own.length >= mostProfiles) throw new AppError('conflict', `There are ${mostProfiles} profiles already`);
  const begun: Pick<StoredNormProfile, 'created_at' | 'created_by'> = known ?? { created_at: now, created_by: session.userId };
  await saveNormProfile(tx, {
    profile_id: profileId,
    name,
    created_at: begun.created_at,
    created_by: begun.created_by,
    archived_at: null,
  });
}

export async function replyPutNormPerson(
  context: PortalContext,
  request: { userId: string; fromDay: string; profileId: string | null; workPercent: number },
): Promise<Norms> {
  const { tx, session, now, team } = context;
  const userId = BigInt(request.userId);
  if (findMember(team, userId) === undefined) throw new AppError('not-found', `Nobody of the number ${request.userId} is known`);
  if (request.profileId !== null) await demandProfile(context, request.profileId);
  await saveNormPerson(tx, {
    user_id: userId,
    from_day: request.fromDay,
    profile_id: request.profileId,
    work_percent: request.workPercent,
    set_at: now,
    set_by: session.userId,
  });
  await context.changed('intensity');
  return replyNorms(context);
}

async function demandProfile({ tx }: PortalContext, profileId: string): Promise<void> {
  if ((profileKinds as readonly string[]).includes(profileId)) return;
  const isKnown = (await listNormProfiles(tx)).some((one) => one.profile_id === profileId && one.archived_at === null);
  if (!isKnown) throw new AppError('not-found', `There is no profile ${profileId}`);
}

/** Of people of the profile as far as the viewer sees them; while it has none, of everybody the viewer sees. */
export async function replyNormSuggestions(context: PortalContext, { profileId }: { profileId: string }): Promise<NormSuggestions> {
  const { team, actor, today } = context;
  await demandProfile(context, profileId);
  const span = { from: shiftDay(today, -7 * suggestionWeeks), before: today };
  const reading = await readNorms(context, span);
  const seen = team.members.filter((member) => member.isActive && actor.people.has(member.userId)).map(({ userId }) => userId);
  const own = seen.filter((userId) => inForceOn(reading.assignmentsOf(userId), today)?.profileId === profileId);
  const people = own.length > 0 ? own : seen;
  const metrics = (await listMeasuredMetrics(context)).map(({ metric }) => metric);
  const activity = await readActivity(context, { metrics, span, people });
  return {
    profileId,
    weeks: suggestionWeeks,
    of: own.length > 0 ? 'profile' : 'everybody',
    suggestions: metrics.map((metric) => ({ metric, found: suggest(metric) })),
  };

  function suggest(metric: ActivityMetric): NormSuggestions['suggestions'][number]['found'] {
    // People who have never done such a thing say nothing of how much of it is usual.
    const doing = people.filter((userId) => activity.valuesOf(metric, userId).size > 0);
    const found = suggestNorm(
      doing.map((userId) => ({ calendar: reading.normsOf(userId).calendar, values: activity.valuesOf(metric, userId) })),
      today,
    );
    return found === null ? null : { ...found, weekdays: [...found.weekdays] };
  }
}
