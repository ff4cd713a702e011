import { z } from 'zod';
import { replyJson } from '../json-reply.ts';
import type { Portal } from '../portal.ts';
import { PortalRefusal, type PortalRefusalCode } from '../portal-refusal.ts';
import { RestError } from '../rest-error.ts';
import { authorize } from './authorize.ts';
import { answerPageApi } from './page-endpoints.ts';
import { servePageFile } from './page-files.ts';
import { requireOwnOrigin } from './page-session.ts';

/** The portal's own pages and what they ask the portal for. */
export async function servePage(portal: Portal, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  try {
    if (pathname.startsWith('/portal-api/')) {
      requireOwnOrigin(portal, request);
      return await answerPageApi(portal, request);
    }
    if (/^\/oauth\/authorize\/?$/.test(pathname)) return authorize(portal, request);
    return (await servePageFile(request)) ?? replyJson(404, { error: 'not-found', message: 'nothing is served here' });
  } catch (error) {
    return replyRefusal(error);
  }
}

const statusOf: Readonly<Record<PortalRefusalCode, number>> = {
  'bad-request': 400,
  'foreign-origin': 403,
  'not-allowed': 403,
  'not-bound': 404,
  'not-found': 404,
  'not-installed': 409,
  'payment-required': 402,
  'unknown-person': 404,
};

function replyRefusal(error: unknown): Response {
  if (error instanceof PortalRefusal) return replyJson(statusOf[error.code], { error: error.code, message: error.message });
  if (error instanceof z.ZodError) return replyJson(400, { error: 'bad-request', message: z.prettifyError(error) });
  if (error instanceof SyntaxError) return replyJson(400, { error: 'bad-request', message: 'the body is not JSON' });
  if (error instanceof RestError) {
    if (error.message === 'Not found') return replyJson(404, { error: 'not-found', message: error.message });
    if (error.message === 'Access denied') return replyJson(403, { error: 'not-allowed', message: error.message });
    return replyJson(400, { error: 'bad-request', message: error.message });
  }
  throw error;
}
