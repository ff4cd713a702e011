import type { Request, Response, Router } from 'express';
import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import type { Topic } from '#contract/changes.ts';
import type { Endpoint } from '#contract/endpoint.ts';
import { can, isActOfAdministrators, type Action, type Resource } from '#policy/can.ts';
import { findToKeep } from '#store/evidence.ts';
import { hasToSend } from '#store/outbox.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { readPortalContext, toActor, type PortalContext, type SessionClaims } from './portal-context.ts';
import { senderOf, type Sender } from './circumstances.ts';
import type { ProvenToken } from './session.ts';
import type { Web } from './web.ts';

interface Deed {
  readonly action: Action;
  readonly resource: Resource;
}

export interface Serving<Asked, Answer, Prepared = undefined> {
  /** What the caller must be allowed to do; refused callers learn nothing else. */
  readonly policy: (context: PortalContext, request: Asked) => Deed | Promise<Deed>;
  /**
   * Long work before the answer's transaction, which must not wait for it: what is returned runs outside any,
   * and requests of one person take turns with theirs.
   */
  readonly prepare?: (context: PortalContext, request: Asked) => Promise<() => Promise<Prepared>>;
  readonly reply: (context: PortalContext, request: Asked, prepared: Prepared, sender: Sender) => Promise<Answer>;
  /** What follows once the answer's transaction is committed; `changed` are the topics that it has touched. */
  readonly afterwards?: (session: SessionClaims, asked: Asked, changed: ReadonlySet<Topic>) => Promise<void>;
}

/** Verify, parse, compute, reply: one transaction of the caller's portal for everything an endpoint does. */
export function serveEndpoint<Req extends z.ZodType, Res extends z.ZodType, Prepared = undefined>(
  router: Router,
  web: Web,
  endpoint: Endpoint<Req, Res>,
  serving: Serving<z.infer<Req>, z.input<Res>, Prepared>,
): void {
  route(router, web, endpoint, async (request, response) => {
    const proven = await readBearer(web, request);
    if (serving.prepare === undefined) return answer(proven, request, response, undefined as Prepared);
    const { prepare } = serving;
    await web.turns.take(`${proven.portalId}:${proven.userId}`, async () => {
      const work = await web.store.forPortal(proven.portalId).transaction(async (tx) => {
        const context = await readCallerContext(web, tx, { proven, onChanged: () => undefined });
        const asked = parseRequest(endpoint, request);
        demandRight(web, context, await serving.policy(context, asked));
        return prepare(context, asked);
      });
      await answer(proven, request, response, await work());
    });
  });
  const answer = async (proven: ProvenToken, request: Request, response: Response, prepared: Prepared): Promise<void> => {
    const topics = new Set<Topic>();
    const {
      session,
      asked,
      reply: body,
      isSending,
    } = await inKeptTransaction(web, proven.portalId, async (tx) => {
      const context = await readCallerContext(web, tx, { proven, onChanged: (topic) => topics.add(topic) });
      const asked = parseRequest(endpoint, request);
      demandRight(web, context, await serving.policy(context, asked));
      const reply = await serving.reply(context, asked, prepared, senderOf(request));
      return { session: context.session, asked, reply, isSending: hasToSend(tx) };
    });
    if (topics.size > 0 || isSending) await web.store.announce(proven.portalId);
    await serving.afterwards?.(session, asked, topics);
    send(web, endpoint, response, body);
  };
}

/** Nothing that a ledger says is answered before its entries outlive the machine. */
export async function inKeptTransaction<Result>(
  web: Pick<Web, 'store' | 'evidence'>,
  portalId: bigint,
  work: (tx: PortalTransaction) => Promise<Result>,
): Promise<Result> {
  const { result, upTo } = await web.store
    .forPortal(portalId)
    .transaction(async (tx) => ({ result: await work(tx), upTo: findToKeep(tx) }));
  if (upTo !== undefined) await keepEvidence(web, portalId, upTo);
  return result;
}

