import type { Router } from 'express';
import { getChanges, Topic, type Changes } from '#contract/changes.ts';
import { AppError } from '#kernel/errors.ts';
import { can } from '#policy/can.ts';
import { listTopicsAfter } from '#store/topic-revisions.ts';
import { parseRequest, readBearer, readCallerContext, route, send } from '../serve-endpoint.ts';
import type { ProvenToken } from '../session.ts';
import type { Web } from '../web.ts';

const pollMs = 25_000;

/** Spread over some seconds, so that not every screen comes back at once. */
const pauseOfRestart = (): number => Math.round(1000 + Math.random() * 4000);

/** The long poll holds no transaction while it waits. */
export function serveChanges(router: Router, web: Web): void {
  route(router, web, getChanges, async (request, response) => {
    const proven = await readBearer(web, request);
    const { after } = parseRequest(getChanges, request);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const deadline = AbortSignal.timeout(pollMs);
    const either = AbortSignal.any([gone.signal, deadline]);
    let changes = await readChanges(web, proven, after);
    while (after >= 0 && changes.topics.length === 0 && !either.aborted && !web.changeFeed.isClosed) {
      // Waiting begins before reading, so that a change between the two is not missed.
      const woken = web.changeFeed.wait(proven.portalId, pollMs, either);
      changes = await readChanges(web, proven, after);
      if (changes.topics.length === 0) await woken;
      if (!either.aborted) changes = await readChanges(web, proven, after);
    }
    const hint = web.changeFeed.isClosed ? { reconnectAfterMs: pauseOfRestart() } : {};
    if (!gone.signal.aborted) send(web, getChanges, response, { ...changes, ...hint });
  });
}

async function readChanges(web: Web, proven: ProvenToken, after: number): Promise<Changes> {
  const found = await web.store.forPortal(proven.portalId).transaction(async (tx) => {
    const { actor } = await readCallerContext(web, tx, { proven, onChanged: () => undefined });
    if (!can(actor, 'see-status', { kind: 'portal' })) throw new AppError('forbidden', 'Not allowed: see-status');
    return listTopicsAfter(tx, BigInt(after));
  });
  const topics = after < 0 ? [] : found.topics.filter((topic): topic is Topic => Topic.safeParse(topic).success);
  return { revision: Number(found.revision), topics };
}
