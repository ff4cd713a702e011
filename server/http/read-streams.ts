import type { StreamName } from '#contract/data-health.ts';
import { findStructureTime, listRefusals, listStreams, type StreamRow } from '#store/data-health.ts';
import type { PortalContext } from './portal-context.ts';

/** Streams that read one entity, so that a refusal of it is theirs; a failure of the whole portal is kept with the deals. */
const entityOf: Partial<Record<StreamName, string>> = { delta: 'deals', calls: 'calls', activities: 'activities' };

/** What the streams have reported, with what their entities were refused for. */
export async function readStreams({ tx, today }: Pick<PortalContext, 'tx' | 'today'>): Promise<Map<StreamName, StreamRow>> {
  const streams = await listStreams(tx);
  // The first load reads the dictionaries before their stream has its first turn.
  if (!streams.has('structure')) {
    const succeededAt = await findStructureTime(tx);
    if (succeededAt !== null) streams.set('structure', { ...silent('structure', today), succeededAt });
  }
  const refusals = await listRefusals(tx);
  for (const [stream, entity] of Object.entries(entityOf) as [StreamName, string][]) {
    const failure = refusals.get(entity);
    const known = streams.get(stream) ?? silent(stream, today);
    if (failure !== undefined && known.resumeAt === null) streams.set(stream, { ...known, failure });
  }
  return streams;
}

function silent(stream: StreamName, day: string): StreamRow {
  return { stream, succeededAt: null, failedAt: null, failure: null, resumeAt: null, day, rows: 0 };
}
