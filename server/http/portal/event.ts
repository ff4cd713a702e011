import type { Request, Response } from 'express';
import { parsePortalEvent, toHints, wantsClean, type PortalEvent } from '#bitrix/portal-request.ts';
import { AppError } from '#kernel/errors.ts';
import { matchesFingerprint } from '#install/application-token.ts';
import { noteUpdate } from '#install/note-update.ts';
import { beginUninstall } from '#install/uninstall.ts';
import { changedId, goneId, type DirtyRecord } from '#store/dirty-records.ts';
import { toSender } from '../limits/client-address.ts';
import type { Web } from '../web.ts';
import { createEventSenders, type EventSender } from './event-sender.ts';
import { createHintWriter } from './hint-writer.ts';

/** Events only say that something changed; an unknown portal or a wrong token changes nothing. */
export function createEventHandler(web: Web) {
  const findSender = createEventSenders(web);
  const hintWriter = createHintWriter(web);
  return async (request: Request, response: Response): Promise<void> => {
    const parsed = parsePortalEvent(request.body);
    if (parsed.kind === 'malformed') throw new AppError('bad-request', `The event cannot be read: ${parsed.faults.join(', ')}`);
    const event = parsed.value;
    const sender = await findSender(event.memberId, { isFresh: isOfApplication(event) });
    if (sender === undefined) throw new AppError('portal-unknown', 'The portal is not connected');
    if (event.name === 'ONAPPUPDATE') {
      await update(web, sender.portalId, { event, sender: toSender(request.ip) });
      return lookInto(web, response, sender.portalId);
    }
    if (!matches(web, event, sender) && !matches(web, event, await findSender(event.memberId, { isFresh: true }))) {
      throw new AppError('forbidden', 'The application token does not match');
    }
    const isTooMuch = web.limits.take('event', String(sender.portalId)) > 0;
    if (event.name === 'ONAPPUNINSTALL') {
      // Anybody who works in the portal can see the token of its events, so the event is only a reason to ask.
      await beginUninstall(web.install, sender.portalId, { wantsClean: wantsClean(event) });
      return lookInto(web, response, sender.portalId);
    }
    const hints = toHints(event);
    if (hints.length > 0) await hintWriter.save(sender.portalId, isTooMuch ? [toSweep(event)] : hints);
    response.status(200).json({});
  };
}

/** What a portal tells faster than it may is looked up as a whole: all that has changed, and all that is gone. */
const toSweep = ({ name }: PortalEvent): DirtyRecord => ({ entity: 'portal', recordId: name.includes('DELETE') ? goneId : changedId });

const isOfApplication = (event: PortalEvent): boolean => event.name.startsWith('ONAPP');

/** A token that was renewed by an installation in these seconds is found by looking again. */
function matches(web: Web, event: PortalEvent, sender: EventSender | undefined): boolean {
  const fingerprint = sender?.applicationTokenFingerprint ?? null;
  return matchesFingerprint(web.install.fingerprintKey, event.applicationToken, fingerprint);
}

/** Nobody can tell yet whether the event is true: its sender has an allowance of their own, so that a flood holds nobody else's. */
async function update(web: Web, portalId: bigint, { event, sender }: { event: PortalEvent; sender: string }): Promise<void> {
  web.limits.demand('update', `${sender} ${portalId}`);
  const noted = await noteUpdate(web.install, portalId, { event, sender });
  if (noted === 'refused') throw new AppError('forbidden', 'The update brings nothing that could prove it');
  if (noted === 'full') throw new AppError('too-many-requests', 'Too many updates of this portal wait to be looked into');
}

/** What the event says is stored: it is answered, and looked into at once or, should this process end now, by the next one. */
function lookInto(web: Web, response: Response, portalId: bigint): void {
  response.status(200).json({});
  const asking = web.lifecycle
    .request(portalId)
    .catch((failure: unknown) =>
      web.log.error({ cause: failure instanceof Error ? failure.message : 'unknown' }, 'an event of the application waits for its turn'),
    );
  web.behind.track(asking);
}
