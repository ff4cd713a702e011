import type { Delay, Freshness } from '#contract/sync-status.ts';
import { judgeStream, lateAfterSeconds, type StreamRecord } from '#domain/data-health.ts';
import { findFactTimes, type StreamRow } from '#store/data-health.ts';
import type { PortalContext } from './portal-context.ts';
import { readStreams } from './read-streams.ts';

/** As of when the numbers are, and in which words their age is explained. */
export async function readFreshness(context: Pick<PortalContext, 'tx' | 'now' | 'today'>): Promise<Freshness> {
  const { tx, now } = context;
  const { dealsAt, callsAt } = await findFactTimes(tx);
  const streams = await readStreams(context);
  return {
    now: now.toISOString(),
    dealsAt: dealsAt?.toISOString() ?? null,
    callsAt: callsAt?.toISOString() ?? null,
    delays: [
      ...explain('deals', dealsAt, now, [streams.get('delta'), streams.get('events')]),
      ...explain('calls', callsAt, now, [streams.get('calls'), streams.get('activities')]),
    ],
  };
}

/** Before anything was read the screen tells about the first load instead. */
function explain(of: Delay['of'], at: Date | null, now: Date, streams: readonly (StreamRow | undefined)[]): Delay[] {
  if (at === null || now.getTime() - at.getTime() <= lateAfterSeconds * 1000) return [];
  const judged = streams.flatMap((stream) =>
    stream === undefined ? [] : [{ stream, verdict: judgeStream(toRecord(stream), now.getTime(), lateAfterSeconds) }],
  );
  const parked = judged.find(({ verdict }) => verdict === 'parked');
  const failed = judged.find(({ verdict }) => verdict === 'failed');
  return [
    {
      of,
      at: at.toISOString(),
      reason: parked ? 'parked' : failed ? 'failed' : 'late',
      failure: parked ? null : (failed?.stream.failure ?? null),
      resumeAt: parked?.stream.resumeAt?.toISOString() ?? null,
    },
  ];
}

export function toRecord(stream: StreamRow): StreamRecord {
  return {
    succeededMs: stream.succeededAt?.getTime() ?? null,
    failure: stream.failure,
    resumeMs: stream.resumeAt?.getTime() ?? null,
  };
}
