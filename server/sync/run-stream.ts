import { PortalError } from '#bitrix/portal-error.ts';
import { noteStreamFailure, type StreamName } from '#store/sync-streams.ts';
import type { Lane } from './lane.ts';
import { toDay } from '#kernel/calendar-day.ts';

/**
 * Does the work of one stream. What goes wrong with it alone is noted for people to see and does not hold the others;
 * what goes wrong with the whole portal ends the reading. Says whether it went well.
 */
export async function runStream(lane: Lane, stream: StreamName, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (failure) {
    if (!isOfOneStream(failure)) throw failure;
    await noteFailure(lane, stream, failure);
    return false;
  }
}

export async function noteFailure(lane: Lane, stream: StreamName, failure: PortalError): Promise<void> {
  lane.log.warn({ portalId: String(lane.portalId), stream, method: failure.method, code: failure.code }, 'a stream was not read');
  await lane.commit(async (tx) => {
    const now = lane.businessClock();
    const day = toDay(now, lane.timeZone);
    await noteStreamFailure(tx, stream, { now, day, code: failure.code, resumeAt: toResumeAt(lane, failure) });
    return { facts: 0, progress: true };
  });
}

/** A refusal, a method at rest or an answer that cannot be read says nothing about other methods. */
function isOfOneStream(failure: unknown): failure is PortalError {
  if (!(failure instanceof PortalError)) return false;
  return failure.kind === 'operation-limit' || failure.kind === 'malformed' || isNotGranted(failure);
}

/** A missing scope shows as an unknown method, a missing right as a refusal. */
export function isNotGranted(failure: unknown): failure is PortalError {
  return failure instanceof PortalError && (failure.kind === 'refused' || failure.code === 'insufficient_scope');
}

/** The portal tells the end of a rest by its own time; people see it on their calendar. */
function toResumeAt(lane: Lane, { retryAt }: PortalError): Date | null {
  if (!retryAt) return null;
  return new Date(lane.businessClock().getTime() + Math.max(0, retryAt.getTime() - lane.systemClock().getTime()));
}