async function keepEvidence(web: Pick<Web, 'evidence'>, portalId: bigint, upTo: bigint): Promise<void> {
  try {
    await web.evidence.keep(portalId, upTo);
  } catch (cause) {
    throw new AppError('unavailable', 'The evidence journal could not be written', { cause });
  }
}

/** What an endpoint needs about the portal and whoever sends a genuine token, as long as the session lasts. */
export async function readCallerContext(
  web: Web,
  tx: PortalTransaction,
  { proven, onChanged }: { proven: ProvenToken; onChanged: (topic: Topic) => void },
): Promise<PortalContext> {
  const { claims, portal } = await web.sessions.confirm(tx, proven);
  return readPortalContext(tx, { session: claims, portal }, web.businessClock(), onChanged);
}

/** Ends the request of somebody who may not do it. */
export function demandRight(web: Web, context: PortalContext, { action, resource }: { action: Action; resource: Resource }): void {
  if (!can(context.actor, action, resource)) throw new AppError('forbidden', `Not allowed: ${action}`);
  // The client renews the session, which asks the portal for the person's rights, and comes again.
  if (restsOnOldRights(web, context, { action, resource })) throw new AppError('session-expired', 'The right is to be confirmed again');
}

const rightsLifeMs = 60_000;

/** Decides the right of an administrator here, and did the portal confirm it too long ago? */
function restsOnOldRights(web: Web, { session, team }: PortalContext, asked: Deed): boolean {
  if (!session.isAdmin || !isActOfAdministrators(asked.action)) return false;
  const isOld = web.systemClock().getTime() - session.verifiedAt.getTime() > (web.rightsLifeMs ?? rightsLifeMs);
  return isOld && !can(toActor(team, { userId: session.userId, isAdmin: false }), asked.action, asked.resource);
}

export function route(
  router: Router,
  web: Pick<Web, 'shedding'>,
  endpoint: Endpoint,
  handle: (request: Request, response: Response) => Promise<void>,
): void {
  const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
  router[method](endpoint.path, (request, response) => {
    const isPutOff = endpoint.urgency === 'deferrable' && web.shedding.isShed('dashboards');
    if (isPutOff) throw new AppError('unavailable', `Put off: ${endpoint.path}`, { details: { retryAfterMs: putOffMs } });
    return handle(request, response);
  });
}

const putOffMs = 10_000;

/** Path, query and body are one request; the path wins, so that nothing overrides what was routed. */
export function parseRequest<Req extends z.ZodType>(endpoint: Endpoint<Req>, request: Request): z.infer<Req> {
  const body: unknown = request.body;
  const fields = {
    ...request.query,
    ...(typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}),
    ...request.params,
  };
  const parsed = endpoint.request.safeParse(fields);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new AppError('bad-request', faults.join('; '));
}

/** The answer is parsed too: what the contract does not name never leaves. */
export function send<Res extends z.ZodType>(web: Web, endpoint: Endpoint<z.ZodType, Res>, response: Response, answer: unknown): void {
  const parsed = endpoint.response.safeParse(answer);
  if (!parsed.success) throw new AppError('internal', `The answer of ${endpoint.path} breaks its contract`, { cause: parsed.error });
  response.set('cache-control', 'no-store').set('x-kurs-build', web.build).json(parsed.data);
}

/** The genuine token of a request, within the caller's limits; the session is still to be confirmed. */
export async function readBearer(web: Web, request: Request): Promise<ProvenToken> {
  const token = /^Bearer ([\w.-]{20,2000})$/.exec(request.get('authorization') ?? '')?.[1];
  if (token === undefined) throw new AppError('session-expired', 'There is no session', { details: { reason: 'no-token' } });
  const proven = await web.sessions.prove(token);
  web.limits.demand('person', `${proven.portalId}:${proven.userId}`);
  web.limits.demand('portal', String(proven.portalId));
  return proven;
}
